// The page, put together.

import type { EditorView } from "@codemirror/view";
import { type Asked, Failed, type Start, get, put } from "./api";
import { Tabs, button, fill, h } from "./dom";
import { History, SavedQueries } from "./kept";
import { type Found, Server, editor, format } from "./language";
import { Params } from "./params";
import { RecordPane } from "./record";
import { Results } from "./results";
import { SandboxPane } from "./sandbox";
import { Schema } from "./schema";
import { Trace } from "./trace";

interface Sheet {
  title: string;
  text: string;
}

type Kept = { sheets?: Sheet[]; current?: number } | null;

const FIRST = "select firstname, lastname, email, mailingcity from Contacts\nwhere mailingcity like '%o%'\nlimit 100";

class Page {
  private server: Server;
  private schema: Schema;
  private history: History;
  private saved: SavedQueries;
  private results: Results;
  private params = new Params(() => void this.run());
  private record: RecordPane;
  private sheets: Sheet[] = [];
  private current = 0;
  private view: EditorView | null = null;
  private strip = h("div", { class: "sheets", role: "group", "aria-label": "Queries" });
  private place = h("div", { class: "editor" });
  private side: HTMLElement;
  private state = h("span", { class: "dot", title: "The language server is there" });
  private opened = 0;

  constructor(private start: Start) {
    this.server = new Server(start.folder);
    this.server.onState = (isThere) => {
      this.state.classList.toggle("off", !isThere);
      this.state.title = isThere ? "The language server is there" : "The console does not answer";
      if (isThere && this.view) void this.server.check(this.view);
    };
    this.record = new RecordPane(start.allowWrites);
    this.schema = new Schema(start, this.server, (text) => this.insert(text), (text) => this.results.say(text));
    this.history = new History((text) => this.openSheet(text));
    this.saved = new SavedQueries((text, name) => this.openSheet(text, name));
    const trace = new Trace((requests) => this.results.tabs.title("requests", `Requests ${requests}`));
    const sandbox = start.isSandbox ? new SandboxPane((text) => this.openSheet(text)) : null;
    this.results = new Results((id) => void this.record.open(id), trace.element, sandbox, () => void this.history.load());
    const tabs = new Tabs(
      [
        { id: "schema", title: "Schema", panel: this.schema.element },
        { id: "history", title: "History", panel: this.history.element, shown: () => void this.history.load() },
        { id: "saved", title: "Saved", panel: this.saved.element },
      ],
      "Schema and queries",
      "aside",
    );
    this.side = h("aside", { class: "sidebar", "aria-label": "Schema and queries" }, tabs.strip, tabs.body);
    const menu = button("☰", () => this.side.classList.toggle("open"), { class: "menu quiet", "aria-label": "Schema and queries" });
    const bar = h(
      "header",
      { class: "top" },
      menu,
      h("h1", {}, "vtql"),
      this.state,
      h("span", { class: "title", title: start.title }, start.title),
      h("span", { class: "badge" }, start.allowWrites ? "may write" : "read-only"),
      trace.gauge,
      button("◐", () => this.switchTheme(), { class: "quiet", "aria-label": "Light or dark" }),
    );
    const tools = h(
      "div",
      { class: "toolbar" },
      button("▶ Run", () => void this.run(), { class: "primary", title: "Ctrl+Enter" }),
      button("Plan", () => void this.plan(), { title: "Ctrl+Shift+Enter" }),
      button("Format", () => this.view && void format(this.view), { title: "Shift+Alt+F" }),
      button("Save", () => void this.save(), { title: "Ctrl+S" }),
    );
    const work = h("main", {}, h("section", { class: "query", "aria-label": "Query" }, h("div", { class: "bar" }, this.strip, tools), this.place, this.params.element), this.results.element);
    document.body.append(bar, h("div", { class: "columns" }, this.side, work), this.record.element);
    document.addEventListener("keydown", (event) => this.key(event));
  }

  async open(kept: Kept): Promise<void> {
    this.sheets = kept?.sheets?.length ? kept.sheets : [{ title: "Query 1", text: this.start.isSandbox || this.start.hasSchema ? FIRST : "" }];
    this.show(Math.min(kept?.current ?? 0, this.sheets.length - 1));
    document.documentElement.dataset["ready"] = String(Math.round(performance.now()));
    await Promise.all([this.schema.load(), this.saved.load()]);
  }

  private show(index: number): void {
    this.current = index;
    this.view?.destroy();
    const sheet = this.sheets[index];
    if (!sheet) return;
    this.opened += 1;
    const uri = `file://${encodeURI(this.start.folder)}/console-${this.opened}.vtql`;
    this.view = editor(this.place, sheet.text, uri, this.server, {
      run: () => void this.run(),
      save: () => void this.save(),
      plan: () => void this.plan(),
      changed: (text) => this.changed(text),
    });
    const { view } = this;
    this.server.watch(view, (found) => this.found(view, found));
    this.params.update(sheet.text);
    this.results.setFindings([]);
    void this.server.check(view);
    this.drawSheets();
    view.focus();
    view.dispatch({ selection: { anchor: view.state.doc.length } });
  }

