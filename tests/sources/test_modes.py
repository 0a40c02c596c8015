"""A mode that the quotation marks of the text contradict is a finding at its line, in sheets and in RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from repositories import DataRepository, statement

from kg.findings import Severity
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.words.quotation_marks import find_quotations

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
def test_asides_titles_and_what_is_passed_on_may_be_indirect(
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
