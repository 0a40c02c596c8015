from __future__ import annotations

import hashlib
import re
from datetime import date

import pytest
from cases import for_each
from generated_yaml import KEYS, YAML
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_mistakes import EVENT_ROW, READING_MISTAKES, RELATION_ROW
from sheets import ARTICLE, marked, source_block
from sheets import STATEMENT as ROW

from kg.errors import InputError
from kg.forms.types import Bounds
from kg.namespaces import iri
from kg.sources.assertion import assert_source
from kg.sources.model import Period
from kg.sources.sheet import read_sheet
from kg.validate.rulebook import rulebook


def test_a_right_sheet_has_no_findings_and_its_defaults(world):
    path = world.write(source_block() + "statements:\n" + ROW) / "sheet.yaml"
    reading = read_sheet(path, world.reference)
    assert reading.findings == []
    (row,) = reading.sheet.statements
    assert (row.kind, row.polarity, row.status) == ("position", "supports", "accepted")
    assert row.said == Bounds(None, date(2012, 3, 11))
    assert reading.sheet.source.publisher == "nbc-news"
    assert set(reading.inputs) == {str(path), str(path.parent / "article.txt")}


@for_each(("old", "new", "rule", "at", "says"), READING_MISTAKES)
def test_one_mistake_gives_one_finding_at_its_place(world, old, new, rule, at, says):
    finding = world.mistake(old, new)
    assert (finding.rule, finding.severity) == (rule, rulebook(examples=False)[rule].severity)
    assert says in finding.message
    if at is not None:
        assert marked(finding) == at


@pytest.mark.parametrize(
    ("old", "new", "name", "value"),
    [
        ("for: russia", "for: rusia", "statement/2012-03-11-talks.truce", "rusia"),
        ("    mode: indirect\n", "", "statement/2012-03-11-talks.truce", "mode"),
        ("mode: indirect", "mode: indirect\n    event: votes", "statement/2012-03-11-talks.truce", "votes"),
        ("quote: He called", "quote: She called", "statement/2012-03-11-talks.truce", None),
        ("id: truce", "id: Truce!", None, "Truce!"),
    ],
)
def test_a_finding_knows_the_row_that_it_is_about_and_the_value(world, old, new, name, value):
    finding = world.mistake(old, new)
    assert finding.focus == (name and iri(*name.split("/")))
    assert value in (None, finding.value)


def test_a_row_with_a_finding_is_left_out_and_the_others_stay(world):
    other = ROW.replace("id: truce", "id: other").replace("calls-for", "nonsense")
    assertion = world.sheet(ROW + other)
    subjects = {quad.subject.value for quad in assertion.quads}
    assert any(name.endswith(".truce") for name in subjects)
    assert not any(".other" in name for name in subjects)


def test_all_mistakes_are_reported_in_one_pass(world):
    rows = ROW.replace("calls-for", "x").replace("for: russia", "for: y").replace("He called", "Zzz zzz zzz")
    rows += ROW.replace("mode: indirect", "mode: z")
    rules = sorted(finding.rule for finding in world.sheet(rows, publisher="nobody", sha256="f" * 64).findings)
    assert rules == sorted(
        [
            "unknown-term",
            "unknown-name",
            "quote-not-found",
            "duplicate-id",
            "unknown-term",
            "unknown-name",
            "wrong-hash",
        ]
    )


def test_a_duplicate_id_is_reported_with_the_line_of_the_first(world):
    finding = world.only_finding(ROW + ROW.replace("    for: russia\n", ""))
    assert finding.rule == "duplicate-id"
    assert "line 8" in finding.message


def test_ids_are_unique_over_the_sections(world):
    sheet = source_block() + "statements:\n" + ROW + "events:\n" + EVENT_ROW.replace("id: vote", "id: truce")
    (finding,) = assert_source(world.write(sheet), world.reference).findings
    assert finding.rule == "duplicate-id"


