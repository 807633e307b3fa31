"""`vtql lsp` over the real protocol, driven by pytest-lsp, whose types and client are those of pygls."""

import json
import pathlib
import shutil
import subprocess
import tempfile

import pytest
import pytest_lsp
from conftest import ROOT, SNAPSHOT, vtql
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

# How many of the texts of the corpus are looked at.
SAMPLE = 200


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[vtql(), "lsp"]))
async def client(lsp_client: LanguageClient):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="vtql-lsp-"))
    shutil.copy(SNAPSHOT, folder / "vtql.snapshot.json")
    capabilities = client_capabilities("visual-studio-code")
    # What is pushed is seen by the client of the tests.
    capabilities.text_document.diagnostic = None
    # It says that it can be asked to watch files, and has no answer to that.
    capabilities.workspace.did_change_watched_files = None
    params = lsp.InitializeParams(
        capabilities=capabilities,
        root_uri=folder.as_uri(),
        workspace_folders=[lsp.WorkspaceFolder(uri=folder.as_uri(), name="it")],
        initialization_options={"debounce": 1},
    )
    await lsp_client.initialize_session(params)
    lsp_client.folder = folder
    yield
    await lsp_client.shutdown_session()
    shutil.rmtree(folder)


def open_document(client: LanguageClient, name: str, language: str, text: str) -> str:
    uri = (client.folder / name).as_uri()
    item = lsp.TextDocumentItem(uri=uri, language_id=language, version=1, text=text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
    return uri


async def findings(client: LanguageClient, uri: str) -> list[lsp.Diagnostic]:
    while uri not in client.diagnostics:
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return client.diagnostics[uri]


def place(text: str, word: str, inside: int = 1) -> lsp.Position:
    """A place inside of a word."""
    before = text[: text.index(word) + inside]
    line = before.count("\n")
    column = before.rsplit("\n", 1)[-1]
    return lsp.Position(line=line, character=len(column.encode("utf-16-le")) // 2)


FILES = [
    ("a.vtql", "vtql", "select id, lastnme from Contacts where lastname like '%x' order by lastname limit 5;\n"),
    ("a.php", "php", "<?php\n$r = $crm->doQuery('select id, lastnme from Contacts limit 5;');\n"),
    ("a.py", "python", "r = crm.doQuery(\"select id, lastnme from Contacts limit 5;\")\n"),
    ("a.ts", "typescript", "const r = await crm.doQuery(`select id, lastnme from Contacts limit 5;`);\n"),
]


@pytest.mark.asyncio
@pytest.mark.parametrize(("name", "language", "text"), FILES)
async def test_findings_hover_completion_and_fix(client, name, language, text):
    uri = open_document(client, name, language, text)
    found = await findings(client, uri)
    wrong = next(it for it in found if it.code == "V102")
    assert wrong.source == "vtql" and wrong.code_description.href.endswith("#v102")
    document = lsp.TextDocumentIdentifier(uri=uri)
    at = place(text, "Contacts")
    hover = await client.text_document_hover_async(lsp.HoverParams(text_document=document, position=at))
    assert "**Contacts**" in hover.contents.value
    at = place(text, "lastnme", 4)
    items = await client.text_document_completion_async(lsp.CompletionParams(text_document=document, position=at))
    assert "lastname" in [item.label for item in items.items]
    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(
            text_document=document, range=wrong.range, context=lsp.CodeActionContext(diagnostics=[wrong])
        )
    )
    fix = next(it for it in actions if "V102" in it.title)
    edit = fix.edit.document_changes[0].edits[0]
    assert edit.new_text in ("lastname", "a", "n", "lastna") and edit.range.start.line == wrong.range.start.line
    lenses = await client.text_document_code_lens_async(lsp.CodeLensParams(text_document=document))
    run, _, wire = lenses[:3]
    assert [run.command.title, wire.command.title] == ["Run", "Copy wire text"]
    text = await client.workspace_execute_command_async(
        lsp.ExecuteCommandParams(command=wire.command.command, arguments=wire.command.arguments)
    )
    assert text.startswith("select id, lastnme from Contacts") and text.endswith(";")


@pytest.mark.asyncio
async def test_format_and_rename(client):
    text = "SELECT id,leadsource FROM Leads\n"
    uri = open_document(client, "b.vtql", "vtql", text)
    other = client.folder / "c.py"
    other.write_text("crm.doQuery(\"select leadsource from Leads limit 5;\")\n")
    document = lsp.TextDocumentIdentifier(uri=uri)
    options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
    edits = await client.text_document_formatting_async(
        lsp.DocumentFormattingParams(text_document=document, options=options)
    )
    assert edits
    renamed = await client.text_document_rename_async(
        lsp.RenameParams(text_document=document, position=place(text, "leadsource"), new_name="cf_source")
    )
    uris = sorted(change.text_document.uri for change in renamed.document_changes)
    assert uris == sorted([uri, other.as_uri()])


def checked(folder: pathlib.Path, name: str) -> list[tuple]:
    """Codes and places as `vtql check` reports them, in lines and columns of UTF-16 from 0."""
    ran = subprocess.run(
        [vtql(), "check", "--quiet", "--format", "jsonl", name],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )
    text = (folder / name).read_bytes()

    def at(offset: int) -> tuple[int, int]:
        before = text[:offset]
        column = before.rsplit(b"\n", 1)[-1].decode()
        return before.count(b"\n"), len(column.encode("utf-16-le")) // 2

    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    return [(row["code"], at(row["start"]["offset"]), at(row["end"]["offset"])) for row in rows]


@pytest.mark.asyncio
async def test_codes_and_places_are_those_of_vtql_check(client):
    lines = (ROOT / "tests" / "corpus" / "oracle-dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["q"] for line in lines]
    texts = [text for text in texts if len(text) < 2000 and "\r" not in text and "\0" not in text]
    step = len(texts) // SAMPLE
    sample = {f"q{number}.vtql": text for number, text in enumerate(texts[::step][:SAMPLE])}
    for end in ("php", "py", "ts", "rs", "go", "yml"):
        sample[f"cases.{end}"] = (ROOT / "vtql-hosts" / "tests" / "cases" / f"{end}.txt").read_text(encoding="utf-8")
    assert len(sample) >= SAMPLE
    for name, text in sample.items():
        (client.folder / name).write_bytes(text.encode())
        uri = open_document(client, name, "plaintext", text)
        found = await findings(client, uri)
        given = [
            (it.code, (it.range.start.line, it.range.start.character), (it.range.end.line, it.range.end.character))
            for it in found
        ]
        assert given == checked(client.folder, name), text
