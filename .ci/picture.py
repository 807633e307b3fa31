"""Makes docs/terminal.svg: what a terminal shows of a few commands, recorded from a pseudo terminal.

pip install rich; python3 .ci/picture.py VTQL
"""

import os
import pathlib
import pty
import re
import sys
import tempfile

from rich.console import Console
from rich.text import Text

WIDTH = 96
DOCS = pathlib.Path(__file__).resolve().parents[1] / "docs"
SNAPSHOT = DOCS.parent / "vtql-schema/fixtures/vtiger-8.4.snapshot.json"
PHP = """<?php
$leads = $crm->doQuery("select id, lastnme from Leads where leadsource = 'Cold Cal'");
"""
COMMANDS = [
    "vtql check src/",
    "vtql query --explain \"select id from Leads where not (rating = 'Cold' or city is empty)\"",
]


def recorded(command, folder, programs):
    """What the command writes to a terminal."""
    written = []

    def read(descriptor):
        data = os.read(descriptor, 4096)
        written.append(data)
        return b""

    here = os.getcwd()
    os.chdir(folder)
    os.environ.update(PATH=f"{programs}:{os.environ['PATH']}", COLUMNS=str(WIDTH), TERM="xterm-256color", VTQL_SNAPSHOT=str(SNAPSHOT))
    os.environ.update(VTIGER_URL="http://127.0.0.1:9", VTIGER_USER="admin", VTIGER_ACCESS_KEY="none")
    pty.spawn(["sh", "-c", f"stty cols {WIDTH}; {command}"], read)
    os.chdir(here)
    return b"".join(written).decode().replace("\r\n", "\n")


def main(vtql):
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"), force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        programs = pathlib.Path(folder) / "bin"
        programs.mkdir()
        (programs / "vtql").symlink_to(pathlib.Path(vtql).resolve())
        project = pathlib.Path(folder) / "project"
        (project / "src").mkdir(parents=True)
        (project / "src/leads.php").write_text(PHP)
        for command in COMMANDS:
            console.print(Text.from_ansi(f"\x1b[1;32m$\x1b[0m {command}"))
            console.print(Text.from_ansi(recorded(command, project, programs)))
    picture = console.export_svg(title="vtql", unique_id="vtql")
    # The fonts are those of the reader's machine: nothing is fetched for a picture.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.S)
    (DOCS / "terminal.svg").write_text("\n".join(line.rstrip() for line in picture.splitlines()) + "\n")


main(sys.argv[1])