@pytest.mark.parametrize(
    ("changes", "rule", "says"),
    [
        ({"sha256": "f" * 64}, "wrong-hash", hashlib.sha256(ARTICLE.encode()).hexdigest()),
        ({"sha256": "abc"}, "bad-value", "64"),
        ({"publisher": "nbc"}, "unknown-name", "`nbc-news`"),
        ({"publisher": "russia"}, "unknown-name", "is a state, but a news organisation"),
        ({"published": "2012-02-30"}, "bad-date", "no such date"),
        ({"published": "2012-03-11T25:00:00Z"}, "bad-date", "no such date"),
        ({"published": "2012-03-11T12:00:00-14:30"}, "bad-date", "at most 14:00 from UTC"),
        ({"published": "2012-03-11 12:15"}, "bad-date", "Thh:mm"),
        ({"text": "articel.txt"}, "missing-text", "`article.txt`"),
        ({"text": "../article.txt"}, "bad-value", "beside the sheet"),
        ({"title": ""}, "missing-key", "`title`"),
        ({"url": "javascript:alert(1)"}, "bad-value", "web address"),
        ({"url": "https://example.org/a[1]"}, "bad-value", "web address"),
        ({"url": "https://example.org/100%"}, "bad-value", "web address"),
        ({"url": "https://example.org:x/"}, "bad-value", "web address"),
        ({"language": "english language"}, "bad-value", "language tag"),
    ],
)
def test_a_mistake_in_the_description_of_a_source_is_reported(world, changes, rule, says):
    finding = world.only_finding(**changes)
    assert (finding.rule, says in finding.message) == (rule, True)


def test_events_and_relations_are_checked_too(world):
    assert world.only_finding(EVENT_ROW.replace("veto", "vetoed"), section="events").rule == "unknown-term"
    assert world.only_finding(EVENT_ROW.replace("russia: veto", "rusia: veto"), section="events").rule == "unknown-name"
    assert world.only_finding(EVENT_ROW.replace("type: vote", "type: voting"), section="events").rule == "unknown-term"
    assert world.only_finding(RELATION_ROW.replace(", china", ""), section="relations").rule == "wrong-type"
    late = RELATION_ROW + "    since: 2005\n    until: 2004-12\n"
    assert world.only_finding(late, section="relations").rule == "dates-in-order"


@pytest.mark.parametrize(
    ("since", "until", "right"),
    [
        ("2012", "2012", True),
        ("2012-05", "2012", True),  # within that year, as far as is known
        ("2012", "2012-05", True),
        ("2012-03-11", "2012-03-11", True),
        ("2012-03-31", "2012-03", True),
        ("2012-03-12", "2012-03-11", False),
        ("2012-04-01", "2012-03", False),
        ("2013", "2012-05", False),
        ("2013-01-01", "2012", False),
    ],
)
def test_a_period_ends_when_it_begins_or_later(world, since, until, right):
    """As precisely as the less precise of its two days is known."""
    row = f'{RELATION_ROW}    since: "{since}"\n    until: "{until}"\n'
    path = world.write(source_block() + "relations:\n" + row) / "sheet.yaml"
    rules = [finding.rule for finding in read_sheet(path, world.reference).findings]
    assert rules == ([] if right else ["dates-in-order"])


def test_an_act_does_not_stand_in_for_a_polarity_that_is_wrong(world):
    """`makes-condition` is conditional by itself; here a polarity is written, and that is the one mistake."""
    finding = world.mistake("act: calls-for", "act: makes-condition\n    polarity: perhaps")
    assert (finding.rule, finding.value) == ("unknown-term", "perhaps")


def test_a_year_may_be_written_as_a_number(world):
    path = world.write(source_block() + "relations:\n" + RELATION_ROW + "    since: 2004\n") / "sheet.yaml"
    (relation,) = read_sheet(path, world.reference).sheet.relations
    assert relation.holds == Period("2004", None)


def test_an_accepted_statement_cannot_rest_on_a_proposed_event(world):
    sheet = source_block() + "statements:\n" + ROW + "    event: vote\nevents:\n" + EVENT_ROW
    assert assert_source(world.write(sheet), world.reference).findings == []
    (finding,) = assert_source(world.write(sheet + "    status: proposed\n"), world.reference).findings
    assert finding.rule == "proposed-event"


