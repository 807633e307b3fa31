// The editor and the language server behind it.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { LSPClient, LSPPlugin, formatKeymap, hoverTooltips, renameKeymap, serverCompletion, signatureHelp } from "@codemirror/lsp-client";
import { searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { TOKEN } from "./api";

const KEYWORDS = new Set("select from where and or not in like between is null order by asc desc limit count orderby includes".split(" "));

const vtql = StreamLanguage.define<object>({
  name: "vtql",
  startState: () => ({}),
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match("--")) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match(/^'(?:[^'\\]|\\.|'')*'?/)) return "string";
    if (stream.match(/^\{[^}]*\}?/)) return "variableName.special";
    if (stream.match(/^\d+(?:\.\d+)?/)) return "number";
    const word = stream.match(/^\w+/);
    if (word && typeof word !== "boolean") return KEYWORDS.has((word[0] ?? "").toLowerCase()) ? "keyword" : "propertyName";
    stream.next();
    return "operator";
  },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--keyword)", fontWeight: "600" },
  { tag: tags.string, color: "var(--string)" },
  { tag: tags.number, color: "var(--number)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: tags.propertyName, color: "var(--text)" },
  { tag: tags.special(tags.variableName), color: "var(--parameter)" },
  { tag: tags.operator, color: "var(--quiet)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--surface)", color: "var(--text)", fontSize: "14px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--text)", padding: "10px 0" },
  "&.cm-focused": { outline: "none" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--hover)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--text)", border: "1px solid var(--line)", borderRadius: "8px", boxShadow: "var(--shadow)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail": { color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "var(--quiet)", fontStyle: "normal" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--on-accent)", borderRadius: "6px", padding: "3px 9px", font: "inherit", fontSize: "12px" },
  ".cm-placeholder": { color: "var(--quiet)" },
});

interface Range {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

interface Told {
  range: Range;
  severity?: number;
  code?: string;
  message: string | { value: string };
}

interface Action {
  title: string;
  kind?: string;
  edit?: { changes?: { [uri: string]: { range: Range; newText: string }[] }; documentChanges?: { edits?: { range: Range; newText: string }[] }[] };
}

export interface Fix {
  title: string;
  apply: () => void;
}

export interface Found {
  code: string;
  severity: "error" | "warning" | "info";
  message: string;
  line: number;
  from: number;
  fixes: Fix[];
}

const SEVERITIES = ["error", "error", "warning", "info", "info"] as const;
/** What a hover may be made of: words and their layout. */
const HARMLESS = new Set(["P", "BR", "B", "I", "EM", "STRONG", "CODE", "PRE", "UL", "OL", "LI", "HR", "SPAN", "DIV", "TABLE", "THEAD", "TBODY", "TR", "TD", "TH", "H1", "H2", "H3", "H4"]);

function harmless(html: string): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of [...page.body.querySelectorAll("*")]) {
    if (!HARMLESS.has(element.tagName)) element.replaceWith(...(element.tagName === "SCRIPT" || element.tagName === "STYLE" ? [] : element.childNodes));
    else for (const { name } of [...element.attributes]) if (name !== "class") element.removeAttribute(name);
  }
  return page.body.innerHTML;
}

/** The server, for all tabs. */
export class Server {
  readonly client: LSPClient;
  /** Whether it can be spoken to. */
  onState: (isThere: boolean) => void = () => {};
  private found = new WeakMap<EditorView, (found: Found[]) => void>();

