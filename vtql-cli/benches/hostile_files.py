#!/usr/bin/env python3
"""Files that are out to hurt `vtql check`, in every language that it reads.

    cargo build --release -p vtql-cli
    python3 vtql-cli/benches/hostile_files.py target/release/vtql

Each file is checked by a process of its own. Fails when one crashes, takes longer than 2 seconds or more
than 200 MB, or when what was not read is not said.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

SECONDS, MEGABYTES = 2, 200
ENDS = "sh cs go html java js json kt md m php py rb rs scala swift ts tsx yaml vtql".split()
SELECT = "\"select id, lastname from Contacts where lastname = 'x';\" "


def shapes() -> dict[str, bytes]:
    """Every shape by its name, without the words that a language begins with."""
    many = 100_000
    texts = {
        "brackets": "[" * many,
        "parentheses": "(" * many,
        "braces": "{" * many,
        "balanced-brackets": "[" * many + "]" * many,
        "balanced-parentheses": "(" * many + ")" * many,
        "generics": "a<" * many,
        "links": "\n" + "[a](" * many,
        "quotations": "\n" + "> " * many,
        "backticks": "` `` " * many,
        "tags": "<div>" * many,
        "open-tags": "<a " * many,
        "interpolations": "`${" * many,
        "here-documents": "cat <<A\n" * 20_000,
        "sums": '"select a" + ' * 60_000,
        "sequences": "\n" + "- " * many,
        "keys": "\n" + "".join(" " * depth + "a:\n" for depth in range(2_000)),
        "flow": "\na: " + "[{a: " * 50_000,
        "anchors": "\n" + "".join(f"a{n}: &a{n} [*a{max(n - 1, 0)}, *a{max(n - 1, 0)}]\n" for n in range(200)),
        "line-of-5-MB": 'x = "y"; ' * (5_000_000 // 9),
        "string-of-5-MB": '"' + "select " * (5_000_000 // 7) + '"',
        "strings-of-1-MB": 'f("select a from b"); ' * 45_000,
        "doubling": 'a = "select id, lastname from Contacts "\n' + "a = a + a\n" * 20_000,
        "conditions": '"select id from Contacts where ' + "(" * 50_000 + 'a = 1" ',
        "terms": '"select id from Contacts where a = 1' + " and (b = 1 or c = 2)" * 20_000 + ';" ',
        "quotes": "'" * many + '"' * many,
        "escapes": '"' + "\\" * many,
        "nul": "\0" * many,
        "carriage-returns": "\r" * many,
    }
    found = {name: (SELECT + text).encode() for name, text in texts.items()}
    found["invalid-utf-8"] = SELECT.encode() + bytes(range(128, 256)) * 1000
    found["utf-16-le"] = b"\xff\xfe" + (SELECT * 1000).encode("utf-16-le")
    found["utf-16-be"] = b"\xfe\xff" + (SELECT * 1000).encode("utf-16-be")
    found["utf-16-unmarked"] = (SELECT * 1000).encode("utf-16-le")
    return found


def check(vtql: str, file: pathlib.Path) -> tuple[int, float, float, str]:
    """Exit code, seconds, megabytes, and what it said."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [vtql, "check", "--format", "jsonl", str(file)], stdout=subprocess.DEVNULL, stderr=said
        )
        # One that does not end is not waited for.
        watchdog = threading.Timer(10 * SECONDS, process.kill)
        watchdog.start()
        _, status, usage = os.wait4(process.pid, 0)
        watchdog.cancel()
        took = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return process.returncode, took, usage.ru_maxrss / 1024, said.read().decode(errors="replace")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    vtql = os.path.abspath(sys.argv[1])
    wrong, count, slowest, largest = [], 0, (0.0, ""), (0.0, "")
    with tempfile.TemporaryDirectory() as name:
        for shape, text in shapes().items():
            for end in ENDS:
                file = pathlib.Path(name) / f"{shape}.{end}"
                file.write_bytes((b"<?php " if end == "php" else b"") + text)
                code, took, memory, said = check(vtql, file)
                file.unlink()
                count += 1
                before = len(wrong)
                slowest, largest = max(slowest, (took, file.name)), max(largest, (memory, file.name))
                is_encoded = shape.startswith(("utf-16", "invalid"))
                if code not in (0, 1) and not (end == "vtql" and code == 2 and is_encoded):
                    wrong.append(f"{file.name}: exit code {code}: {said[-300:]}")
                if took > SECONDS or memory > MEGABYTES:
                    wrong.append(f"{file.name}: {took:.2f} s, {memory:.0f} MB")
                if is_encoded and "not" not in said and end != "vtql":
                    wrong.append(f"{file.name}: is said to be read: {said}")
                for line in wrong[before:]:
                    print(line, flush=True)
    print(f"{count} files; slowest {slowest[0]:.2f} s ({slowest[1]}), largest {largest[0]:.0f} MB ({largest[1]})")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