@pytest.mark.parametrize("key", ["revises", "retracts", "about"])
def test_no_statement_refers_to_itself(world, key):
    assert world.only_finding(ROW + f"    {key}: truce\n").rule == "unknown-statement"


def test_only_a_proposed_statement_leaves_open_who_speaks(world):
    row = ROW.replace("    speaker: sergei-lavrov\n    for: russia\n", "    candidates: [russia, china]\n")
    assert "candidates" in row
    sheet = source_block() + "statements:\n" + row
    open_ = assert_source(world.write(sheet + "    status: proposed\n"), world.reference).findings
    accepted = assert_source(world.write(sheet), world.reference).findings
    assert "undecided-speaker" not in {finding.rule for finding in open_}
    assert "undecided-speaker" in {finding.rule for finding in accepted}


@pytest.mark.parametrize(
    ("sheet", "place"),
    [
        ("source: [\n", ":2:1:"),
        ("source:\n\tx: 1\n", ":2:1:"),
        ("a: 'open\n", ":2:1:"),
        ("title: a: b\n", ":1:9:"),
        (b"\x89PNG\r\n\x1a\n\0\0", ":1:1:"),
        (b"a: \xff", ":1:4:"),
        (b"a: \0", ":1:4:"),
    ],
)
def test_invalid_yaml_cannot_be_read(world, sheet, place):
    folder = world.write(sheet)
    with pytest.raises(InputError) as caught:
        assert_source(folder, world.reference)
    assert f"sheet.yaml{place}" in str(caught.value)


@pytest.mark.parametrize(
    "sheet", ["", "just text", "- a\n- b\n", "12", "# only a comment\n", "source: x\nstatements: y\n"]
)
def test_yaml_that_is_no_sheet_gives_findings(world, sheet):
    findings = assert_source(world.write(sheet), world.reference).findings
    assert findings
    assert all(finding.file and finding.line and finding.column for finding in findings)


def test_a_missing_sheet_and_a_binary_text_cannot_be_read(world, tmp_path):
    with pytest.raises(InputError, match="no such file"):
        assert_source(tmp_path / "none.yaml", world.reference)
    with pytest.raises(InputError, match=re.escape("article.txt:1:3")):
        world.sheet(data=b"ab\xff")


def test_a_folder_whose_name_is_no_slug_is_reported(world):
    path = world.write(source_block() + "statements:\n" + ROW, name="Bad Name")
    (finding,) = assert_source(path, world.reference).findings
    assert finding.rule == "source-slug"


def test_a_second_document_is_reported(world):
    sheet = source_block() + "statements:\n" + ROW + "---\nmore: x\n"
    (finding,) = assert_source(world.write(sheet), world.reference).findings
    assert finding.rule == "yaml-documents"


def test_columns_count_code_points(world):
    finding = world.mistake("quote: He called for a", "quote: 🕊🕊 He called for a", rows=ROW)
    assert marked(finding).startswith("🕊🕊 He called")


def test_deep_nesting_does_not_exhaust_anything(world):
    sheet = source_block() + "statements: " + "[" * 3000 + "]" * 3000 + "\n"
    with pytest.raises(InputError, match="nested more than"):
        assert_source(world.write(sheet), world.reference)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(KEYS), YAML), max_size=10),
    st.sampled_from(["statements", "events", "relations"]),
)
def test_no_yaml_causes_a_traceback(world, pairs, section):
    row = "".join(f"\n    {key}: {value}" for key, value in pairs)
    _asserts_or_refuses(world, f"{source_block()}{section}:\n  - id: a{row}\n".encode("utf-8", "replace"))


@settings(deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")),
        YAML.map(str.encode),
    )
)
def test_no_bytes_cause_a_traceback(world, data):
    _asserts_or_refuses(world, data)


def _asserts_or_refuses(world, data: bytes) -> None:
    folder = world.write(data, name="fuzz")
    try:
        assertion = assert_source(folder, world.reference)
    except InputError as error:
        assert "fuzz" in str(error)  # noqa: PT017 - a finding is as good as this error
    else:
        assert all(finding.file and finding.line and finding.message for finding in assertion.findings)
        assert assertion.findings or assertion.quads
