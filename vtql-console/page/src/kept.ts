// What was run before, and what was given a name.

import { type Ran, type Saved, forget, get, put } from "./api";
import { button, fill, h } from "./dom";

function ago(at: number): string {
  const minutes = Math.floor((Date.now() - at) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return new Date(at).toLocaleDateString("en", { dateStyle: "medium" });
}

export class History {
  readonly element = h("div", { class: "side" });
  private search = h("input", { type: "search", placeholder: "Search what was run", "aria-label": "Search the history", oninput: () => void this.load() });
  private list = h("ul", { class: "list" });

  constructor(private open: (text: string) => void) {
    fill(this.element, this.search, this.list, button("Forget all", () => void this.forget(), { class: "quiet" }));
  }

  async load(): Promise<void> {
    const all = await get<Ran[]>(`/api/history?search=${encodeURIComponent(this.search.value)}`);
    const item = (ran: Ran) => {
      const rows = ran.rows === null ? "failed" : `${ran.rows.toLocaleString("en")} rows`;
      return h("li", {}, h("button", { type: "button", class: "text", title: ran.text, onclick: () => this.open(ran.text) }, h("code", {}, ran.text.slice(0, 300)), h("span", { class: "hint" }, `${rows} · ${ran.took} ms · ${ago(ran.at)}`)));
    };
    fill(this.list, all.length ? all.slice(0, 200).map(item) : h("li", { class: "empty" }, "Queries that you run are listed here, also after a restart."));
  }

  private async forget(): Promise<void> {
    if (!confirm("Forget all queries that were run?")) return;
    await forget("/api/history");
    await this.load();
  }
}

export class SavedQueries {
  readonly element = h("div", { class: "side" });
  private all: Saved[] = [];
  private list = h("ul", { class: "list" });

  constructor(private open: (text: string, name: string) => void) {
    fill(this.element, this.list);
  }

  async load(): Promise<void> {
    this.all = await get<Saved[]>("/api/saved");
    this.draw();
  }

  async save(name: string, text: string): Promise<void> {
    const all = this.all.filter((it) => it.name !== name).concat({ name, text });
    all.sort((a, b) => a.name.localeCompare(b.name));
    await put("/api/saved", all);
    this.all = all;
    this.draw();
  }

  private draw(): void {
    const item = ({ name, text }: Saved) =>
      h(
        "li",
        { class: "saved" },
        h("button", { type: "button", class: "text", title: text, onclick: () => this.open(text, name) }, h("strong", {}, name), h("code", {}, text.slice(0, 200))),
        h("button", { type: "button", class: "quiet", "aria-label": `Remove ${name}`, onclick: () => void this.remove(name) }, "✕"),
      );
    fill(this.list, this.all.length ? this.all.map(item) : h("li", { class: "empty" }, "Ctrl+S keeps the query of the editor under a name."));
  }

  private async remove(name: string): Promise<void> {
    this.all = this.all.filter((it) => it.name !== name);
    await put("/api/saved", this.all);
    this.draw();
  }
}
