// A form for the parameters of the query: {name}.

import { fill, h } from "./dom";

/** The names of the parameters of a text, outside of its strings and comments. */
export function names(text: string): string[] {
  const found = new Set<string>();
  const pattern = /'(?:[^'\\]|\\.|'')*'?|--[^\n]*|\/\*[\s\S]*?\*\/|\{\s*(\w+)\s*\??\s*\}/g;
  for (const match of text.matchAll(pattern)) if (match[1]) found.add(match[1]);
  return [...found];
}

export class Params {
  readonly element = h("form", { class: "params", "aria-label": "Parameters", hidden: true });
  private inputs = new Map<string, HTMLInputElement>();
  private known = new Map<string, string>();

  constructor(private run: () => void) {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
  }

  update(text: string): void {
    const wanted = names(text);
    if (wanted.length === this.inputs.size && wanted.every((name) => this.inputs.has(name))) return;
    for (const [name, input] of this.inputs) this.known.set(name, input.value);
    this.inputs = new Map(wanted.map((name) => [name, h("input", { name, value: this.known.get(name) ?? "", placeholder: "value; a | b for a list", autocomplete: "off" })]));
    this.element.hidden = wanted.length === 0;
    fill(this.element, [...this.inputs].map(([name, input]) => h("label", {}, h("span", {}, name), input)), h("button", { type: "submit", class: "hidden" }, "Run"));
  }

  /** The values; those that were left empty are left out. */
  values(): { [name: string]: string[] } {
    const given = [...this.inputs].filter(([, input]) => input.value !== "");
    return Object.fromEntries(given.map(([name, input]) => [name, input.value.split("|").map((value) => value.trim())]));
  }

  focusEmpty(): boolean {
    const empty = [...this.inputs.values()].find((input) => input.value === "");
    empty?.focus();
    return empty !== undefined;
  }
}
