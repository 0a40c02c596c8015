"""Names after a merge, one by one: which of them change, in YAML and in IRIs, and which of the triples are new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from cases import for_each

from kg.compare.merge_names import MergedNames
from kg.compare.merge_rdf import renamed_entries, renamed_source
from kg.forms.yaml_nodes import parse_yaml
from kg.namespaces import BASE, ID, naming

if TYPE_CHECKING:
    from pathlib import Path

OURS, THEIRS = "https://ours.example.net/kg/", "https://other.example.net/kg/"
TO = "https://ours.example.net/kg/id"


def merged(theirs: str = THEIRS, minted: tuple[str, ...] = ()) -> MergedNames:
    """Return the names of a merge: two actors and a proposition are called otherwise, one actor is known here."""
    return MergedNames(
        theirs,
        OURS,
        frozenset(minted),
        {("actor", "ada"): "ada-2", ("actor", "north"): "north-2", ("proposition", "peace"): "peace-2"},
        {("actor", "known"): f"{BASE}id/actor/shared", ("proposition", "held"): f"{OURS}id/proposition/holding"},
        {"talks": "talks-2"},
    )


def changes(text: str) -> list[tuple[str, str]]:
    """Return what of a YAML text changes, in order: each name, and what it becomes."""
    root = parse_yaml(text.encode(), "sheet.yaml").root
    assert root is not None
    return [(node.text, new) for node, new in merged().uses(root, "")]


@for_each(
    ("text", "expected"),
    [
        ("speaker: ada", [("ada", "ada-2")]),
        ("speaker: bob", []),
        ("speaker: peace", []),  # an actor of the slug of a proposition
        ("members_named: [ada, {of: north}]", [("ada", "ada-2"), ("north", "north-2")]),
        ("ballots: {north: 'yes', peace: 'no'}", [("north", "north-2")]),
        ("states: {ada: {label: ada}}", [("ada", "ada-2")]),
        ("revises: talks.row", [("talks.row", "talks-2.row")]),
        ("revises: talks.row.one", [("talks.row.one", "talks-2.row.one")]),
        ("revises: talks", []),  # a row of the same sheet
        ("revises: other.ada", []),
        ("revises: ada", []),
        ("proposition: ada", []),  # a proposition of the slug of an actor
        *((f"{key}: [peace]", [("peace", "peace-2")]) for key in ("proposition", "condition", "motion")),
        *((f"{key}: peace", [("peace", "peace-2")]) for key in ("incompatible_with", "narrower_than")),
        *((f"{key}: ada", []) for key in ("quote", "prefix", "id", "label", "sentence", "note", "title", "coder")),
        *((f"{key}: [ada]", []) for key in ("aliases", "demonyms", "description")),
        ("label: {de: ada}", []),
    ],
)
def test_a_name_in_yaml_changes_where_it_is_a_name(text: str, expected: list[tuple[str, str]]) -> None:
    assert changes(text) == expected


@for_each(
    ("name", "expected"),
    [
        ("http://elsewhere.example/id/actor/ada", "http://elsewhere.example/id/actor/ada"),
        ("https://third.example.net/kg/id/actor/ada", "https://third.example.net/kg/id/actor/ada"),
        (f"{THEIRS}actor/ada", f"{THEIRS}actor/ada"),
        (f"{THEIRS}id/actor/ada", f"{TO}/actor/ada-2"),
        (f"{THEIRS}id/actor/bob", f"{TO}/actor/bob"),
        (f"{THEIRS}id/actor/peace", f"{TO}/actor/peace"),
        (f"{THEIRS}id/actor/ada.north", f"{TO}/actor/ada-2.north"),
        (f"{THEIRS}id/place/north", f"{TO}/place/north-2"),
        (f"{THEIRS}id/place/north.ada", f"{TO}/place/north-2.ada"),
        (f"{THEIRS}id/post/north.ada.ada", f"{TO}/post/north-2.ada.ada"),
        (f"{THEIRS}id/proposition/peace", f"{TO}/proposition/peace-2"),
        (f"{THEIRS}id/proposition/ada", f"{TO}/proposition/ada"),
        (f"{THEIRS}id/membership/ada.north.ada", f"{TO}/membership/ada-2.north-2.ada"),
        (f"{THEIRS}id/post/north.ada", f"{TO}/post/north-2.ada"),
        (f"{THEIRS}id/actor/narrator.talks", f"{TO}/actor/narrator.talks-2"),
        (f"{THEIRS}id/source/talks", f"{TO}/source/talks-2"),
        (f"{THEIRS}id/source/talks/ballots.csv#row=17", f"{TO}/source/talks-2/ballots.csv#row=17"),
        (f"{THEIRS}id/statement/talks.talks", f"{TO}/statement/talks-2.talks"),
        (f"{THEIRS}id/statement/other.ada", f"{TO}/statement/other.ada"),
        (f"{THEIRS}id/act/supports", f"{THEIRS}id/act/supports"),  # a term, which nobody mints
        (f"{THEIRS}id/nothing/ada", f"{THEIRS}id/nothing/ada"),
        (f"{THEIRS}id/actor/known", f"{BASE}id/actor/shared"),
        (f"{THEIRS}id/place/known", f"{BASE}id/actor/shared"),
        (f"{THEIRS}id/proposition/held", f"{OURS}id/proposition/holding"),
        (f"{THEIRS}id/proposition/known", f"{TO}/proposition/known"),
        (f"{THEIRS}id/post/known", f"{TO}/post/known"),
        (f"{THEIRS}id/statement/known", f"{TO}/statement/known"),
    ],
)
def test_an_iri_changes_with_the_parts_of_its_slug(name: str, expected: str) -> None:
    assert merged().iri(name) == expected


@pytest.mark.parametrize("kind", ["actor", "instant", "interval", "membership", "place", "post", "proposition"])
def test_a_package_name_below_the_same_base_stays_unless_the_other_repository_minted_it(kind: str) -> None:
    name = f"{ID}{kind}/bob"
    assert merged(BASE).iri(name) == name
    assert merged(BASE, (name,)).iri(name) == f"{TO}/{kind}/bob"
    assert merged(BASE).iri(f"{ID}statement/talks.bob") == f"{TO}/statement/talks-2.bob"
    assert merged(BASE).iri(f"{ID}actor/narrator.talks") == f"{TO}/actor/narrator.talks-2"


PREFIXED = f"""@prefix their: <{THEIRS}id/> .
@prefix actor: <{THEIRS}id/actor/> .
@prefix dp: <https://w3id.org/diplomatic-positions/ontology#> .
@prefix time: <http://www.w3.org/2006/time#> .
# What is changed loses its comments.
"""


def entries(tmp_path: Path, body: str, *ours: str) -> set[tuple[str, str]]:
    """Return subjects and objects of what is left of a file, by what they are called after the base."""
    (tmp_path / "entries.ttl").write_text(PREFIXED + body, "utf-8")
    with naming(OURS):
        data = renamed_entries(tmp_path / "entries.ttl", merged(), ours)
    return {(_short(each.subject), _short(each.object)) for each in ox.parse(data, ox.RdfFormat.TURTLE)}


def _short(term: object) -> str:
    return str(getattr(term, "value", term)).removeprefix(f"{TO}/")


@for_each(
    ("body", "ours", "expected"),
    [
        ("actor:ada dp:x actor:bob .", (), {("actor/ada-2", "actor/bob")}),
        ("actor:bob dp:x actor:ada .", (f"{TO}/actor/bob",), set()),  # described here
        ("<http://x/y> dp:x actor:bob .", (f"{TO}/actor/bob",), {("http://x/y", "actor/bob")}),
        ("<http://x/y> dp:x 1 .", ("http://x/y",), {("http://x/y", "1")}),  # whose kind is nobody's
        ("actor:known dp:x 1 .", (), set()),
        # A membership of who is known here is left to his entry, and that of another one is not.
        ("<" + THEIRS + "id/membership/bob.north.envoy> dp:x 1 .", (), {("membership/bob.north-2.envoy", "1")}),
        # A time is new as long as something that is new refers to it, and whoever else has one of that name.
        (
            "actor:bob dp:x <" + THEIRS + "id/interval/i> . <" + THEIRS + "id/interval/i> time:x 1 .",
            (f"{TO}/interval/i",),
            {("actor/bob", "interval/i"), ("interval/i", "1")},
        ),
        (
            "actor:bob dp:x <" + THEIRS + "id/interval/i> . <" + THEIRS + "id/interval/i> time:x <" + THEIRS
            + "id/instant/t> . <" + THEIRS + "id/instant/t> time:y 1 .",
            (f"{TO}/actor/bob",),
            set(),
        ),
    ],
)  # fmt: skip
def test_only_new_entries_of_an_rdf_file_are_kept(
    tmp_path: Path, body: str, ours: tuple[str, ...], expected: set[tuple[str, str]]
) -> None:
    assert entries(tmp_path, body, *ours) == expected


def test_a_tenure_of_an_actor_with_another_slug_here_is_dropped(tmp_path: Path) -> None:
    names = MergedNames(THEIRS, OURS, frozenset(), {("actor", "ada"): "eva"}, {("actor", "ada"): f"{TO}/actor/eva"}, {})
    tenure, other = f"<{THEIRS}id/membership/ada.north.envoy>", f"<{THEIRS}id/membership/north.ada.envoy>"
    (tmp_path / "e.ttl").write_text(f"{tenure} <x:p> 1 . {other} <x:p> 1 .", "utf-8")
    with naming(OURS):
        data = renamed_entries(tmp_path / "e.ttl", names, ())
    assert [_short(each.subject) for each in ox.parse(data, ox.RdfFormat.TURTLE)] == ["membership/north.eva.envoy"]


def test_an_unchanged_file_keeps_its_wording(tmp_path: Path) -> None:
    for write in (lambda path, names: renamed_entries(path, names, ()), renamed_source):
        file = tmp_path / "a.ttl"
        file.write_text("# Kept.\n<http://x/y> <x:p> <http://x/z> .\n", "utf-8")
        assert write(file, merged()) == file.read_bytes()
        file.write_text(f"# Not kept.\n<http://x/y> <x:p> <{THEIRS}id/actor/ada> .\n", "utf-8")
        assert b"# Not" not in write(file, merged())
        assert b"ada-2" in write(file, merged())


def test_a_source_in_rdf_is_renamed_in_its_own_syntax_and_in_all_places(tmp_path: Path) -> None:
    file = tmp_path / "sheet.trig"
    name = f"{THEIRS}id/source/talks"
    file.write_text(f"<{name}> {{ <{name}> <{name}> <{name}> , '{name}' }}", "utf-8")
    (first, second) = sorted(ox.parse(renamed_source(file, merged()), ox.RdfFormat.TRIG), key=str)
    here = ox.NamedNode(f"{TO}/source/talks-2")
    assert {first.object, second.object} == {here, ox.Literal(name)}  # what is a text stays
    for each in (first, second):
        assert (each.subject, each.predicate, each.graph_name) == (here, ox.NamedNode(name), here)
