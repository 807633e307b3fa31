// The sandbox's own side: requests as they come, faults to switch, records by module.

import { Failed, get, put } from "./api";
import { button, fill, h } from "./dom";

interface Logged {
  number: number;
  operation: string;
  subject: string;
  status: number;
  took: number;
}

type Faults = { [name: string]: unknown };

/** The faults with a number: what it is, and one that can be felt. */
const NUMBERS: [string, string, number, number][] = [
  ["latency_ms", "Every answer waits (ms)", 0, 10_000],
  ["jitter_ms", "and up to so much more (ms)", 0, 10_000],
  ["error_rate", "Part that fails (0 to 1)", 0, 1],
  ["reset_rate", "Part whose connection is reset (0 to 1)", 0, 1],
  ["truncate_rate", "Part that is cut in the middle (0 to 1)", 0, 1],
  ["page_cap", "Rows of a page at most", 0, 10_000],
];

export class SandboxPane {
  readonly element = h("div", { class: "sandbox" });
  private requests = h("tbody");
  private modules = h("tbody");
  private form = h("form", { class: "faults", "aria-label": "Faults" });
  private said = h("p", { class: "note", role: "status" });
  private last = 0;
  private isShown = false;
  private faults: Faults = {};

  constructor(private insert: (text: string) => void) {
    const table = (title: string, heads: string[], body: HTMLElement) => h("table", { class: "plain" }, h("caption", {}, title), h("thead", {}, h("tr", {}, heads.map((name) => h("th", { scope: "col" }, name)))), body);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.set();
    });
    fill(
      this.element,
      h("section", {}, h("h2", {}, "What goes wrong"), this.form, this.said),
      h("section", {}, h("h2", {}, "Records"), table("", ["module", "records"], this.modules)),
      h("section", { class: "wide" }, h("h2", {}, "Requests, the newest first"), table("", ["#", "operation", "about", "status", "ms"], this.requests)),
    );
    setInterval(() => this.isShown && !document.hidden && void this.look(), 1000);
  }

  show(): void {
    this.isShown = !this.element.hidden;
    void this.look();
    void this.load();
  }

  hide(): void {
    this.isShown = false;
  }

  private async load(): Promise<void> {
    const counts = await get<{ [module: string]: number }>("/api/sandbox/modules");
    const rows = Object.entries(counts).filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a);
    fill(this.modules, rows.map(([name, count]) => h("tr", {}, h("td", {}, button(name, () => this.insert(`select * from ${name} limit 100`), { class: "id" })), h("td", {}, count.toLocaleString("en")))));
    this.faults = await get<Faults>("/api/sandbox/faults");
    this.draw();
  }

  private draw(): void {
    const fields = NUMBERS.map(([name, words, min, max]) => h("label", {}, h("span", {}, words), h("input", { type: "number", name, min, max, step: max === 1 ? "0.05" : "1", value: this.faults[name] ?? "" })));
    const prefix = h("label", { class: "check" }, h("input", { type: "checkbox", name: "html_prefix", checked: this.faults["html_prefix"] === true }), h("span", {}, "A PHP warning stands before the JSON"));
    fill(this.form, fields, prefix, h("div", { class: "buttons" }, h("button", { type: "submit", class: "primary" }, "Set"), button("Nothing goes wrong", () => void this.clear())));
  }

  private async set(): Promise<void> {
    const data = new FormData(this.form);
    const faults: Faults = { ...this.faults };
    for (const [name] of NUMBERS) {
      const value = String(data.get(name) ?? "");
      if (value === "" || Number(value) === 0) delete faults[name];
      else faults[name] = Number(value);
    }
    if (data.has("html_prefix")) faults["html_prefix"] = true;
    else delete faults["html_prefix"];
    await this.send(faults);
  }

  private clear(): Promise<void> {
    return this.send({});
  }

  private async send(faults: Faults): Promise<void> {
    try {
      await put("/api/sandbox/faults", faults);
      this.faults = faults;
      this.said.textContent = Object.keys(faults).length ? "From now on it goes wrong so." : "Nothing goes wrong now.";
    } catch (error) {
      this.said.textContent = error instanceof Failed ? error.problem.message : String(error);
    }
    this.draw();
  }

  private async look(): Promise<void> {
    try {
      const requests = await get<Logged[]>(`/api/sandbox/requests?after=${this.last}`);
      for (const it of requests) {
        this.last = Math.max(this.last, it.number);
        const cells = [it.number, it.operation, it.subject.slice(0, 400), it.status, it.took.toFixed(1)];
        this.requests.prepend(h("tr", { class: it.status >= 400 && "bad" }, cells.map((cell) => h("td", {}, String(cell)))));
      }
      while (this.requests.childElementCount > 300) this.requests.lastElementChild?.remove();
    } catch {
      // It is gone; the page says so elsewhere.
    }
  }
}
