"""Holds records against the definitions of a JSON Schema: check_schema.py SCHEMA FOLDER"""

import copy
import json
import pathlib
import sys

import jsonschema

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
checked = 0
for file in sorted(pathlib.Path(sys.argv[2]).glob("*.json")):
    name = f"{file.stem}Record"
    validator = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})
    for record in json.loads(file.read_text()):
        wrong = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(record)]
        assert not wrong, f"{file.stem}: {wrong}"
        for broken in ({}, {**record, "id": "no id"}, {**record, "id": None}):
            assert not validator.is_valid(copy.copy(broken)), f"{file.stem} takes {broken}"
        checked += 1
print(f"{checked} records fit their definitions")
assert checked > 200
