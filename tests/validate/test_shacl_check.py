"""A mistake made in a valid source is found, alone and under its name."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from cases import for_each

from kg.cli import main
from kg.errors import EngineError
from kg.namespaces import DP, VOCABULARIES, iri, slug_of
from kg.sources.assertion import assert_reference, assert_source
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.engines import PySHACL

if TYPE_CHECKING:
    from kg.findings import Span
    from kg.sources.assertion import Assertion
    from kg.validate.shacl.engines import ShapeResult

SEEDS = Path(__file__).parents[2] / "seeds"
XSD, OA = VOCABULARIES["xsd"], VOCABULARIES["oa"]
TYPE = VOCABULARIES["rdf"] + "type"


@cache
def seed() -> tuple[Assertion, Assertion]:
    """Return the seed's source and its reference data."""
    reference, context = assert_reference(SEEDS / "reference")
    return assert_source(SEEDS / "2012-03-11-un-envoy-syria-talks", reference), context


def literal(text: str, kind: str = "string") -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


@cache
def every_key() -> tuple[Assertion, Assertion]:
    """Return a source with every kind of row and its reference data."""
    reference, context = assert_reference(Path(__file__).parents[1] / "fixtures" / "every-key" / "reference")
    return assert_source(Path(__file__).parents[1] / "fixtures" / "every-key" / "2024-05-02-talks", reference), context


def changed(
    kind: str, predicate: str, value: ox.NamedNode | ox.Literal | None, source: Assertion | None = None
) -> Assertion:
    """Return the source with a property of the first subject of a class taken away, or given another value."""
    source = source or seed()[0]
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


def test_the_seed_conforms() -> None:
    source, context = seed()
    assert check_shapes([context, source], context) == []


@for_each("rule", MISTAKES)
def test_each_mistake_violates_only_its_rule(rule: str) -> None:
    _, context = seed()
    found = check_shapes([changed(*MISTAKES[rule])], context)
    assert {finding.rule for finding in found} == {rule}
    assert all(finding.file and finding.line for finding in found)


def test_a_finding_shows_the_words_in_the_article() -> None:
    _, context = seed()
    (finding,) = check_shapes([changed(*MISTAKES["statement-act"])], context)
    (place,) = finding.related
    assert place.file.endswith("article.txt")
    assert place.line > 1


#: Mistakes in what a row is made of.
IN_PARTS = {
    "quote-prefix": (OA + "TextQuoteSelector", OA + "prefix", ox.Literal("x", language="en")),
    "position-end": (OA + "TextPositionSelector", OA + "end", None),
    "attribution-agent": (DP + "Attribution", VOCABULARIES["prov"] + "agent", None),
    "ballot-choice": (DP + "Ballot", DP + "choice", None),
    "toll-qualifier": (DP + "Toll", DP + "deathsQualifier", None),
}


@pytest.mark.parametrize("rule", IN_PARTS)
def test_a_finding_in_a_part_of_a_row_shows_the_words_of_that_row(rule: str) -> None:
    source, context = every_key()
    found = check_shapes([changed(*IN_PARTS[rule], source)], context)
    (finding,) = (finding for finding in found if finding.rule == rule)
    row = slug_of(finding.focus or "").split(".")[1]
    assert [words(place) for place in finding.related] == [quote_of(source, row)]


def test_a_finding_in_evidence_without_offsets_shows_the_words_where_they_stand() -> None:
    source, context = every_key()
    quote = next(quad.subject for quad in source.quads if quad.predicate.value == OA + "exact")
    row = slug_of(quote.value).split(".")[1]
    evidence, selector = ox.NamedNode(iri("evidence", "2024-05-02-talks", row)), ox.NamedNode(OA + "hasSelector")
    quads = [q for q in source.quads if (q.subject, q.predicate) != (evidence, selector) or q.object == quote]
    found = check_shapes([replace(source, quads=quads)], context)
    (finding,) = (finding for finding in found if finding.rule == "evidence-selector")
    assert [words(place) for place in finding.related] == [quote_of(source, row)]


def test_a_finding_about_a_source_shows_no_row() -> None:
    source, context = every_key()
    wrong = changed(DP + "Source", VOCABULARIES["dcterms"] + "title", None, source)
    assert [finding.related for finding in check_shapes([wrong], context)] == [()]


def words(place: Span) -> str:
    """Return the words at a place, which is on one line or two."""
    lines = Path(place.file).read_text("utf-8").split("\n")[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    return " ".join([lines[0][place.column - 1 :], *lines[1:]])


def quote_of(source: Assertion, row: str) -> str:
    """Return the quotation of a row, by its id."""
    selector = ox.NamedNode(iri("selector", "2024-05-02-talks", row, "quote"))
    return next(q.object.value for q in source.quads if (q.subject, q.predicate.value) == (selector, OA + "exact"))


def test_a_mistake_in_a_proposed_row_is_found() -> None:
    _, context = seed()
    wrong = changed(*MISTAKES["statement-act"])
    proposed = replace(wrong, quads=[], proposed=wrong.quads)
    assert [finding.rule for finding in check_shapes([proposed], context)] == ["statement-act"]


def test_a_failing_engine_never_conforms(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> list[ShapeResult]:
        raise ValueError("broken")

    monkeypatch.setattr("pyshacl.validate", fail)
    source, context = seed()
    with pytest.raises(EngineError, match="broken"):
        check_shapes([source], context, PySHACL())


def test_the_command_checks_a_folder_a_sheet_and_reference_data(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
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
