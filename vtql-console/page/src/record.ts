// One record, all of it. References open in their place.

import { Failed, type RecordField, type RecordView, get, put } from "./api";
import { button, fill, h } from "./dom";
import { isId, shown } from "./table";

export class RecordPane {
  readonly element: HTMLDialogElement;
  private body = h("div", { class: "record" });
  private trail: string[] = [];

  constructor(private allowWrites: boolean) {
    this.element = h("dialog", { class: "drawer", "aria-label": "Record" }, this.body);
  }

  async open(id: string): Promise<void> {
    if (this.trail.at(-1) !== id) this.trail.push(id);
    fill(this.body, this.head(id, ""), h("p", { class: "empty" }, "Reading the record…"));
    if (!this.element.open) this.element.showModal();
    try {
      this.draw(await get<RecordView>(`/api/record/${id}`));
    } catch (error) {
      const problem = error instanceof Failed ? error.problem : { code: "", message: String(error), help: [] };
      fill(this.body, this.head(id, ""), h("div", { class: "problem", role: "alert" }, h("strong", {}, problem.message), (problem.help ?? []).map((help) => h("p", {}, help))));
    }
  }

  private head(id: string, module: string): HTMLElement {
    const back = () => {
      this.trail.pop();
      const before = this.trail.pop();
      if (before) void this.open(before);
    };
    const close = () => {
      this.trail = [];
      this.element.close();
    };
    return h(
      "header",
      {},
      this.trail.length > 1 && button("← Back", back, { class: "quiet" }),
      h("h2", {}, module ? `${module} ${id}` : id),
      button("Close", close, { class: "quiet" }),
    );
  }

  private draw(record: RecordView): void {
    const isSet = (field: RecordField) => field.value !== null && shown(field.value) !== "";
    const set = record.fields.filter(isSet);
    const empty = record.fields.filter((field) => !isSet(field));
    fill(
      this.body,
      this.head(record.id, record.label ?? record.module),
      h("dl", {}, set.flatMap((field) => this.field(record, field))),
      empty.length > 0 && h("details", {}, h("summary", {}, `${empty.length} empty fields`), h("dl", {}, empty.flatMap((field) => this.field(record, field)))),
    );
  }

  private field(record: RecordView, field: RecordField): HTMLElement[] {
    const { value } = field;
    const isOther = isId(value) && value !== record.id;
    const words = value === null ? "null" : shown(value);
    const content = isOther ? h("button", { type: "button", class: "id", onclick: () => void this.open(shown(value)) }, words) : h("span", { class: value === null && "null" }, words);
    const edit = this.allowWrites && field.editable && button("Edit", () => this.edit(record, field, line), { class: "quiet", "aria-label": `Edit ${field.name}` });
    const line = h("dd", {}, content, edit);
    return [h("dt", { title: field.type ?? "" }, field.label ?? field.name, h("span", { class: "hint" }, ` ${field.name}`)), line];
  }

  private edit(record: RecordView, field: RecordField, line: HTMLElement): void {
    const input = h("input", { value: shown(field.value), "aria-label": field.name });
    const save = async () => {
      try {
        this.draw(await put<RecordView>(`/api/record/${record.id}`, { [field.name]: input.value }));
      } catch (error) {
        line.append(h("p", { class: "problem", role: "alert" }, error instanceof Failed ? error.problem.message : String(error)));
      }
    };
    fill(line, input, button("Save", () => void save(), { class: "primary" }), button("Cancel", () => this.draw(record), { class: "quiet" }));
    input.focus();
  }
}
