"""For each example of shapes/invalid: the same mistake in YAML is told once, where it is; or no YAML can make it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from rdflib.namespace import SH
from shape_examples import STEMS as ALL_STEMS
from sheet_mistakes import IMPOSSIBLE, MISTAKES, REPOSITORY, SHEET, Mistake

from kg.forms.types import Days, Listed, Many, RecordType
from kg.forms.yaml_nodes import YamlNode, parse_yaml
from kg.reference.fields import FILES
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.model import SHEET as SHEET_RECORD
from kg.validate.run import validate
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.engines import engine_named
from kg.validate.shacl.shapes import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.findings import Finding
    from kg.forms.types import Type

DPS = "https://w3id.org/diplomatic-positions/shapes#"
ENGINE = engine_named()
CASES = [(stem, file, mistake) for file, mistakes in MISTAKES for stem, mistake in mistakes.items()]
STEMS = {stem for stems in IMPOSSIBLE.values() for stem in stems}
#: What is told of a mistake by an integrity rule too, which sees more than the shape: whole chains of propositions.
TOLD_TWICE = {"proposition-narrower.disjoint": "narrower-and-incompatible"}
#: What may stand in the place of a value of a sheet: something of each kind.
OTHERS = ("2024-04-30", "ceasefire", "bo-west", "[southland, league]", "narrator", "opposes", "veto", "vote")


def shape_of(stem: str) -> str:
    return stem.rpartition(".")[0]


def test_every_example_is_reported_once() -> None:
    told = [case[0] for case in CASES] + [stem for stems in IMPOSSIBLE.values() for stem in stems]
    assert sorted(told) == sorted(ALL_STEMS)


def test_a_valid_repository_has_no_findings() -> None:
    assert validate([REPOSITORY], engine=ENGINE).findings == ()


def made(mistake: Mistake, text: str) -> tuple[str, tuple[int, int, str]]:
    """Return the text with the mistake, and where it is: line and column, from 1, and the words there."""
    for old, new in mistake[1].items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    before, words, after = re.split("[«»]", text)
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"), words)
    return before + words + after, place


def place_of(finding: Finding) -> tuple[int, int, str]:
    """Return where a finding is, and the words there: the first line of them."""
    line = Path(finding.file).read_text("utf-8").split("\n")[finding.line - 1]
    end = finding.end_column if finding.end_line == finding.line else None
    return finding.line, finding.column, line[finding.column - 1 : end and end - 1]


def test_the_same_mistake_is_reported_once_and_where_it_is(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY, tmp_path / "seeds")
    assert [problem for case in CASES if (problem := problem_with(tmp_path / "seeds", *case))] == []


def problem_with(seeds: Path, stem: str, file: str, mistake: Mistake) -> str:
    """Make a mistake, validate, and undo it; return how what is found differs from the mistake, or nothing."""
    path, valid = seeds / file, (seeds / file).read_text("utf-8")
    text, place = made(mistake, valid)
    path.write_text(text, "utf-8")
    findings = [f for f in validate([seeds], engine=ENGINE).findings if f.rule != TOLD_TWICE.get(stem)]
    found = [(finding.rule, finding.file, place_of(finding)) for finding in findings]
    path.write_text(valid, "utf-8")
    return "" if found == [(mistake[0], str(path), place)] else f"{stem}: {found} instead of {mistake[0]} at {place}"


def test_a_rule_of_the_shapes_is_that_of_the_example() -> None:
    named = {str(shape).removeprefix(DPS) for shape in shapes().subjects(SH.message, None)}
    assert {stem: rule for stem, _, (rule, _) in CASES if rule in named and rule != shape_of(stem)} == {}


def keys_of(node: YamlNode, kind: Type) -> Iterator[tuple[str, str]]:
    """Yield the keys that a value of a type uses, each with the name of its record."""
    if isinstance(kind, Many | Listed):
        for item in node.items or [node]:
            yield from keys_of(item, kind.item)
    elif isinstance(kind, RecordType):
        for key, value in node.entries:
            yield kind.name, key.text
            yield from keys_of(value, kind.field(key.text).type)
    elif isinstance(kind, Days):
        yield from (("days", key.text) for key, _ in node.entries)


def known_keys(kind: Type) -> Iterator[tuple[str, str]]:
    """Yield the keys that values of a type may use, each with the name of its record."""
    if isinstance(kind, Many | Listed):
        yield from known_keys(kind.item)
    elif isinstance(kind, RecordType):
        for field in kind.fields:
            yield kind.name, field.name
            yield from known_keys(field.type)
    elif isinstance(kind, Days):
        yield from (("days", "not_before"), ("days", "not_after"))


def read(file: str) -> YamlNode:
    root = parse_yaml((REPOSITORY / file).read_bytes(), file).root
    assert root is not None
    return root


def test_the_repository_uses_every_key_that_there_is() -> None:
    """So no key leads to something that the shapes refuse."""
    used = set(keys_of(read(SHEET), SHEET_RECORD))
    for name, record in FILES.items():
        used.update(pair for _, entry in read(f"reference/{name}.yaml").entries for pair in keys_of(entry, record))
    assert used == {pair for record in (SHEET_RECORD, *FILES.values()) for pair in known_keys(record)}


def test_the_shapes_of_what_kg_writes_itself_advise_to_correct_no_key() -> None:
    """And those that do advise it are in the table of mistakes, so that it leaves out no key that matters."""
    keys = {name for record in (SHEET_RECORD, *FILES.values()) for _, name in known_keys(record)}
    advised = {
        str(shape).removeprefix(DPS): keys & set(re.findall(r"`(\w+):", str(message)))
        for shape, message in shapes().subject_objects(SH.message)
        if isinstance(shape, rdflib.URIRef)
    }
    assert {shape for shape in map(shape_of, STEMS) if advised[shape]} == set()
    assert {shape_of(stem) for stem in STEMS}.isdisjoint(shape_of(stem) for stem, _, _ in CASES)


def values_in(node: YamlNode) -> Iterator[YamlNode]:
    """Yield a value and all values inside it."""
    yield node
    for inner in (*node.items, *(value for _, value in node.entries)):
        yield from values_in(inner)


def variants(seeds: Path) -> Iterator[Path]:
    """Write the source anew for each of its values and each other one in its place, and yield the folders."""
    text = (REPOSITORY / SHEET).read_text("utf-8")
    others = [f"{text[: node.start]}{other}{text[node.end :]}" for node in values_in(read(SHEET)) for other in OTHERS]
    for number, other in enumerate(others):
        folder = seeds / f"talks-{number}"
        folder.mkdir()
        shutil.copy((REPOSITORY / SHEET).with_name("article.txt"), folder)
        (folder / "sheet.yaml").write_text(other, "utf-8")
        yield folder


def test_no_value_of_a_sheet_leads_to_a_mistake_in_what_kg_writes_itself(tmp_path: Path) -> None:
    """Of all that reading takes, the shapes find fault with what they say of keys, and with nothing else."""
    reference, context = assert_reference(REPOSITORY / "reference")
    read_ones = [assert_source(folder, reference) for folder in variants(tmp_path)]
    taken = [assertion for assertion in read_ones if not assertion.findings]
    found = {finding.rule for finding in check_shapes(taken, context, ENGINE)}
    assert found
    assert found.isdisjoint(map(shape_of, STEMS))
