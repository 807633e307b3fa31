"""Asks a sandbox for records of every module and writes them as JSON: records.py VTQL FOLDER"""

import base64
import json
import pathlib
import subprocess
import sys
import urllib.parse
import urllib.request

vtql, folder = sys.argv[1], pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
sandbox = subprocess.Popen([vtql, "sandbox", "--port", "0", "--json"], stdout=subprocess.PIPE, text=True)
try:
    served = json.loads(sandbox.stdout.readline())
    key = base64.b64encode(f"{served['user']}:{served['access_key']}".encode()).decode()

    def ask(operation, **parameters):
        url = f"{served['url']}/{operation}?{urllib.parse.urlencode(parameters)}"
        request = urllib.request.Request(url, headers={"Authorization": f"Basic {key}"})
        return json.load(urllib.request.urlopen(request))["result"]

    written = 0
    types = ask("listtypes", fieldTypeList="null")
    for module in types["types"]:
        try:
            rows = ask("query", query=f"select * from {module} limit 40;")
        except urllib.error.HTTPError:
            continue  # A module that cannot be queried.
        if rows:
            (folder / f"{module}.json").write_text(json.dumps(rows))
            written += len(rows)
finally:
    sandbox.terminate()
print(f"{written} records")
assert written > 200
