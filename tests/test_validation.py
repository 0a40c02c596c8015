"""A mistake made in a valid source is found, alone and under its name."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.assertion import assert_reference, assert_source
from kg.cli import main
from kg.engines import PySHACL
from kg.errors import EngineError
from kg.namespaces import DP, VOCABULARIES, iri
from kg.validation import check_assertions

if TYPE_CHECKING:
    from kg.assertion import Assertion
    from kg.engines import Result

SEEDS = Path(__file__).parent.parent / "seeds"
XSD, OA = VOCABULARIES["xsd"], VOCABULARIES["oa"]
TYPE = VOCABULARIES["rdf"] + "type"


@cache
def seed() -> tuple[Assertion, Assertion]:
    """Return the seed's source and its reference data."""
    reference, context = assert_reference(SEEDS / "reference")
    return assert_source(SEEDS / "2012-03-11-un-envoy-syria-talks", reference), context


def literal(text: str, kind: str = "string") -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


def changed(kind: str, predicate: str, value: ox.NamedNode | ox.Literal | None) -> Assertion:
    """Return the source with a property of the first subject of a class taken away, or given another value."""
    source, _ = seed()
    having = {quad.subject for quad in source.quads if quad.predicate.value == predicate}
    typed = [q for q in source.quads if q.predicate.value == TYPE and q.object == ox.NamedNode(kind)]
    subject = next(quad for quad in typed if quad.subject in having).subject
    name = ox.NamedNode(predicate)
    quads = [quad for quad in source.quads if (quad.subject, quad.predicate) != (subject, name)]
    if value is not None:
        quads.append(ox.Quad(subject, name, value, ox.NamedNode(source.source)))
    return replace(source, quads=quads)


NOWHERE = ox.NamedNode(iri("actor", "nobody-at-all"))
MISTAKES = {
    "statement-proposition": (DP + "Position", DP + "towards", None),
    "statement-act": (DP + "Claim", DP + "act", None),
    "statement-addressee": (DP + "Position", DP + "addressee", NOWHERE),
    "row-mode": (DP + "Claim", DP + "mode", NOWHERE),
    "source-publisher": (DP + "Source", VOCABULARIES["dcterms"] + "publisher", None),
    "quote-length": (OA + "TextPositionSelector", OA + "end", literal("6000", "nonNegativeInteger")),
    "quote-inside": (DP + "Source", DP + "length", literal("5900", "nonNegativeInteger")),
}


def test_seed_conforms() -> None:
    source, context = seed()
    assert check_assertions([context, source], context) == []


@pytest.mark.parametrize("rule", MISTAKES)
def test_mistake_is_found_alone(rule: str) -> None:
    _, context = seed()
    found = check_assertions([changed(*MISTAKES[rule])], context)
    assert {finding.rule for finding in found} == {rule}
    assert all(finding.file and finding.line for finding in found)


def test_a_finding_shows_the_words_in_the_article() -> None:
    _, context = seed()
    (finding,) = check_assertions([changed(*MISTAKES["statement-act"])], context)
    (place,) = finding.related
    assert place.file.endswith("article.txt")
    assert place.line > 1


def test_a_mistake_in_a_proposed_row_is_found() -> None:
    _, context = seed()
    wrong = changed(*MISTAKES["statement-act"])
    proposed = replace(wrong, quads=[], proposed=wrong.quads)
    assert [finding.rule for finding in check_assertions([proposed], context)] == ["statement-act"]


def test_failing_engine_never_conforms(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> list[Result]:
        raise ValueError("broken")

    monkeypatch.setattr("pyshacl.validate", fail)
    source, context = seed()
    with pytest.raises(EngineError, match="broken"):
        check_assertions([source], context, PySHACL())


def test_command_checks_folder_sheet_and_reference(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def code(*arguments: str | Path) -> object:
        with pytest.raises(SystemExit) as stopped:
            main(["validate", *map(str, arguments)])
        return stopped.value.code

    sheet = SEEDS / "2012-03-11-un-envoy-syria-talks" / "sheet.yaml"
    assert code(SEEDS / "reference", sheet, sheet.parent) == 0
    assert "1 source and the reference data checked" in capsys.readouterr().err
    broken = tmp_path / "2012-03-11-broken" / "sheet.yaml"
    broken.parent.mkdir()
    broken.write_text("source: {title: No more than a title}\n", "utf-8")
    assert code(broken, "--seeds", SEEDS) == 1
    assert "sheet.yaml:1" in capsys.readouterr().out
    assert code(broken, "--seeds", SEEDS, "--fail-on", "none") == 0
    assert code(tmp_path / "missing.yaml") == 2
