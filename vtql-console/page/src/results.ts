// What came of a query: rows, JSON, a chart, the plan, requests, findings.

import { type Asked, type Plan, type Problem, Failed, type RunEvent, file, lines, post } from "./api";
import { Chart } from "./chart";
import { Tabs, button, download, fill, h } from "./dom";
import type { Found } from "./language";
import { Table } from "./table";

/** JSON is shown of so many rows; all of them can be copied. */
const JSON_ROWS = 500;
const FORMATS = ["csv", "jsonl", "parquet", "sqlite"] as const;

export class Results {
  readonly element: HTMLElement;
  readonly tabs: Tabs;
  private table: Table;
  private chart: Chart;
  private json = h("pre", { class: "json", tabindex: "0" });
  private plan = h("div", { class: "plan" });
  private findings = h("ul", { class: "findings" });
  private status = h("div", { class: "status", role: "status" });
  private bar = h("progress", { hidden: true, "aria-label": "The query runs" });
  private problem = h("div", { class: "problem", role: "alert", hidden: true });
  private cancel: AbortController | null = null;
  private stop = button("Stop", () => this.cancel?.abort(), { hidden: true });
  private filter = h("input", { type: "search", class: "filter", placeholder: "Filter rows", "aria-label": "Filter rows", oninput: () => this.table.setFilter(this.filter.value) });
  /** What the rows are of. */
  private asked: Asked | null = null;

  constructor(open: (id: string) => void, trace: HTMLElement, sandbox: { element: HTMLElement; show: () => void; hide: () => void } | null, private ran: () => void) {
    this.table = new Table(open, () => this.count());
    this.chart = new Chart(this.table);
    const tools = h(
      "div",
      { class: "tools" },
      this.filter,
      button("Copy", () => void navigator.clipboard?.writeText(this.table.text()).then(() => this.say("The rows are copied.")), { title: "Copy the rows in sight, with tabs" }),
      h("span", { class: "group", role: "group", "aria-label": "Export all rows" }, FORMATS.map((format) => button(format, () => void this.save(format), { title: `Export all rows as ${format}` }))),
    );
    const rows = h("div", { class: "panel rows-panel" }, tools, this.table.element);
    const pane = (...children: HTMLElement[]) => h("div", { class: "panel" }, children);
    this.tabs = new Tabs(
      [
        { id: "rows", title: "Rows", panel: rows },
        { id: "json", title: "JSON", panel: pane(this.json), shown: () => this.showJson() },
        { id: "chart", title: "Chart", panel: pane(this.chart.element), shown: () => this.chart.update() },
        { id: "plan", title: "Plan", panel: pane(this.plan) },
        { id: "requests", title: "Requests", panel: pane(trace) },
        { id: "findings", title: "Findings", panel: pane(this.findings) },
        ...(sandbox ? [{ id: "sandbox", title: "Sandbox", panel: pane(sandbox.element), shown: () => sandbox.show() }] : []),
      ],
      "Results",
      "results",
    );
    this.element = h("section", { class: "outcome", "aria-label": "Results" }, h("div", { class: "bar" }, this.tabs.strip, this.status, this.stop), this.bar, this.problem, this.tabs.body);
    this.setFindings([]);
    fill(this.plan, h("p", { class: "empty" }, "Run a query, or press Plan, to see what is sent."));
  }

  get isRunning(): boolean {
    return this.cancel !== null;
  }

  /** Runs a query. One that runs is ended. */
  async run(asked: Asked): Promise<void> {
    this.cancel?.abort();
    const cancel = new AbortController();
    this.cancel = cancel;
    this.asked = asked;
    this.table.clear();
    this.fail(null);
    this.stop.hidden = this.bar.hidden = false;
    this.say("Running…");
    if (["findings", "plan"].includes(this.tabs.current)) this.tabs.show("rows");
    let last = "";
    try {
      for await (const event of lines<RunEvent>("/api/run", { method: "POST", body: JSON.stringify(asked), signal: cancel.signal })) {
        last = this.take(event) ?? last;
      }
    } catch (error) {
      if (cancel.signal.aborted) last = this.cancel === cancel ? `Stopped after ${this.rows(this.table.rows.length)}` : "";
      else this.fail(error instanceof Failed ? error.problem : { code: "GONE", message: "the console does not answer any more" });
    }
    if (this.cancel !== cancel) return;
    this.cancel = null;
    this.stop.hidden = this.bar.hidden = true;
    this.say(last);
    if (this.tabs.current === "json") this.showJson();
    if (this.tabs.current === "chart") this.chart.update();
    this.ran();
  }

