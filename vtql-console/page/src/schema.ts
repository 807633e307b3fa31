// The modules and fields of the instance; a click puts one into the query.

import { Failed, type Field, type Module, type Start, get } from "./api";
import { button, fill, h } from "./dom";
import type { Server } from "./language";

export class Schema {
  readonly element = h("div", { class: "side schema" });
  modules: Module[] = [];
  private search = h("input", { type: "search", placeholder: "Search modules and fields", "aria-label": "Search modules and fields", oninput: () => this.draw() });
  private list = h("div", { class: "list" });
  private open = new Set<string>();

  constructor(private start: Start, private server: Server, private insert: (text: string) => void, private say: (text: string, isError?: boolean) => void) {
    fill(this.element, this.search, this.list);
  }

  async load(): Promise<void> {
    this.modules = (await get<{ modules: Module[] }>("/api/schema")).modules;
    this.draw();
  }

  focus(): void {
    this.search.focus();
  }

  private draw(): void {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const holds = (text: string) => words.every((word) => text.toLowerCase().includes(word));
    const items: HTMLElement[] = [];
    for (const module of this.modules) {
      const isHit = holds(`${module.name} ${module.label}`);
      const fields = words.length && !isHit ? module.fields.filter((field) => holds(`${module.name} ${field.name} ${field.label}`)) : module.fields;
      if (!fields.length && !isHit) continue;
      items.push(this.module(module, fields, words.length > 0 && !isHit));
    }
    if (!this.modules.length) items.push(this.missing());
    else if (!items.length) items.push(h("p", { class: "empty" }, "Nothing is called so."));
    fill(this.list, items);
  }

  private module(module: Module, fields: Field[], isFound: boolean): HTMLElement {
    const isOpen = isFound || this.open.has(module.name);
    const toggle = () => {
      if (this.open.has(module.name)) this.open.delete(module.name);
      else this.open.add(module.name);
      this.draw();
    };
    const head = h(
      "div",
      { class: "module" },
      h("button", { type: "button", class: "twist", "aria-expanded": isOpen, "aria-label": `Fields of ${module.name}`, onclick: toggle }, isOpen ? "▾" : "▸"),
      h("button", { type: "button", class: "name", title: `Insert ${module.name}`, onclick: () => this.insert(module.name) }, module.name),
      h("span", { class: "hint" }, module.label === module.name ? String(module.fields.length) : module.label),
    );
    const list = isOpen && h("ul", {}, fields.slice(0, 400).map((field) => h("li", {}, this.field(field))));
    return h("div", {}, head, list);
  }

  private field(field: Field): HTMLElement {
    const about = [field.label, field.mandatory ? "mandatory" : "", field.refersTo.join(", "), field.values.slice(0, 12).join(" · ")].filter(Boolean).join("\n");
    return h("button", { type: "button", class: "field", title: about, onclick: () => this.insert(field.name) }, h("span", { class: "name" }, field.name), h("span", { class: "hint" }, field.type));
  }

  private missing(): HTMLElement {
    const words = h("p", {}, "The modules and fields of this instance are not known yet. Completion and checks get better once they are read.");
    if (!this.start.canPull) return h("div", { class: "empty" }, words);
    const pull = button("Read them from the instance", () => void this.pull(pull), { class: "primary" });
    return h("div", { class: "empty" }, words, pull);
  }

  private async pull(control: HTMLButtonElement): Promise<void> {
    control.disabled = true;
    this.say("Reading modules and fields…");
    try {
      const pulled = await this.server.command<{ modules: number; path: string }>("vtql.pullSnapshot", {});
      await this.load();
      this.say(`${pulled.modules} modules are in ${pulled.path}`);
    } catch (error) {
      this.say(error instanceof Failed ? error.problem.message : String((error as Error).message ?? error), true);
      control.disabled = false;
    }
  }
}
