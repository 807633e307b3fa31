#!/usr/bin/env python3
"""How many queries a second `vtql check` looks at, beside sqruff in the same run.

    pip install sqruff
    cargo build --release -p vtql-cli
    python3 vtql-cli/benches/lint_speed.py target/release/vtql

1,000 queries, the same for both, once as a file each and once in one file. Each command runs
ROUNDS times, in turns, so that both meet the same load; the medians count, start-up included.
Fails when vtql needs a second or more for 1,000 files, or is not at least 40 times as fast.
"""

import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

QUERIES = 1000
ROUNDS = 5
WANTED_RATIO = 40

FIELDS = ["firstname", "lastname", "email", "phone", "mobile", "mailingcity", "leadsource", "createdtime"]
CONDITIONS = [
    "lastname = 'Smith {n}'",
    "mailingcity in ('Paris', 'Rome {n}', 'Oslo') and leadsource = 'Cold Call'",
    "createdtime > '2024-01-{day:02} 00:00:00' and lastname like 'S{n}%'",
    "email != 'nobody{n}@example.com' and firstname = 'Ada' and phone like '+49{n}%'",
]


def query(n: int) -> str:
    """A query that both tools can read; they differ from each other."""
    columns = ", ".join(FIELDS[: 2 + n % 6])
    condition = CONDITIONS[n % len(CONDITIONS)].format(n=n, day=1 + n % 28)
    return f"select id, {columns} from Contacts where {condition} order by lastname limit {1 + n % 100};\n"


def write(folder: pathlib.Path, ending: str) -> dict[str, pathlib.Path]:
    """The queries in files of their own and in one, under names with this ending."""
    many, one = folder / f"many-{ending}", folder / f"one-{ending}"
    many.mkdir()
    one.mkdir()
    for n in range(QUERIES):
        (many / f"q{n:04}.{ending}").write_text(query(n))
    (one / f"all.{ending}").write_text("".join(map(query, range(QUERIES))))
    return {"1,000 files": many, "one file": one}


def seconds(command: list[str], folder: pathlib.Path) -> float:
    """The time of one run. Exit codes up to 1 are findings."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    start = time.perf_counter()
    code = subprocess.run(command, cwd=folder, check=False, **quiet).returncode
    if code > 1:
        sys.exit(f"{' '.join(command)}: exit code {code}")
    return time.perf_counter() - start


def main() -> None:
    found = shutil.which(sys.argv[1]) if len(sys.argv) == 2 else None
    vtql = found and str(pathlib.Path(found).resolve())
    sqruff = shutil.which("sqruff")
    if not vtql or not sqruff:
        sys.exit(__doc__)
    snapshot = pathlib.Path(__file__).parents[2] / "vtql-schema/fixtures/vtiger-8.4.snapshot.json"
    failed = False
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        # sqruff leaves large files out unless told otherwise.
        (folder / ".sqruff").write_text("[sqruff]\nlarge_file_skip_byte_limit = 0\n")
        ours, theirs = write(folder, "vtql"), write(folder, "sql")
        for what in ours:
            check = [vtql, "check", "--quiet", "--dialect", "wire", "--snapshot", str(snapshot), str(ours[what])]
            lint = [sqruff, "lint", "--format", "none", str(theirs[what])]
            rounds = [(seconds(check, folder), seconds(lint, folder)) for _ in range(ROUNDS)]
            fast, slow = (statistics.median(times) for times in zip(*rounds))
            print(
                f"{what:11}  vtql {fast:6.3f} s, {QUERIES / fast:9,.0f} queries/s"
                f"   sqruff {slow:6.3f} s, {QUERIES / slow:7,.0f} queries/s   {slow / fast:6.1f} times"
            )
            failed |= fast >= 1 or slow / fast < WANTED_RATIO
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
