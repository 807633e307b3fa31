"""What the tests of the editors share: a folder with a snapshot, and the program."""

import os
import pathlib
import shutil

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SNAPSHOT = ROOT / "vtql-schema" / "fixtures" / "vtiger-8.4.snapshot.json"


def vtql() -> str:
    """The program: VTQL, or the one that cargo built."""
    named = os.environ.get("VTQL")
    path = pathlib.Path(named) if named else ROOT / "target" / "debug" / "vtql"
    if not path.exists():
        pytest.skip(f"{path} is not there: cargo build -p vtql-cli")
    return str(path)


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder with the snapshot of a new instance."""
    shutil.copy(SNAPSHOT, tmp_path / "vtql.snapshot.json")
    return tmp_path
