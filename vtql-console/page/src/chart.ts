// A column as bars: how often each value comes, or how many rows each month has.

import type { Column } from "./api";
import { fill, h, svg } from "./dom";
import type { Table } from "./table";

const MOST = 20;
const DATES = new Set(["date", "datetime"]);

export class Chart {
  readonly element = h("div", { class: "chart" });
  private column = h("select", { "aria-label": "Column", onchange: () => this.draw() });
  private picture = h("div", { class: "picture" });
  private columns: Column[] = [];

  constructor(private table: Table) {
    fill(this.element, h("label", { class: "inline" }, "Column ", this.column), this.picture);
  }

  update(): void {
    if (this.columns !== this.table.columns) {
      const before = this.column.value;
      this.columns = this.table.columns;
      fill(this.column, this.columns.map((column, at) => h("option", { value: at }, column.name)));
      // A picklist tells most.
      const best = this.columns.findIndex((column) => column.type === "picklist");
      const same = this.columns.findIndex((_, at) => String(at) === before);
      this.column.value = String(best >= 0 ? best : Math.max(0, same));
    }
    this.draw();
  }

  private draw(): void {
    const at = Number(this.column.value);
    const column = this.columns[at];
    if (!column || !this.table.view.length) {
      fill(this.picture, h("p", { class: "empty" }, "Run a query to see a column of its rows here."));
      return;
    }
    const values = this.table.values(at);
    const isDate = DATES.has(column.type ?? "");
    const counts = new Map<string, number>();
    for (const value of values) {
      const key = isDate ? value.slice(0, 7) : value;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const all = [...counts].sort(isDate ? ([a], [b]) => (a < b ? -1 : 1) : ([, a], [, b]) => b - a);
    const bars = isDate ? all.slice(-48) : all.slice(0, MOST);
    const rest = all.length - bars.length;
    const note = isDate ? `${column.name} by month` : `${column.name}: how often each value comes`;
    const more = rest > 0 ? (isDate ? `, the latest ${bars.length} months` : `, the ${bars.length} most frequent of ${all.length}`) : "";
    fill(this.picture, h("p", { class: "note" }, note + more), this.bars(bars, note));
  }

  private bars(bars: [string, number][], label: string): SVGElement {
    const [line, left, width] = [24, 150, 640];
    const most = Math.max(...bars.map(([, count]) => count));
    const picture = svg("svg", { viewBox: `0 0 ${width} ${bars.length * line + 6}`, role: "img", "aria-label": label, class: "bars" });
    bars.forEach(([value, count], at) => {
      const words = value === "" ? "(empty)" : value;
      const length = Math.max(2, (count / most) * (width - left - 70));
      const y = at * line;
      picture.append(
        svg("text", { x: left - 8, y: y + 16, "text-anchor": "end", class: "value" }, words.length > 22 ? `${words.slice(0, 21)}…` : words),
        svg("rect", { x: left, y: y + 3, width: length, height: line - 7, rx: 3 }, svg("title", {}, `${words}: ${count}`)),
        svg("text", { x: left + length + 6, y: y + 16, class: "count" }, count.toLocaleString("en")),
      );
    });
    return picture;
  }
}
