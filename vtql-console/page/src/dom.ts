// Elements without markup: what the server sends is always text.

type Child = Node | string | null | undefined | false;
type Props = { [name: string]: unknown };

/** An element. `class`, attributes, and `on…` handlers; `null`, `undefined` and `false` leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (name === "value" && "value" in element) {
      (element as HTMLInputElement).value = String(value);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  fill(element, ...children);
  return element;
}

/** Replaces what is in an element. */
export function fill(element: Element, ...children: (Child | Child[])[]): void {
  const nodes = children.flat().filter((it): it is Node | string => it !== null && it !== undefined && it !== false);
  element.replaceChildren(...nodes);
}

const SVG = "http://www.w3.org/2000/svg";

/** An element of a drawing. */
export function svg(tag: string, props: { [name: string]: string | number } = {}, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** A button with words. */
export function button(words: string, action: () => void, props: Props = {}): HTMLButtonElement {
  return h("button", { type: "button", onclick: action, ...props }, words);
}

export interface Tab {
  id: string;
  title: string;
  panel: HTMLElement;
  /** The panel is shown. */
  shown?: () => void;
}

/** Tabs as the keyboard knows them: arrows go from one to the next. */
export class Tabs {
  readonly strip: HTMLElement;
  readonly body: HTMLElement;
  private buttons = new Map<string, HTMLButtonElement>();
  current = "";

  constructor(readonly tabs: Tab[], label: string, class_: string) {
    this.strip = h("div", { role: "tablist", "aria-label": label, class: `strip ${class_}`, onkeydown: (event: KeyboardEvent) => this.key(event) });
    this.body = h("div", { class: `panels ${class_}` });
    for (const tab of tabs) {
      const control = h("button", { type: "button", role: "tab", id: `tab-${tab.id}`, "aria-controls": `panel-${tab.id}`, onclick: () => this.show(tab.id) }, tab.title);
      tab.panel.id = `panel-${tab.id}`;
      tab.panel.setAttribute("role", "tabpanel");
      tab.panel.tabIndex = 0;
      tab.panel.setAttribute("aria-labelledby", `tab-${tab.id}`);
      this.buttons.set(tab.id, control);
      this.strip.append(control);
      this.body.append(tab.panel);
    }
    if (tabs[0]) this.show(tabs[0].id);
  }

  show(id: string): void {
    this.current = id;
    for (const tab of this.tabs) {
      const is = tab.id === id;
      tab.panel.hidden = !is;
      const control = this.buttons.get(tab.id);
      control?.setAttribute("aria-selected", String(is));
      if (control) control.tabIndex = is ? 0 : -1;
      if (is) tab.shown?.();
    }
  }

  title(id: string, title: string): void {
    const control = this.buttons.get(id);
    if (control) control.textContent = title;
  }

  private key(event: KeyboardEvent): void {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    const at = this.tabs.findIndex((tab) => tab.id === this.current);
    const next = this.tabs[(at + step + this.tabs.length) % this.tabs.length];
    if (!next) return;
    this.show(next.id);
    this.buttons.get(next.id)?.focus();
    event.preventDefault();
  }
}

/** Saves bytes under a name. */
export function download(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = h("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
