// What the page asks of the console. Nothing else is asked of anybody.

export const TOKEN = new URLSearchParams(location.search).get("token") ?? "";

export interface Finding {
  code: string;
  severity: string;
  message: string;
  span: { start: number; end: number } | [number, number];
  help?: string[];
}

export interface Problem {
  code: string;
  message: string;
  help?: string[];
  findings?: Finding[];
}

/** The console refused, or could not do it. */
export class Failed extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

export interface Start {
  title: string;
  version: string;
  folder: string;
  hasSchema: boolean;
  schemaAgeInDays: number | null;
  canPull: boolean;
  allowWrites: boolean;
  isSandbox: boolean;
  isKept: boolean;
  mostRows: number;
}

export interface Field {
  name: string;
  label: string;
  type: string;
  mandatory: boolean;
  refersTo: string[];
  values: string[];
}

export interface Module {
  name: string;
  label: string;
  fields: Field[];
}

export interface Column {
  name: string;
  module: string;
  label: string | null;
  type: string | null;
  refersTo: string[] | null;
}

export type Cell = string | number | boolean | null | object;

export interface Plan {
  plan: string;
  parts: number;
  requests: string[];
  note: string | null;
}

export interface Asked {
  text: string;
  values: { [name: string]: string[] };
}

export type RunEvent =
  | { event: "plan"; plan: Plan }
  | { event: "columns"; columns: Column[] }
  | { event: "rows"; rows: Cell[][] }
  | { event: "done"; rows: number; isCut: boolean; took: number }
  | { event: "error"; error: Problem; took: number };

export interface Ran {
  text: string;
  at: number;
  rows: number | null;
  took: number;
}

export interface Saved {
  name: string;
  text: string;
}

export interface RecordField extends Column {
  value: Cell;
  editable: boolean;
}

export interface RecordView {
  id: string;
  module: string;
  label: string | null;
  fields: RecordField[];
}

export interface Quota {
  minuteLimit: number | null;
  minuteRemaining: number | null;
  secondsToNextMinute: number | null;
  dailyLimit: number | null;
  dailyRemaining: number | null;
}

export interface Traced {
  operation: string;
  module: string | null;
  attempt: number;
  status: number | null;
  bytes: number;
  took: number;
  error: string | null;
}

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers: { [name: string]: string } = { Authorization: `Bearer ${TOKEN}` };
  if (init.body) headers["Content-Type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch (error) {
    if ((error as Error).name === "AbortError") throw error;
    throw new Failed({ code: "GONE", message: "the console does not answer", help: ["start `vtql` again and open the new address"] });
  }
  if (!response.ok) {
    const text = await response.text();
    let problem: Problem = { code: String(response.status), message: text || response.statusText };
    try {
      problem = (JSON.parse(text) as { error: Problem }).error;
    } catch {
      // It is no answer of the console: what it says is shown.
    }
    throw new Failed(problem);
  }
  return response;
}

export async function get<T>(path: string): Promise<T> {
  return (await (await send(path)).json()) as T;
}

export async function put<T>(path: string, value: unknown): Promise<T> {
  return (await (await send(path, { method: "PUT", body: JSON.stringify(value) })).json()) as T;
}

export async function post<T>(path: string, value: unknown): Promise<T> {
  return (await (await send(path, { method: "POST", body: JSON.stringify(value) })).json()) as T;
}

export async function forget(path: string): Promise<void> {
  await send(path, { method: "DELETE" });
}

export async function file(path: string, value: unknown): Promise<{ name: string; blob: Blob }> {
  const response = await send(path, { method: "POST", body: JSON.stringify(value) });
  const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  return { name: name ?? "rows", blob: await response.blob() };
}

/** So long the page may be busy with an answer before input and drawing have their turn, in milliseconds. */
const TURN = 20;

/** The JSON objects of an answer, a line each, as they come. */
export async function* lines<T>(path: string, init: RequestInit): AsyncGenerator<T> {
  const response = await send(path, init);
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  let rest = "";
  let began = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const whole = rest.split("\n");
    rest = whole.pop() ?? "";
    for (const line of whole) {
      if (!line) continue;
      yield JSON.parse(line) as T;
      if (performance.now() - began < TURN) continue;
      await new Promise((resolve) => setTimeout(resolve));
      began = performance.now();
    }
  }
}
