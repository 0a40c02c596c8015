from __future__ import annotations

import json

import jsonschema
import pytest
from cases import for_each
from in_process import kg
from reading_mistakes import READING_MISTAKES
from ruamel.yaml import YAML
from sheets import FULL_SHEET, REFERENCE, STATEMENT, source_block

from kg.findings import Severity
from kg.reference.fields import FILES
from kg.sources.assertion import assert_source
from kg.sources.model import SHEET as SHEET_RECORD
from kg.sources.schema.json_schema import reference_schema, sheet_schema
from kg.validate.reports.json_format import SCHEMA
from kg.validate.rulebook import rulebook
from kg.vocabulary import Vocabulary

#: What no schema of one value can see: it takes the text, other rows, other keys, or the calendar.
UNSEEN = {
    "quote-not-found", "quote-characters", "quote-ambiguous", "prefix-not-found", "duplicate-id", "dates-in-order",
    "unknown-event", "unknown-statement", "yaml-alias", "duplicate-key", "yaml-tag", "unknown-speaker",
    "direct-without-marks", "members-not-named",
}  # fmt: skip
#: What is a warning only: the sheet is read all the same, and an editor does not call it wrong.
WARNINGS = {name for name, rule in rulebook(examples=False).items() if rule.severity is not Severity.VIOLATION}


def loaded(text: str):
    """Return YAML as an editor's language server sees it: text that looks like a date stays text."""
    yaml = YAML(typ="safe", pure=True)
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    return yaml.load(text)


@pytest.fixture(scope="module")
def validator(world):
    schema = sheet_schema(world.vocabulary, world.reference)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(json.loads(json.dumps(schema)))


def test_a_right_sheet_is_valid(validator):
    assert list(validator.iter_errors(loaded(FULL_SHEET.replace("    tolls:", "    kind: claim\n    tolls:")))) == []


@for_each(
    ("changes", "valid"),
    [
        ({"act": "makes-condition"}, False),
        ({"act": "makes-condition", "condition": "p"}, True),
        ({"act": "makes-condition", "polarity": "supports"}, True),
        ({"polarity": "conditional"}, False),
        ({"polarity": "conditional", "condition": "p"}, True),
        ({"polarity": "opposes", "condition": "p"}, False),
        ({"condition": "p"}, False),
        ({"tolls": [{"deaths": 3}]}, False),
        ({"act": "claims", "tolls": [{"deaths": 3}]}, True),
        ({"act": "claims", "kind": "position", "tolls": [{"deaths": 3}]}, False),
        ({"kind": "claim", "tolls": [{"deaths": 3}]}, True),
        ({"speaker": ["narrator"]}, True),
        ({"speaker": ["narrator", "russia"]}, False),
        ({"speaker": "narrator", "reported_by": "russia"}, False),
        ({"speaker": ["narrator"], "reported_by": "russia"}, False),
        ({"speaker": "china", "reported_by": "russia"}, True),
        ({"candidates": ["russia"]}, False),
        ({"candidates": ["russia"], "status": "proposed"}, True),
    ],
)
def test_the_schema_enforces_dependencies_between_keys(changes, valid):
    schema = sheet_schema(Vocabulary.load())
    row = {"id": "a", "quote": "q", "speaker": "china", "act": "calls-for", "proposition": "p", "mode": "direct"}
    part = {"$ref": "#/$defs/statement", "$defs": schema["$defs"]}
    assert jsonschema.Draft202012Validator(part).is_valid(row | changes) is valid


SEEN = [
    mistake
    for mistake in READING_MISTAKES
    if mistake[2] not in UNSEEN | WARNINGS and not {"2012-02-30", ".nan", "<<"} & {mistake[3]}
]


@for_each(("old", "new"), [mistake[:2] for mistake in SEEN])
def test_the_schema_refuses_what_the_reader_refuses(validator, old, new):
    assert not validator.is_valid(loaded(source_block() + "statements:\n" + STATEMENT.replace(old, new)))


def test_the_schema_accepts_what_only_the_reader_can_judge(validator, world):
    sheet = source_block() + "statements:\n" + STATEMENT.replace("He called", "She called")
    assert validator.is_valid(loaded(sheet))
    assert assert_source(world.write(sheet), world.reference).findings


def test_every_declared_field_is_in_the_schema_with_what_it_says(world):
    schema = sheet_schema(world.vocabulary)
    for field in SHEET_RECORD.fields:
        assert schema["$defs"]["sheet"]["properties"][field.name]["description"] == field.says
    assert set(schema["$defs"]["statement"]["required"]) == {"id", "quote", "act", "proposition", "mode"}
    shipped = sheet_schema(Vocabulary.load())["$defs"]["statement"]["properties"]
    acts = {act["const"]: act for act in shipped["act"]["oneOf"]}
    assert acts["calls-for"]["title"] == "calls for"
    assert "For example:" in acts["calls-for"]["description"]
    assert all(act["description"] != act["title"] for act in acts.values())


def test_only_a_proposed_row_may_leave_its_speaker_open(world):
    schema = sheet_schema(world.vocabulary)
    part = {"$ref": "#/$defs/statement", "$defs": schema["$defs"]}
    row = {"id": "a", "quote": "q", "act": "claims", "proposition": "p", "mode": "direct"}
    jsonschema.validate(row | {"status": "proposed", "candidates": ["kofi-annan"]}, part)
    jsonschema.validate(row | {"speaker": "kofi-annan"}, part)
    for accepted in (row, row | {"status": "accepted"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(accepted, part)


@for_each("name", sorted(FILES))
def test_the_reference_files_have_schemas_that_accept_them(world, name):
    schema = reference_schema(name, world.vocabulary, world.reference)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(loaded(REFERENCE[f"{name}.yaml"]), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"x": {"colour": "red"}}, schema)


@pytest.mark.parametrize(
    ("name", "says"), [("sheet", "statements"), ("states", "additionalProperties"), ("findings", "conforms")]
)
def test_the_command_prints_a_schema(name, says):
    said = kg("schema", name)
    jsonschema.Draft202012Validator.check_schema(json.loads(said.out))
    assert f'"{says}"' in said.out


def test_json_reports_follow_the_schema_of_findings():
    assert json.loads(kg("schema", "findings").out) == SCHEMA
    wrong = kg("schema", "finding")
    assert (wrong.code, "findings" in wrong.err) == (2, True)
