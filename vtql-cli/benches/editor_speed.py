"""How fast `vtql lsp` answers while someone types, through the protocol, beside servers for SQL.

    cargo build --release -p vtql-cli && pip install sqruff && npm install -g @postgres-language-server/cli
    python3 vtql-cli/benches/editor_speed.py target/release/vtql --peer "sqruff lsp" --peer "postgres-language-server lsp-proxy"

The document is a PHP file of 10,000 lines with 200 queries; that of a peer is SQL, the same queries. Each round types a letter into a
query. Two times are taken: from the end of the debounce (50 ms for vtql; what a peer waits is its own, and counts) to the findings of
that version, and from a request for completion, sent right behind the letter, to its answer.
"""

import argparse
import json
import pathlib
import queue
import shlex
import shutil
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUERIES, LINES, DEBOUNCE = 200, 10_000, 0.05


class Server:
    """A server, spoken to over its standard input and output."""

    def __init__(self, command: list[str], folder: pathlib.Path):
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.next = 0
        self.messages: queue.Queue = queue.Queue()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        out = self.process.stdout
        while True:
            length = 0
            while (line := out.readline().strip()):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                return
            body = out.read(length)
            self.messages.put((time.perf_counter(), json.loads(body)))

    def send(self, message: dict):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method: str, params: dict):
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: dict) -> int:
        self.next += 1
        self.send({"id": self.next, "method": method, "params": params})
        return self.next

    def wait(self, wanted, patience: float = 20) -> tuple[float, dict]:
        """When a message came, and the message."""
        end = time.perf_counter() + patience
        while True:
            at, message = self.messages.get(timeout=max(0.0, end - time.perf_counter()))
            if "method" in message and "id" in message:
                self.send({"id": message["id"], "result": None})
            if wanted(message):
                return at, message

    def memory(self) -> float:
        """The most that it has held, in MB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


def queries() -> list[str]:
    fields = ["lastname", "firstname", "email", "phone", "mailingcity", "leadsource", "account_id", "createdtime"]
    made = []
    for number in range(QUERIES):
        some = ", ".join(fields[: 2 + number % 6])
        made.append(f"select id, {some} from Contacts where lastname = 'x{number}' and mailingcity = 'Rome' limit 50;")
    return made


def php() -> tuple[str, int, int]:
    """The text, and the place behind `lastname` in the query in its middle."""
    lines = ["<?php"]
    between = LINES // QUERIES
    for number, query in enumerate(queries()):
        lines.append(f"function find{number}($crm, $a) {{")
        lines.append(f'    $rows = $crm->doQuery("{query}");')
        lines += [f"    $a['k{line}'] = strtoupper(trim($rows[{line}]['lastname'])) . \" - {line}\";" for line in range(between - 4)]
        lines.append("    return $a; }")
    line = next(i for i, text in enumerate(lines) if f"'x{QUERIES // 2}'" in text)
    return "\n".join(lines[:LINES]), line, lines[line].index("where lastname") + len("where lastname")


def sql() -> tuple[str, int, int]:
    lines = queries()
    line = QUERIES // 2
    return "\n".join(lines), line, lines[line].index("where lastname") + len("where lastname")


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))] * 1000


def measure(name: str, command: list[str], text: str, line: int, column: int, language: str, end: str, debounce: float, rounds: int):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="editor-speed-"))
    shutil.copy(ROOT / "vtql-schema" / "fixtures" / "vtiger-8.4.snapshot.json", folder / "vtql.snapshot.json")
    server = Server(command, folder)
    root = folder.as_uri()
    asked = server.ask("initialize", {
        "processId": None, "rootUri": root, "workspaceFolders": [{"uri": root, "name": "x"}],
        "capabilities": {"textDocument": {"publishDiagnostics": {"versionSupport": True}, "completion": {}}},
    })
    can = server.wait(lambda it: it.get("id") == asked)[1]["result"]["capabilities"]
    sync = can.get("textDocumentSync")
    takes_whole_texts = (sync.get("change") if isinstance(sync, dict) else sync) == 1
    lines = text.split("\n")
    server.tell("initialized", {})
    uri = (folder / f"a.{end}").as_uri()
    server.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}})
    is_push = lambda it: it.get("method") == "textDocument/publishDiagnostics" and it["params"]["uri"] == uri
    server.wait(is_push, 120)
    found, completed = [], []
    version = 1
    for turn in range(rounds):
        version += 1
        place = {"line": line, "character": column}
        behind = {"line": line, "character": column + 1}
        change = {"range": {"start": place, "end": place}, "text": "x"} if turn % 2 == 0 else {"range": {"start": place, "end": behind}, "text": ""}
        if takes_whole_texts:
            typed = lines[line][:column] + ("x" if turn % 2 == 0 else "") + lines[line][column:]
            change = {"text": "\n".join([*lines[:line], typed, *lines[line + 1:]])}
        changed = time.perf_counter()
        server.tell("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": [change]})
        pushed = []
        if "completionProvider" in can:
            asked_at = time.perf_counter()
            asked = server.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": behind if turn % 2 == 0 else place})
            def answered(it):
                if is_push(it):
                    pushed.append(time.perf_counter())
                return it.get("id") == asked and "method" not in it
            at, _ = server.wait(answered)
            completed.append(at - asked_at)
        newest = lambda it: is_push(it) and it["params"].get("version") in (None, version)
        at = pushed[-1] if pushed else server.wait(newest)[0]
        found.append(max(0.0, at - changed - debounce))
        time.sleep(0.01)
    shown = lambda times: f"median {percentile(times, 0.5):6.2f} ms, 99 of 100 below {percentile(times, 0.99):6.2f} ms" if times else "none"
    print(f"{name}: findings {shown(found)}; completion {shown(completed)}; memory {server.memory():.0f} MB")
    server.process.kill()
    shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vtql")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--peer", action="append", default=[], help="a command of another server, for SQL")
    args = parser.parse_args()
    measure("vtql lsp", [str(pathlib.Path(args.vtql).resolve()), "lsp"], *php(), "php", "php", DEBOUNCE, args.rounds)
    for peer in args.peer:
        try:
            measure(peer, shlex.split(peer), *sql(), "sql", "sql", 0.0, args.rounds)
        except (queue.Empty, OSError) as error:
            print(f"{peer}: {type(error).__name__}")


if __name__ == "__main__":
    main()
