"""The schemas in the validators that people's editors and hooks use: check-jsonschema, and ajv with its defaults."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from in_process import kg

from kg.paths import shipped
from kg.reference.fields import FILES

NAMES = ("sheet", *FILES)
NODE = shutil.which("node")
IN_CI = os.environ.get("CI") == "true"
PATTERNS = """
const schema = JSON.parse(require("fs").readFileSync(0, "utf-8"));
let count = 0;
const walk = part => { for (const key in part) {
  if (key === "pattern" && typeof part[key] === "string") { new RegExp(part[key], "u"); count++; }
  if (part[key] && typeof part[key] === "object") walk(part[key]);
} };
walk(schema);
console.log(count);
"""
AJV = """
const Ajv = require("ajv/dist/2020");
const [schema, good, bad] = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const validate = new Ajv().compile(schema);
if (!validate(good)) throw new Error(JSON.stringify(validate.errors.slice(0, 3)));
if (validate(bad)) throw new Error("accepted");
"""


def schema_of(name: str, *more: object) -> str:
    done = kg("schema", name, *more)
    assert done.code == 0, done.err
    return done.out


def sheet() -> Path:
    return min(shipped("seeds").glob("*/sheet.yaml"))


@pytest.mark.skipif(NODE is None and not IN_CI, reason="no node here: install Node.js")
@pytest.mark.parametrize("name", NAMES)
def test_every_pattern_compiles_as_ajv_compiles_it(name: str) -> None:
    done = subprocess.run(
        [str(NODE), "-e", PATTERNS], input=schema_of(name), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3


def ajv_folder() -> Path | None:
    """Return where npm has put ajv, by `KG_AJV` or globally."""
    if named := os.environ.get("KG_AJV"):
        return Path(named)
    if NODE is None or shutil.which("npm") is None:
        return None
    root = Path(subprocess.run(["npm", "root", "-g"], capture_output=True, text=True, check=True).stdout.strip())
    return root if (root / "ajv").is_dir() else None


def loaded() -> dict[str, object]:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return yaml.load(sheet().read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.mark.parametrize("more", [(), ("--seeds", shipped("seeds"))], ids=["any names", "known names"])
def test_ajv_compiles_the_schema_and_accepts_a_sheet(more: tuple[object, ...]) -> None:
    folder = ajv_folder()
    if folder is None:
        assert not IN_CI, "npm install --global ajv@8"
        pytest.skip("no ajv here: npm install --global ajv@8")
    good = loaded()
    bad = json.loads(json.dumps(good))
    bad["source"]["url"] = "not a web address"
    given = json.dumps([json.loads(schema_of("sheet", *more)), good, bad])
    environment = {**os.environ, "NODE_PATH": str(folder)}
    done = subprocess.run(
        [str(NODE), "-e", AJV], input=given, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("more", [(), ("--seeds", shipped("seeds"))], ids=["any names", "known names"])
def test_check_jsonschema_accepts_the_sheets_and_refuses_a_mistake(tmp_path: Path, more: tuple[object, ...]) -> None:
    pytest.importorskip("check_jsonschema")
    (tmp_path / "sheet.json").write_text(schema_of("sheet", *more), "utf-8")
    (tmp_path / "wrong.yaml").write_text(sheet().read_text("utf-8").replace("act: ", "act: no-", 1), "utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(tmp_path / "sheet.json")]
    for file, code in ((sheet(), 0), (tmp_path / "wrong.yaml", 1)):
        done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout[-2000:] + done.stderr


def test_names_are_offered_with_their_labels() -> None:
    schema = json.loads(schema_of("sheet", "--seeds", shipped("seeds")))
    speaker = json.dumps(schema["$defs"]["statement"]["properties"]["speaker"])
    assert '{"const": "russia", "title": "Russia", "description": "Russia"}' in speaker
    assert "narrator" in speaker
    assert kg("schema", "sheet", "--seeds", "no-such-folder").code == 2
