"""Runs the snippets of the site.

python3 .ci/snippets.py VTQL [PAGE …] starts a sandbox, and for each page a folder and a shell that knows it. A fence is

  ```sh, ```python, ```php, ```typescript     run; its exit code has to be 0
  ```sh,finds                                 run; its exit code has to be 1
  ```vtql                                     checked; ```vtql,wrong has to have a finding
  ```json, ```toml, ```yaml                   read
  ```rust                                     compiled by `cargo test -p vtql-tests --doc`
  ```…,installs                               what .ci/dist does with the built packages
  ```…,shown                                  shown only: it needs a terminal, another machine, or is wrong on purpose

and goes into a file that `<!-- file: NAME -->` before it names. Text, console and what the manual of the program says is
no snippet.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

DOCS = pathlib.Path(__file__).resolve().parents[1] / "docs"
# Made by other tests, which run what is in them.
MADE = {"rules.md", "cli.md"}
FENCE = re.compile(r"(?:<!-- file: (\S+) -->\n)?^```([\w+,-]+)\n(.*?)^```$", re.M | re.S)
KNOWN = {"sh", "python", "php", "typescript", "vtql", "json", "toml", "yaml", "rust", "text", "sql", "ini", "lua", "javascript"}


def sandbox(vtql):
    process = subprocess.Popen([vtql, "sandbox", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found = {}
    for line in process.stdout:
        variable = re.match(r"export (\w+)=(\S+)", line)
        if variable:
            found[variable[1]] = variable[2]
        if len(found) == 3:
            return process, found
    raise SystemExit("the sandbox does not say where it is")


class Page:
    def __init__(self, path, folder, environment):
        self.path, self.folder, self.environment = path, folder, environment
        self.counts = {}

    def command(self, *arguments, **more):
        done = subprocess.run(
            arguments, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300, **more
        )
        return done.returncode, done.stdout + done.stderr

    def expect(self, code, text, snippet):
        if code:
            raise SystemExit(f"{self.path.name}: this ends with {code}:\n{snippet}\n{text}")

    def fence(self, name, info, text):
        language, *flags = info.split(",")
        if language not in KNOWN:
            raise SystemExit(f"{self.path.name}: nothing is known of `{info}`")
        if name:
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        if "shown" in flags or "installs" in flags:
            kind = "shown" if "shown" in flags else "installs"
        else:
            kind = language
            run = getattr(self, language, None)
            if run:
                run(text, flags)
        self.counts[kind] = self.counts.get(kind, 0) + 1

    def sh(self, text, flags):
        # A command that is shown with its findings has to have some.
        finds = r"if \1; then echo 'nothing is found'; exit 3; else test $? = 1; fi"
        script = re.sub(r"^(.+) \|\| test \$\? = 1", finds, text, flags=re.M)
        code, said = self.command("bash", "-euo", "pipefail", "-c", script)
        if "finds" in flags:
            code = 0 if code == 1 else 1
        self.expect(code, said, text)

    def python(self, text, flags):
        self.expect(*self.command(sys.executable, "-c", text), text)

    def php(self, text, flags):
        if not shutil.which("php"):
            if os.environ.get("CI"):
                raise SystemExit("there is no php")
            print(f"left out: PHP of {self.path.name}, there is no php")
            return
        sources = DOCS.parent / "packaging/composer/src"
        load = f"<?php spl_autoload_register(fn ($c) => require '{sources}/' . substr($c, 5) . '.php');\n"
        (self.folder / "vendor/autoload.php").write_text(load)
        (self.folder / "snippet.php").write_text(text)
        self.expect(*self.command("php", "-d", "display_errors=1", "snippet.php"), text)

    def typescript(self, text, flags):
        compiler = os.environ.get("VTQL_TSC")
        if not compiler:
            if os.environ.get("CI"):
                raise SystemExit("VTQL_TSC names no compiler of TypeScript")
            print(f"left out: TypeScript of {self.path.name}, VTQL_TSC names no compiler")
            return
        (self.folder / "snippet.ts").write_text(text)
        (self.folder / "package.json").write_text('{"type": "module"}')
        types = pathlib.Path(compiler).resolve().parents[2] / "@types"
        options = ["--strict", "--target", "es2022", "--module", "nodenext", "--typeRoots", str(types), "--types", "node"]
        self.expect(*self.command(compiler, *options, "snippet.ts"), text)
        self.expect(*self.command("node", "snippet.js"), text)

    def vtql(self, text, flags):
        code, said = self.command("vtql", "check", "--snapshot", "standard.json", "-", input=text)
        if "wrong" in flags:
            code = 0 if code == 1 else 1
        self.expect(code, said, text)

    def json(self, text, flags):
        json.loads(text)

    def toml(self, text, flags):
        tomllib.loads(text)


def main(vtql, pages):
    vtql = pathlib.Path(vtql).resolve()
    process, connection = sandbox(vtql)
    total = {}
    try:
        with tempfile.TemporaryDirectory() as folder:
            programs = pathlib.Path(folder) / "bin"
            programs.mkdir()
            (programs / "vtql").symlink_to(vtql)
            # As npm would start it.
            (programs / "npx").write_text('#!/bin/sh\nexec "$@"\n')
            (programs / "npx").chmod(0o755)
            path = f"{programs}{os.pathsep}{os.environ['PATH']}"
            for path_of_page in sorted(DOCS.glob("*.md")):
                if path_of_page.name in MADE or pages and path_of_page.name not in pages:
                    continue
                place = pathlib.Path(folder) / path_of_page.stem
                (place / "vendor/bin").mkdir(parents=True)
                (place / "vendor/bin/vtql").symlink_to(vtql)
                home = {"HOME": str(place), "XDG_CONFIG_HOME": str(place), "PATH": path, "NO_COLOR": "1"}
                page = Page(path_of_page, place, {**os.environ, **connection, **home})
                shutil.copy(DOCS.parent / "vtql-schema/fixtures/vtiger-8.4.snapshot.json", place / "standard.json")
                for name, info, text in FENCE.findall(path_of_page.read_text()):
                    page.fence(name, info, text)
                for kind, count in page.counts.items():
                    total[kind] = total.get(kind, 0) + count
                print(f"{path_of_page.name}: {page.counts}", flush=True)
    finally:
        process.terminate()
        process.wait()
    print("in all:", total)


main(sys.argv[1], set(sys.argv[2:]))