  private take(event: RunEvent): string | undefined {
    switch (event.event) {
      case "plan":
        this.showPlan(event.plan);
        return;
      case "columns":
        this.table.setColumns(event.columns);
        return;
      case "rows":
        this.table.add(event.rows);
        this.say(`${this.rows(this.table.rows.length)}…`);
        return;
      case "done":
        return `${this.rows(event.rows)} in ${event.took} ms${event.isCut ? ": there are more, which an export has" : ""}`;
      case "error":
        this.fail(event.error);
        return this.table.rows.length ? `${this.rows(this.table.rows.length)} before it failed` : "Failed";
    }
  }

  private rows(count: number): string {
    return `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;
  }

  private count(): void {
    if (!this.isRunning) this.say(this.table.view.length === this.table.rows.length ? this.rows(this.table.rows.length) : `${this.table.view.length.toLocaleString("en")} of ${this.rows(this.table.rows.length)}`);
  }

  say(words: string): void {
    this.status.textContent = words;
  }

  fail(problem: Problem | null): void {
    this.problem.hidden = problem === null;
    if (!problem) return;
    const findings = (problem.findings ?? []).map((finding) => h("li", {}, h("code", {}, finding.code), ` ${finding.message}`, (finding.help ?? []).map((help) => h("p", {}, help))));
    fill(this.problem, h("strong", {}, problem.message), h("code", { class: "code" }, problem.code), (problem.help ?? []).map((help) => h("p", {}, help)), findings.length > 1 && h("ul", {}, findings), button("Dismiss", () => this.fail(null), { class: "quiet" }));
  }

  async showPlanOf(asked: Asked): Promise<void> {
    try {
      this.showPlan(await post<Plan>("/api/plan", asked));
      this.fail(null);
      this.tabs.show("plan");
    } catch (error) {
      this.fail(error instanceof Failed ? error.problem : { code: "", message: String(error) });
    }
  }

  private showPlan(plan: Plan): void {
    const requests = plan.requests.map((text, at) => h("div", { class: "wire" }, h("span", { class: "hint" }, at === 0 ? "first request" : "next request"), h("code", {}, text), button("Copy", () => void navigator.clipboard?.writeText(text), { class: "quiet", "aria-label": `Copy the ${at === 0 ? "first" : "next"} request` })));
    fill(this.plan, h("p", {}, h("strong", {}, plan.plan), plan.parts > 1 && ` in ${plan.parts} parts`), plan.note && h("p", { class: "note" }, plan.note), requests);
  }

  private showJson(): void {
    const text = this.table.json(JSON_ROWS);
    const more = this.table.view.length - JSON_ROWS;
    fill(this.json, more > 0 ? `${text}\n… and ${this.rows(more)} more` : text);
  }

  setFindings(found: Found[]): void {
    const item = (it: Found) => h("li", { class: it.severity }, h("span", { class: "code" }, it.code), h("span", { class: "message" }, it.message), h("span", { class: "hint" }, `line ${it.line}`), it.fixes.map((fix) => button(fix.title, fix.apply, { class: "primary small" })));
    fill(this.findings, found.length ? found.map(item) : h("li", { class: "empty" }, "Nothing is wrong with the query."));
    this.tabs.title("findings", found.length ? `Findings ${found.length}` : "Findings");
  }

  private async save(format: string): Promise<void> {
    if (!this.asked) {
      this.say("Run a query first.");
      return;
    }
    this.say(`Exporting all rows as ${format}…`);
    try {
      const { name, blob } = await file("/api/export", { ...this.asked, format });
      download(name, blob);
      this.say(`${name} is saved.`);
    } catch (error) {
      this.say("");
      this.fail(error instanceof Failed ? error.problem : { code: "", message: String(error) });
    }
  }
}
