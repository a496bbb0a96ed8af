#!/usr/bin/env python3
"""The JSON Schemas of `textmend rules schema` against all files that they are for.

usage: tests/schema.py TEXTMEND

All rules, profiles and configurations of this repository must pass, and name the schema in their
first line; files with a fault in each table must not. The schemas in rules/ must be those that the
program prints. Exits with 77 where Python lacks jsonschema (Debian: python3-jsonschema).
"""

import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib

try:
    import jsonschema
except ImportError:
    print("needs jsonschema", file=sys.stderr)
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parent.parent


def validator(program: str, what: str, failures: list[str]) -> jsonschema.Draft7Validator:
    text = subprocess.run([program, "rules", "schema", what], check=True, capture_output=True).stdout
    if (ROOT / "rules" / f"{what}.schema.json").read_bytes() != text:
        failures.append(f"out of date: textmend rules schema {what} > rules/{what}.schema.json")
    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def read(path: pathlib.Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def changed(table: dict, path: str, value: object) -> dict:
    """A copy with one member set, `a.b.0.c`; removed for a value of None."""
    result = copy.deepcopy(table)
    *steps, last = path.split(".")
    inner = result
    for step in steps:
        inner = inner[int(step)] if isinstance(inner, list) else inner.setdefault(step, {})
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return result


def main() -> int:
    program = sys.argv[1]
    failures: list[str] = []
    rules = validator(program, "rule", failures)
    profiles = validator(program, "profile", failures)
    configs = validator(program, "config", failures)
    counts = {"rule": 0, "profile": 0, "config": 0, "fault": 0}

    def must_pass(check: jsonschema.Draft7Validator, path: pathlib.Path, what: str) -> None:
        counts[what] += 1
        named = re.match("#:schema (.+)\n", path.read_text(encoding="utf-8"))
        schema = ROOT / "rules" / f"{what}.schema.json"
        if not path.is_relative_to(ROOT / "tests") and (not named or (path.parent / named[1]).resolve() != schema):
            line = f"#:schema {os.path.relpath(schema, path.parent)}"
            failures.append(f"{path.relative_to(ROOT)}: the first line must be `{line}`")
        for error in check.iter_errors(read(path)):
            failures.append(f"{path.relative_to(ROOT)}: {error.json_path}: {error.message}")

    for folder in ("rules", "examples/rules", "tests/broken-rules"):
        for path in sorted((ROOT / folder).glob("*/*.toml")):
            if path.parent.name == "lists":  # what rules share
                continue
            is_profile = path.parent.name == "profiles"
            must_pass(profiles if is_profile else rules, path, "profile" if is_profile else "rule")
    must_pass(configs, ROOT / "examples/textmend.toml", "config")

    good = read(ROOT / "rules/core/double-stop.toml")
    faults = [
        ("no_such_key", 1), ("schema", 2), ("kind", "no-kind"), ("kind", None), ("title", 1),
        ("safety", "sure"), ("phase", "end"), ("scope", "page"), ("langs", "en"), ("docs.what", None),
        ("docs.how", "x"), ("params.needs", " ,"), ("params.no_such_key", 1), ("params.with", 1),
        ("where.at", "middle"), ("guard.at_least", "3"), ("guard.max_shares", 0.3),
        ("evidence.rungs", ["luck"]), ("test.0.name", None), ("test.0.after", "x"), ("test", None),
        ("kind", "word.x"), ("params", []),
    ]
    for path, value in faults:
        counts["fault"] += 1
        if rules.is_valid(changed(good, path, value)):
            failures.append(f"a rule with {path} = {value!r} passes")
    for config in ({"profile": ["pdf"]}, {"profiles": "pdf"}, {"rules": {"a/b": {"param": {}}}},
                   {"rules": {"a/b": {"guard": {"unless": ["x"]}}}}, {"lexicon": {"en": 1}}):
        counts["fault"] += 1
        if configs.is_valid(config):
            failures.append(f"a configuration {config!r} passes")

    for failure in failures:
        print(failure, file=sys.stderr)
    print(", ".join(f"{count} {what}s" for what, count in counts.items()), f"{len(failures)} failures")
    return 1 if failures or not all(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
