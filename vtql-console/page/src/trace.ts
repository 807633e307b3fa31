// Every request of the client as it happens, and what is left of the quota.

import { type Quota, type Traced, TOKEN, lines } from "./api";
import { fill, h } from "./dom";

const MOST = 500;

export class Trace {
  readonly element = h("div", { class: "trace" });
  readonly gauge = h("div", { class: "gauge", role: "status", "aria-label": "Quota" });
  private body = h("tbody");
  private count = 0;

  constructor(private counted: (requests: number) => void) {
    const head = ["#", "operation", "module", "status", "ms", "bytes", "attempt"].map((name) => h("th", { scope: "col" }, name));
    fill(this.element, h("table", { class: "plain" }, h("caption", { class: "hidden" }, "Requests, the newest first"), h("thead", {}, h("tr", {}, head)), this.body));
    void this.follow();
  }

  private async follow(): Promise<void> {
    for (;;) {
      try {
        for await (const line of lines<{ request?: Traced; quota?: Quota; leftOut?: number }>("/api/trace", {})) {
          if (line.request) this.add(line.request);
          if (line.quota) this.show(line.quota);
        }
      } catch {
        // The console is gone; the page says so elsewhere.
      }
      if (!TOKEN) return;
      await new Promise((done) => setTimeout(done, 2000));
    }
  }

  private add(request: Traced): void {
    this.count += 1;
    const isBad = request.error !== null;
    const status = `${request.status ?? "no answer"}${isBad ? ` ${request.error}` : ""}`;
    const cells = [this.count, request.operation, request.module ?? "", status, request.took.toFixed(0), request.bytes.toLocaleString("en"), request.attempt];
    this.body.prepend(h("tr", { class: isBad && "bad" }, cells.map((cell) => h("td", {}, String(cell)))));
    while (this.body.childElementCount > MOST) this.body.lastElementChild?.remove();
    this.counted(this.count);
  }

  private show(quota: Quota): void {
    const parts: HTMLElement[] = [];
    const part = (left: number | null, limit: number | null, unit: string) => {
      if (left === null || limit === null) return;
      parts.push(h("meter", { min: 0, max: limit, low: limit / 5, value: left, "aria-label": `Requests left this ${unit}` }), h("span", {}, `${left.toLocaleString("en")}/${unit}`));
    };
    part(quota.minuteRemaining, quota.minuteLimit, "min");
    part(quota.dailyRemaining, quota.dailyLimit, "day");
    fill(this.gauge, parts.length ? parts : h("span", { class: "hint" }, "no quota told"));
  }
}
