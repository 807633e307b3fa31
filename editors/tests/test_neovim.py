"""Neovim 0.11 against `vtql lsp`, without a screen."""

import os
import pathlib
import shutil
import subprocess

import pytest
from conftest import ROOT, vtql

SCRIPT = pathlib.Path(__file__).with_name("nvim.lua")


def test_neovim(folder):
    nvim = os.environ.get("NVIM_PROGRAM") or shutil.which("nvim")
    if not nvim:
        pytest.skip("nvim is not there")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "VTQL": vtql(),
    }
    plugin = ROOT / "editors" / "neovim"
    ran = subprocess.run(
        [nvim, "--headless", "-u", "NONE", "-i", "NONE", "--cmd", f"set rtp+={plugin}", "--cmd", "set noswapfile",
         "--cmd", "runtime! plugin/vtql.lua ftdetect/vtql.lua", "-c", f"luafile {SCRIPT}", "-c", "cquit"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=180, check=False,
    )
    said = ran.stdout + ran.stderr
    for name in ("a.vtql", "a.php", "a.py", "a.ts", "all"):
        assert f"ok {name}" in said, said