  private drawSheets(): void {
    const sheet = ({ title }: Sheet, at: number) =>
      h(
        "span",
        { class: at === this.current ? "sheet current" : "sheet" },
        h("button", { type: "button", "aria-pressed": at === this.current, onclick: () => at !== this.current && this.show(at), ondblclick: () => this.rename(at) }, title),
        this.sheets.length > 1 && h("button", { type: "button", class: "close", "aria-label": `Close ${title}`, onclick: () => this.close(at) }, "✕"),
      );
    fill(this.strip, this.sheets.map(sheet), button("+", () => this.openSheet(""), { class: "quiet", "aria-label": "New query" }));
  }

  private openSheet(text: string, title = `Query ${this.sheets.length + 1}`): void {
    const same = this.sheets.findIndex((sheet) => text !== "" && sheet.text === text);
    if (same < 0) this.sheets.push({ title, text });
    this.side.classList.remove("open");
    this.show(same < 0 ? this.sheets.length - 1 : same);
    this.keep();
  }

  private rename(at: number): void {
    const sheet = this.sheets[at];
    const title = sheet && prompt("Name of the query", sheet.title);
    if (!sheet || !title) return;
    sheet.title = title;
    this.drawSheets();
    this.keep();
  }

  private close(at: number): void {
    this.sheets.splice(at, 1);
    this.show(Math.min(this.current > at ? this.current - 1 : this.current, this.sheets.length - 1));
    this.keep();
  }

  private changed(text: string): void {
    const sheet = this.sheets[this.current];
    if (!sheet) return;
    sheet.text = text;
    this.params.update(text);
    this.keep();
  }

  private keeping = 0;
  private keep(): void {
    clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => void put("/api/tabs", { sheets: this.sheets, current: this.current }).catch(() => {}), 400);
  }

  private found(view: EditorView, found: Found[]): void {
    if (view === this.view) this.results.setFindings(found);
  }

  private asked(): Asked {
    const selection = this.view?.state.selection.main;
    const all = this.view?.state.doc.toString() ?? "";
    const text = selection && !selection.empty ? all.slice(selection.from, selection.to) : all;
    return { text, values: this.params.values() };
  }

  private async run(): Promise<void> {
    const asked = this.asked();
    if (!asked.text.trim()) this.results.say("Write a query first.");
    else await this.results.run(asked);
  }

  private async plan(): Promise<void> {
    await this.results.showPlanOf(this.asked());
  }

  private async save(): Promise<void> {
    const sheet = this.sheets[this.current];
    const name = sheet && prompt("Keep the query under this name", sheet.title);
    if (!sheet || !name) return;
    try {
      await this.saved.save(name, sheet.text);
      sheet.title = name;
      this.drawSheets();
      this.keep();
      this.results.say(`Saved as ${name}.`);
    } catch (error) {
      this.results.fail(error instanceof Failed ? error.problem : { code: "", message: String(error) });
    }
  }

  /** Puts a name into the query, with a comma where it follows another in a list of fields. */
  private insert(name: string): void {
    const { view } = this;
    if (!view) return;
    const { from, to } = view.state.selection.main;
    const before = view.state.sliceDoc(0, from);
    const word = /(\w+)\s*$/.exec(before)?.[1]?.toLowerCase() ?? "";
    const isKeyword = ["", "select", "from", "where", "and", "or", "by", "not", "in"].includes(word);
    const isList = !isKeyword && /select[^;]*$/i.test(before) && !/\bfrom\b[^;]*$/i.test(before);
    const gap = before && !/[\s(]$/.test(before) ? " " : "";
    const text = isList ? `${before.trimEnd().length === before.length ? "" : ""}, ${name}` : gap + name;
    const start = isList ? before.trimEnd().length : from;
    view.dispatch({ changes: { from: start, to, insert: text }, selection: { anchor: start + text.length }, userEvent: "input.schema" });
    view.focus();
  }

  private key(event: KeyboardEvent): void {
    const is = (key: string) => (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === key;
    if (is("k")) {
      this.side.classList.add("open");
      this.schema.focus();
    } else if (is("enter") && !event.shiftKey && !event.defaultPrevented) void this.run();
    else if (event.key === "Escape" && this.side.classList.contains("open")) this.side.classList.remove("open");
    else return;
    event.preventDefault();
  }

  private switchTheme(): void {
    const root = document.documentElement;
    const isDark = root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset["theme"] = isDark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset["theme"]);
  }
}

async function begin(): Promise<void> {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset["theme"] = theme;
  try {
    const [start, kept] = await Promise.all([get<Start>("/api/start"), get<Kept>("/api/tabs")]);
    await new Page(start).open(kept);
  } catch (error) {
    const problem = error instanceof Failed ? error.problem : { message: String(error), help: [] };
    document.body.append(h("main", { class: "refused" }, h("h1", {}, "The console cannot be opened"), h("p", {}, problem.message), (problem.help ?? []).map((help) => h("p", {}, help))));
    throw error;
  }
}

import "./console.css";
void begin();