  constructor(folder: string) {
    this.client = new LSPClient({
      rootUri: `file://${encodeURI(folder)}`,
      timeout: 60_000,
      initializationOptions: { debounce: 30 },
      sanitizeHTML: harmless,
      extensions: [
        serverCompletion({ override: true }),
        hoverTooltips(),
        signatureHelp(),
        keymap.of([...formatKeymap, ...renameKeymap]),
        { clientCapabilities: { textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } } } } },
      ],
    });
    this.connect();
  }

  private connect(): void {
    const socket = new WebSocket(`ws://${location.host}/lsp?token=${TOKEN}`);
    let handlers: ((message: string) => void)[] = [];
    socket.onopen = () => {
      this.onState(true);
      this.client.connect({
        send: (message) => socket.send(message),
        subscribe: (handler) => handlers.push(handler),
        unsubscribe: (handler) => (handlers = handlers.filter((it) => it !== handler)),
      });
    };
    socket.onmessage = (event) => handlers.forEach((handler) => handler(String(event.data)));
    socket.onclose = () => {
      this.onState(false);
      this.client.disconnect();
      setTimeout(() => this.connect(), 2000);
    };
  }

  command<T>(command: string, argument: object): Promise<T> {
    return this.client.request("workspace/executeCommand", { command, arguments: [argument] });
  }

  /** Whoever is told what is wrong with the text of an editor. */
  watch(view: EditorView, tell: (found: Found[]) => void): void {
    this.found.set(view, tell);
  }

  /** Asks what is wrong with the text of an editor as it is now, and shows it. */
  async check(view: EditorView): Promise<void> {
    const plugin = LSPPlugin.get(view);
    if (!plugin) return;
    try {
      await this.client.initializing;
      this.client.sync();
      const doc = plugin.syncedDoc;
      const report = await this.client.request<object, { items?: Told[] }>("textDocument/diagnostic", { textDocument: { uri: plugin.uri } });
      // Typing went on: what is wrong then is asked for in a moment.
      if (plugin.syncedDoc === doc) await this.show(view, plugin, { uri: plugin.uri, diagnostics: report.items ?? [] });
    } catch {
      // The server is gone; it is asked again when it is back.
    }
  }

  private async show(view: EditorView, plugin: LSPPlugin, params: { uri: string; diagnostics: Told[] }): Promise<void> {
    const place = (at: Range["start"]) => plugin.unsyncedChanges.mapPos(plugin.fromPosition(at, plugin.syncedDoc));
    const doc = view.state.doc;
    const all = await Promise.all(
      params.diagnostics.map(async (it) => {
        const message = typeof it.message === "string" ? it.message : it.message.value;
        const from = place(it.range.start);
        const fixes = await this.fixes(view, plugin, params.uri, it);
        return { it, message, from, to: place(it.range.end), fixes };
      }),
    );
    // Typing went on: what is wrong now is told in a moment.
    if (view.state.doc !== doc) return;
    const diagnostics: Diagnostic[] = all.map(({ it, message, from, to, fixes }) => ({
      from,
      to: Math.max(from, to),
      severity: SEVERITIES[it.severity ?? 1] ?? "error",
      source: it.code,
      message,
      actions: fixes.map((fix) => ({ name: fix.title, apply: () => fix.apply() })),
    }));
    view.dispatch(setDiagnostics(view.state, diagnostics));
    const found = all.map(({ it, message, from, fixes }) => ({
      code: it.code ?? "",
      severity: SEVERITIES[it.severity ?? 1] ?? ("error" as const),
      message,
      line: it.range.start.line + 1,
      from,
      fixes,
    }));
    this.found.get(view)?.(found);
  }

  private async fixes(view: EditorView, plugin: LSPPlugin, uri: string, it: Told): Promise<Fix[]> {
    try {
      const actions = await this.client.request<object, Action[] | null>("textDocument/codeAction", {
        textDocument: { uri },
        range: it.range,
        context: { diagnostics: [it], only: ["quickfix"] },
      });
      return (actions ?? []).flatMap((action) => {
        const edits = action.edit?.changes?.[uri] ?? action.edit?.documentChanges?.flatMap((change) => change.edits ?? []);
        if (!edits?.length) return [];
        const doc = plugin.syncedDoc;
        const changes = edits.map((edit) => ({ from: plugin.fromPosition(edit.range.start, doc), to: plugin.fromPosition(edit.range.end, doc), insert: edit.newText }));
        return [{ title: action.title, apply: () => view.dispatch({ changes, userEvent: "input.fix" }) }];
      });
    } catch {
      return [];
    }
  }
}

export interface Commands {
  run: () => void;
  save: () => void;
  plan: () => void;
  changed: (text: string) => void;
}

/** Findings follow the typing. */
function follow(server: Server): Extension {
  let timer = 0;
  return EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void server.check(update.view), 60);
  });
}

/** An editor of one text. */
export function editor(parent: HTMLElement, text: string, uri: string, server: Server, commands: Commands): EditorView {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
  const does = (action: () => void) => () => {
    action();
    return true;
  };
  const extensions: Extension[] = [
    EditorView.cspNonce.of(nonce),
    Prec.highest(
      keymap.of([
        { key: "Mod-Enter", run: does(commands.run) },
        { key: "Mod-s", run: does(commands.save), preventDefault: true },
        { key: "Mod-Shift-Enter", run: does(commands.plan) },
      ]),
    ),
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false }),
    vtql,
    syntaxHighlighting(colours),
    look,
    placeholder("select id, lastname from Contacts"),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": "Query" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) commands.changed(update.state.doc.toString());
    }),
    follow(server),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, indentWithTab]),
    server.client.plugin(uri, "vtql"),
  ];
  return new EditorView({ parent, state: EditorState.create({ doc: text, extensions }) });
}

/** Lays the text out as `vtql fmt` does. */
export async function format(view: EditorView): Promise<void> {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return;
  plugin.client.sync();
  const edits = await plugin.client.request<object, { range: Range; newText: string }[] | null>("textDocument/formatting", {
    textDocument: { uri: plugin.uri },
    options: { tabSize: 2, insertSpaces: true },
  });
  const changes = (edits ?? []).map((edit) => ({ from: plugin.fromPosition(edit.range.start), to: plugin.fromPosition(edit.range.end), insert: edit.newText }));
  if (changes.length) view.dispatch({ changes });
}
