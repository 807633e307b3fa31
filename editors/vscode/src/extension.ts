// Starts `vtql lsp`, and shows what its commands say.

import * as vscode from "vscode";
import { LanguageClient, LanguageClientOptions, ServerOptions, State } from "vscode-languageclient/node";

/** The languages that `vtql check` reads. */
const LANGUAGES = [
  "vtql", "csharp", "go", "html", "java", "javascript", "javascriptreact", "json", "jsonc", "kotlin", "markdown",
  "objective-c", "objective-cpp", "php", "python", "ruby", "rust", "scala", "shellscript", "svelte", "swift",
  "typescript", "typescriptreact", "vue", "yaml",
];

/** Which query a lens is for. */
interface Target {
  uri: string;
  query: string;
  params?: string[];
  values?: Record<string, string>;
}

interface Rows {
  columns: string[];
  rows: unknown[][];
  isCut: boolean;
}

interface Status {
  instance: string | null;
  snapshot: string | null;
  snapshotAgeInDays: number | null;
  problem: string | null;
}

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const status = vscode.window.createStatusBarItem("vtql.status", vscode.StatusBarAlignment.Right);
  status.name = "VTQL";
  status.command = "vtql.pull";
  context.subscriptions.push(
    status,
    vscode.commands.registerCommand("vtql.restart", async () => {
      await client?.restart();
    }),
    vscode.commands.registerCommand("vtql.pull", pull),
    vscode.window.onDidChangeActiveTextEditor(() => show(status)),
  );
  client = start();
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) void show(status);
  });
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

function start(): LanguageClient {
  const settings = vscode.workspace.getConfiguration("vtql");
  const server: ServerOptions = { command: settings.get("path", "vtql"), args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: LANGUAGES.flatMap((language) => [
      { scheme: "file", language },
      { scheme: "untitled", language },
    ]),
    initializationOptions: { debounce: settings.get("debounce", 50) },
    middleware: { executeCommand: run },
  };
  return new LanguageClient("vtql", "VTQL", server, options);
}

type Next = (command: string, args: unknown[]) => vscode.ProviderResult<unknown>;

/** Does what a lens says: asks for what the server needs, and shows what it answers. */
async function run(command: string, args: unknown[], next: Next): Promise<unknown> {
  const target = args[0] as Target | undefined;
  switch (command) {
    case "vtql.run": {
      if (!target) return undefined;
      const values = await valuesOf(target.params ?? []);
      if (!values) return undefined;
      const rows = (await next(command, [{ ...target, values }])) as Rows | undefined;
      if (rows) await open("markdown", table(rows));
      return rows;
    }
    case "vtql.explain": {
      const text = (await next(command, args)) as string | undefined;
      if (text) await open("markdown", text);
      return text;
    }
    case "vtql.copyWireText": {
      const text = (await next(command, args)) as string | undefined;
      if (text) {
        await vscode.env.clipboard.writeText(text);
        vscode.window.setStatusBarMessage("VTQL: copied", 2000);
      }
      return text;
    }
    default:
      return next(command, args);
  }
}

/** A value for each parameter; undefined when the user gives up. */
async function valuesOf(names: string[]): Promise<Record<string, string> | undefined> {
  const values: Record<string, string> = {};
  for (const name of names) {
    const value = await vscode.window.showInputBox({ title: "VTQL", prompt: `The value of {${name}}`, ignoreFocusOut: true });
    if (value === undefined) return undefined;
    values[name] = value;
  }
  return values;
}

async function open(language: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true });
}

/** Rows as a table of Markdown. */
function table({ columns, rows, isCut }: Rows): string {
  const cell = (value: unknown): string =>
    (value === null || value === undefined ? "" : String(value)).replace(/\r?\n/g, " ").replace(/\|/g, "\\|");
  const line = (cells: unknown[]): string => `| ${cells.map(cell).join(" | ")} |`;
  const count = `${rows.length} ${rows.length === 1 ? "row" : "rows"}${isCut ? ", and more" : ""}`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line), "", count, ""].join("\n");
}

function activeUri(): string {
  return vscode.window.activeTextEditor?.document.uri.toString() ?? "";
}

async function command<T>(name: string): Promise<T | undefined> {
  if (client?.state !== State.Running) return undefined;
  return client.sendRequest<T>("workspace/executeCommand", { command: name, arguments: [{ uri: activeUri() }] });
}

async function pull(): Promise<void> {
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "VTQL: pulling the snapshot" },
    async () => {
      try {
        const pulled = await command<{ path: string; modules: number }>("vtql.pullSnapshot");
        if (pulled) void vscode.window.showInformationMessage(`VTQL: ${pulled.modules} modules written to ${pulled.path}`);
      } catch (error) {
        void vscode.window.showErrorMessage(`VTQL: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
  );
}

/** The instance and the age of the snapshot, in the status bar. */
async function show(item: vscode.StatusBarItem): Promise<void> {
  const language = vscode.window.activeTextEditor?.document.languageId;
  if (!language || !LANGUAGES.includes(language)) return item.hide();
  const status = await command<Status>("vtql.status").catch(() => undefined);
  if (!status) return item.hide();
  const age = status.snapshotAgeInDays;
  item.text = status.snapshot ? `VTQL ${age === null ? "" : `${age} d`}`.trim() : "VTQL: no snapshot";
  item.tooltip = [
    status.instance ?? "no instance is set up",
    status.snapshot ? `${status.snapshot}, ${age ?? "?"} days old` : "names are not checked",
    status.problem ?? "",
    "Click to pull the snapshot.",
  ].filter(Boolean).join("\n");
  item.show();
}
