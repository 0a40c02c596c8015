"""A mode that the quotation marks of the text contradict is a finding at its line, in sheets and in RDF."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from repositories import DataRepository, statement

from kg.findings import Severity
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.words.modes import mode_fault
from kg.sources.words.quotation_marks import find_quotations
from kg.text import SourceText

if TYPE_CHECKING:
    from pathlib import Path

    from kg.findings import Finding

PARAGRAPHS = """Ann spoke first. “We want a truce.

“We want talks too,” she added. Bob nodded.

"The "Allies" are not for a truce. They are for war." Ann left.
"""


def found(folder: Path, text: str, quote: str, **changes: object) -> list[Finding]:
    repository = DataRepository(folder)
    source = repository.write("first", statement(quote=quote, **changes), article=text)
    reference, _ = assert_reference(repository.seeds / "reference")
    return assert_source(source, reference).findings


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ann said that a truce is needed.", "a truce is needed"),
        ("Ann said that a truce is needed, and “now”.", "a truce is needed, and “now”"),
        ("Ann said “no”. She said that a truce is needed.", "a truce is needed"),
        ("“No,” said Ann.\n\nA truce is needed, she said.", "A truce is needed"),
        ("In “The Long Truce” Ann called for talks.", "Ann called for talks"),
        (PARAGRAPHS, "Bob nodded"),
        (PARAGRAPHS, "Ann spoke first"),
    ],
)
def test_direct_words_outside_of_marks_are_a_violation(text: str, quote: str, tmp_path: Path) -> None:
    (finding,) = found(tmp_path, text, quote, mode="direct")
    assert (finding.rule, finding.severity, finding.value) == ("direct-without-marks", Severity.VIOLATION, "direct")
    assert '"mode": "direct"' in (tmp_path / "seeds/first/sheet.yaml").read_text().splitlines()[(finding.line or 0) - 1]
    assert finding.related[0].line == text[: text.index(quote)].count("\n") + 1


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('"A truce," said Ann, "is what we need."', "is what we need"),
        ('"A truce," said Ann, "is what we need."', 'A truce," said Ann, "is what we need'),
        ("«\u00a0Il faut une trêve\u00a0», dit Ann.", "Il faut une trêve"),
        ("»Wir wollen Frieden«, sagte Ann.", "Wir wollen Frieden"),
        ("„Wir wollen Frieden“, sagte Ann.", "Wir wollen Frieden"),
        ("„Chcemy trwałego pokoju”, powiedziała Ann.", "Chcemy trwałego pokoju"),
        ("”Vi vill ha fred”, sade Ann.", "Vi vill ha fred"),
        ("「我们 要 和平」安说。", "我们 要 和平"),
        ("‘We want a truce,’ said Ann.", "We want a truce"),
        ("'We want a truce,' said Ann.", "We want a truce"),
        ("``We want a truce,'' said Ann.", "We want a truce"),
        ("“Bob told us ‘we want a truce’ twice,” said Ann.", "we want a truce"),
        ("“We said again that we want a truce, and soon,” said Ann.", "we want a truce"),
        (PARAGRAPHS, "We want talks too"),
        (PARAGRAPHS, "We want a truce.\n\n“We want talks too"),
        (PARAGRAPHS, "They are for war"),
    ],
)
def test_words_in_marks_are_direct_and_nothing_else(text: str, quote: str, tmp_path: Path) -> None:
    assert found(tmp_path / "direct", text, quote, mode="direct") == []
    for mode in ("indirect", "narrator"):
        rules = {(item.rule, item.severity) for item in found(tmp_path / mode, text, quote, mode=mode)}
        assert rules == ({("marks-without-direct", Severity.WARNING)} if " said Ann, " not in quote else set())


@pytest.mark.parametrize(
    ("text", "quote", "changes"),
    [
        ("Ann called it “barbaric”.", "barbaric", {}),
        ("Ann blames “armed gangs” for it.", "armed gangs", {}),
        ("Ann blames “armed gangs” for it.", "blames “armed gangs” for it", {}),
        ("Ann read from “The Road to a Truce” then.", "The Road to a Truce", {}),
        ("“Bob wants a truce,” said Ann.", "Bob wants a truce", {"speaker": "bob", "reported_by": "ann"}),
    ],
)
def test_asides_titles_and_relayed_words_may_be_indirect(
    text: str, quote: str, changes: dict[str, object], tmp_path: Path
) -> None:
    assert found(tmp_path, text, quote, mode="indirect", **changes) == []


@pytest.mark.parametrize("text", ["Ann said: We want a truce,” and left.", "Ann: ‘We want a truce and left.\nFor good"])
def test_a_mark_without_its_partner_is_no_proof(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, text, "We want a truce", mode="direct") == []


def test_rdf_is_checked_as_sheets_are(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    text = "Ann said that a truce is needed. “We want talks,” she said.\n"
    rows = (statement(quote="a truce is needed"), statement(1, quote="We want talks", mode="direct"))
    source = repository.write("first", *rows, article=text)
    reference, _ = assert_reference(repository.seeds / "reference")
    lines = [f"{quad.triple} ." for quad in assert_source(source, reference).quads]
    (source / "sheet.yaml").unlink()
    swapped = {"mode/direct>": "mode/indirect>", "mode/indirect>": "mode/direct>"}
    for name in ("right", "wrong"):
        told = [next((line.replace(*pair) for pair in swapped.items() if pair[0] in line), line) for line in lines]
        (source / "sheet.nt").write_text("\n".join(lines if name == "right" else told) + "\n", "utf-8")
        findings = assert_source(source, reference).findings
        rules = {(item.rule, item.severity, (item.focus or "").rpartition(".")[2]) for item in findings}
        wrong = {
            ("direct-without-marks", Severity.VIOLATION, "row-0"),
            ("marks-without-direct", Severity.WARNING, "row-1"),
        }
        assert rules == (wrong if name == "wrong" else set())
        written = (source / "sheet.nt").read_text().splitlines()
        assert all("mode/" in written[(item.line or 0) - 1] for item in findings)


def test_a_text_cut_anywhere_is_parsed_without_gaps_or_overlap() -> None:
    for end in range(len(PARAGRAPHS)):
        last = 0
        for quotation in find_quotations(PARAGRAPHS[:end]):
            assert last <= quotation.outer[0] <= quotation.start < quotation.end <= quotation.outer[1] <= end
            last = quotation.outer[1]


SAID = "Ann said a truce.\n\n“We want a truce, and we want it,” she said. Bob left.\n"


@pytest.mark.parametrize(
    ("text", "quote", "mode", "fault"),
    [
        # More than half of the words, not half of them, have to stand in marks.
        ("“One two,” he said.", "One two,” he said", "direct", "direct-without-marks"),
        ("“One two three,” he said.", "One two three,” he said", "direct", None),
        ("“One two,” said Ann.", "One two,” said", "direct", None),
        # Marks around some of the words make no other mode wrong.
        ("“One two three,” he said.", "One two three,” he", "indirect", None),
        # Two words may be a name, and so may a title with small words in it; three words and a sentence are speech.
        ("She saw “one two”.", "one two", "indirect", None),
        ("She saw “one two three”.", "one two three", "indirect", "marks-without-direct"),
        ("She read “War and Peace of 1812”.", "War and Peace of 1812", "indirect", None),
        ("She read “War andante Peace Now”.", "War andante Peace Now", "indirect", "marks-without-direct"),
        ("She said “Peace Comes Now.”", "Peace Comes Now", "indirect", "marks-without-direct"),
        ("She said “Peace Comes Now! ”", "Peace Comes Now", "indirect", "marks-without-direct"),
        ("She said “.Peace Comes Now”", "Peace Comes Now", "indirect", None),
        (
            "“War and Peace,” “we want it now,” she said.",
            "War and Peace,” “we want it now",
            "indirect",
            "marks-without-direct",
        ),
        # The first and the last character of a quotation are in it, and the marks are not.
        ("He said: “We go there”", "We go there", "indirect", "marks-without-direct"),
        ("“We go there” Bob", "Bob", "direct", "direct-without-marks"),
        # Nothing but signs has no mode.
        ("He said: “We go there ...”", "...", "indirect", None),
        # A stray mark in the paragraph of the quote, and in no other, leaves the mode open.
        ("“Stray\nwords, “and marks” and more.", "more", "direct", "direct-without-marks"),
        ("Stray” there.\n\nWe go there.\n\nStray” here.", "We go there", "direct", "direct-without-marks"),
        ("We go there. Stray” here.\n\nMore.", "We go there", "direct", None),
        ("First.\n\nStray” here. We go there.", "We go there", "direct", None),
        ("First.\n\n”Stray here. We go there.\n\nLast.", "We go there", "direct", None),
        ("We go there. Stray”", "We go there", "direct", None),
        ("We go there.\n\nStray” here.\n\nLast.", "We go there", "direct", "direct-without-marks"),
        ("First.\n\nStray” here.\n\nWe go there.", "We go there", "direct", "direct-without-marks"),
        ("“One two”” and We go there", "We go there", "direct", None),
        ("”Stray. We go there", "We go there", "direct", None),
        (SAID, "Bob left", "direct", "direct-without-marks"),
    ],
)
def test_the_mode_is_that_of_most_words(text: str, quote: str, mode: str, fault: str | None) -> None:
    start = text.index(quote)
    found = mode_fault(SourceText(text), (start, start + len(quote)), mode)
    assert (found and found.rule) == fault


def test_a_message_counts_the_words_in_marks() -> None:
    text = "“One two,” he said, and left."
    (some, none) = (
        mode_fault(SourceText(text), (text.index(quote), text.index(quote) + len(quote)), "direct")
        for quote in ("One two,” he said, and left", "and left")
    )
    assert some
    assert none
    assert "only 2 of 6 words stand in quotation marks" in some.message
    assert "none of these words stands in quotation marks" in none.message


def test_what_is_passed_on_may_stand_in_the_marks_of_another() -> None:
    text = "“Bob wants a truce,” said Ann."
    place = (1, 1 + len("Bob wants a truce"))
    assert mode_fault(SourceText(text), place, "indirect")
    assert mode_fault(SourceText(text), place, "indirect", passed_on=True) is None


def test_a_row_of_a_mode_that_is_wrong_already_is_reported_once(tmp_path: Path) -> None:
    rules = [item.rule for item in found(tmp_path, "“We want a truce,” said Ann.", "We want a truce", mode="sung")]
    assert rules == ["unknown-term"]


def test_another_fault_of_a_row_hides_no_mode_and_is_not_made_good_by_one(tmp_path: Path) -> None:
    text = "“We want a truce,” said Ann. She wants talks too."
    for mode, quote, rule in (
        ("indirect", "We want a truce", "marks-without-direct"),
        ("direct", "She wants talks", "direct-without-marks"),
    ):
        repository = DataRepository(tmp_path / mode)
        source = repository.write("first", statement(quote=quote, mode=mode, act="sings"), article=text)
        assertion = assert_source(source, assert_reference(repository.seeds / "reference")[0])
        assert sorted(item.rule for item in assertion.findings) == sorted([rule, "unknown-term"])
        assert not any("row-0" in str(quad.subject) for quad in assertion.quads)


def test_the_quote_of_an_event_counts_as_narrated(tmp_path: Path) -> None:
    """A row of an event has no mode of its own."""
    repository = DataRepository(tmp_path)
    source = repository.write("first", article="“Ann met Bob there,” said Cid. Ann met Bob.")
    sheet = json.loads((source / "sheet.yaml").read_text("utf-8"))
    events = [
        {"id": f"met-{number}", "type": "meeting", "label": "A meeting", "quote": quote, "participants": ["ann", "bob"]}
        for number, quote in enumerate(("Ann met Bob there", "Ann met Bob."))
    ]
    (source / "sheet.yaml").write_text(json.dumps({"source": sheet["source"], "events": events}, indent=1), "utf-8")
    reference, _ = assert_reference(repository.seeds / "reference")
    told = assert_source(source, reference).findings
    assert [(item.rule, "`narrator`, but" in item.message) for item in told] == [("marks-without-direct", True)]


def test_only_a_row_with_a_violation_is_left_out_of_the_graph(tmp_path: Path) -> None:
    text = "“We want a truce,” said Ann. She wants talks too."
    for mode, quote, kept in (("indirect", "We want a truce", True), ("direct", "She wants talks", False)):
        repository = DataRepository(tmp_path / mode)
        source = repository.write("first", statement(quote=quote, mode=mode), article=text)
        reference, _ = assert_reference(repository.seeds / "reference")
        assert any("row-0" in str(quad.subject) for quad in assert_source(source, reference).quads) is kept


def test_a_long_quote_with_many_quotations_is_read_once() -> None:
    text = "“Truce now,” said Ann to some of them. " * 5_000
    half, whole = len(text) // 2, len(text)
    began = time.process_time()
    assert mode_fault(SourceText(text), (0, whole), "indirect") is None
    fault = mode_fault(SourceText(text), (0, whole), "direct")
    assert fault is not None
    assert "only 10000 of 40000 words stand" in fault.message
    assert mode_fault(SourceText(text), (half, whole), "narrator") is None
    assert time.process_time() - began < 3  # 0.1 s, or 10 s where each word is looked for in all quotations
