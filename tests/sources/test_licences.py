"""What a sheet says about passing its text on, in the graph and as findings."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.namespaces import VOCABULARIES, iri
from kg.paths import shipped
from kg.reference.shared import load_reference
from kg.sources.assertion import assert_source
from kg.sources.licences import may_be_passed_on

if TYPE_CHECKING:
    from kg.rdf.quads import Assertion

EVERY_KEY = Path(__file__).parents[1] / "fixtures/every-key"
TERMS = VOCABULARIES["dcterms"]


def asserted(tmp_path: Path, licence: str) -> Assertion:
    shutil.copytree(EVERY_KEY, tmp_path / "seeds")
    sheet = tmp_path / "seeds/2024-05-02-talks/sheet.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("licence: CC-BY-4.0", f"licence: {licence}"), "utf-8")
    return assert_source(sheet.parent, load_reference(tmp_path / "seeds/reference"))


@pytest.mark.parametrize(
    ("licence", "term", "value"),
    [
        ("CC-BY-2.5", "license", "https://spdx.org/licenses/CC-BY-2.5"),
        ("cc0-1.0", "license", "https://spdx.org/licenses/CC0-1.0"),
        ("https://example.org/terms", "license", "https://example.org/terms"),
        ("all-rights-reserved", "rights", "http://rightsstatements.org/vocab/InC/1.0/"),
    ],
)
def test_the_licence_of_a_text_is_in_the_graph(tmp_path: Path, licence: str, term: str, value: str) -> None:
    quads = asserted(tmp_path, licence).quads
    found = [
        (quad.predicate.value.removeprefix(TERMS), quad.object.value)
        for quad in quads
        if quad.subject.value == iri("source", "2024-05-02-talks")
        and quad.predicate.value in (f"{TERMS}license", f"{TERMS}rights")
    ]
    assert found == [(term, value)]


@pytest.mark.parametrize(
    ("licence", "near"),
    [("CC-BY4.0", "CC-BY-4.0"), ("all rights reserved", "all-rights-reserved"), ("MIT OR Apache-2.0", "SPDX id")],
)
def test_an_unknown_licence_is_reported_with_the_nearest(tmp_path: Path, licence: str, near: str) -> None:
    [finding] = asserted(tmp_path, licence).findings
    assert (finding.rule, near in finding.message) == ("bad-value", True)


def test_every_source_of_the_sample_says_what_may_be_done_with_its_text() -> None:
    reference = load_reference(shipped("seeds") / "reference")
    for folder in shipped("seeds").glob("2*"):
        predicates = {quad.predicate.value for quad in assert_source(folder, reference).quads}
        assert predicates & {f"{TERMS}license", f"{TERMS}rights"}, folder.name


def test_only_a_licence_lets_a_text_be_passed_on() -> None:
    assert [may_be_passed_on(licence) for licence in (None, "all-rights-reserved", "CC-BY-2.5")] == [False, False, True]
