"""Where words and rows stand, which text is a source's, and who held a post on the day: every edge of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.findings import Spans
from kg.forms.yaml_nodes import parse_yaml
from kg.namespaces import iri
from kg.paths import shipped
from kg.proof.parts import Proof
from kg.proof.passage import Passage, find_passage, find_row, find_text, plain_row
from kg.proof.prove import prove
from kg.rdf.quads import Quads, interval, typed

if TYPE_CHECKING:
    from pathlib import Path


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_text_of_a_source_is_the_one_with_its_hash(tmp_path: Path) -> None:
    assert find_text(tmp_path, sha256_of("b")) == tmp_path / "article.txt"
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(name)
    assert [find_text(tmp_path, sha256_of(name)).stem for name in ("a", "b", "c")] == ["a", "b", "c"]
    assert find_text(tmp_path, sha256_of("d")).stem == "a"


def test_a_row_is_found_only_by_its_id(tmp_path: Path) -> None:
    rows = "  - {id: one, quote: two}\n  - {quote: one, id: two}\n"
    (tmp_path / "sheet.yaml").write_text(f"source: {{title: two}}\nstatements:\n{rows}")
    sheet = tmp_path / "sheet.yaml"
    assert [find_row(tmp_path, "", name) for name in ("one", "two", "three")] == [f"{sheet}:3:5", f"{sheet}:4:5", None]


def test_a_row_has_the_same_place_with_and_without_a_yaml_parser() -> None:
    places = []
    for sheet in sorted(shipped("seeds").glob("*/sheet.yaml")):
        document = parse_yaml(sheet.read_bytes(), str(sheet))
        assert document.root
        for row in (row for _, rows in document.root.entries for row in rows.items):
            name, span = row.child("id"), document.span(row)
            places.append((name and plain_row(sheet.read_bytes(), name.text), (span.line, span.column)))
    plain = [(found, place) for found, place in places if found]
    assert [(found, place) for found, place in plain if found != place] == []
    assert len(plain) > len(places) * 0.9


@pytest.mark.parametrize(
    "quote",
    [
        "|\n      - id: one\n        act: x",
        "'a\n\n  - id: one\n    act: x'",
        '"a\n  - id: one\n    act: x"',
        ">-\n     - id: one\n       act: x",
    ],
)
def test_a_row_is_not_looked_for_in_the_words_of_a_quote(tmp_path: Path, quote: str) -> None:
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(f"statements:\n  - id: two\n    quote: {quote}\n")
    assert find_row(tmp_path, "", "one") is None
    assert find_row(tmp_path, "", "two") == f"{sheet}:2:5"


@pytest.mark.parametrize("opening", ["- ", "[", "[x, ", "{a: ", "[["])
@pytest.mark.parametrize("mark", ["'", '"'])
def test_a_row_is_not_looked_for_in_a_text_that_begins_in_a_list(opening: str, mark: str) -> None:
    sheet = f"statements:\n  - id: two\n    for:\n      {opening}{mark}a\n  - id: one\n    act: x{mark}\n"
    assert plain_row(sheet.encode(), "one") is None
    assert plain_row(sheet.encode(), "two") == (2, 5)
    closed = sheet.replace("a\n", f"a{mark}\n").replace(f"x{mark}", "x")
    assert plain_row(closed.encode(), "one") == (5, 5)


def test_a_node_is_found_in_whichever_file_has_places(tmp_path: Path) -> None:
    node = iri("statement", "s", "a")
    (tmp_path / "a.txt").write_text(f"<{node}> in a text\n")
    (tmp_path / "b.ttl").write_text("<urn:other> <urn:p> 1 .\n")
    (tmp_path / "c.nt").write_text(f"<urn:other> <urn:p> <urn:o> .\n<{node}> <urn:p> <urn:o> .\n")
    assert find_row(tmp_path, node, "a") == f"{tmp_path / 'c.nt'}:2:1"


@pytest.mark.parametrize(
    ("content", "start", "end", "before", "after"),
    [
        ("One two three", 4, 7, "One ", " three"),  # the first and the last paragraph are one
        ("One.\n\ntwo\n\nThree.", 6, 9, "", ""),
        ("One.\n\nTwo.\n\nand two or three\n\nFour.\n\nFive.", 16, 19, "and ", " or three"),
        ("two two", 4, 7, "two ", ""),  # where it was coded, and not where it is found first
        ("a two", 0, 3, "a ", ""),  # moved, and there once
    ],
)
def test_a_quote_is_shown_where_it_stands(
    tmp_path: Path, content: str, start: int, end: int, before: str, after: str
) -> None:
    text = tmp_path / "article.txt"
    text.write_text(content)
    passage = Passage("", "two", "", start, end)
    find_passage(passage, text, sha256_of(content))
    assert (passage.before, passage.after, passage.problems) == (before, after, [])


def test_without_a_text_a_quote_is_shown_in_the_context_of_its_selector() -> None:
    assert [Passage("before", "it", "after", 0, 2).before, Passage("before", "it", "after", 0, 2).after] == [
        "before",
        "after",
    ]
    given = Passage("before", "it", "after", 0, 2, "all before", "all after")
    assert (given.before, given.after) == ("all before", "all after")


def test_a_quote_that_occurs_several_times_is_shown_at_none_of_its_places(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("two or two")
    passage = Passage("", "two", "", 1, 4)
    find_passage(passage, tmp_path / "article.txt", sha256_of("two or two"))
    assert (passage.text_at, len(passage.problems)) == (None, 1)


@pytest.mark.parametrize(
    ("since", "until", "day", "held"),
    [
        ("2012-03-11", None, "2012-03-11", True),  # on its first day
        ("2012-03-11", None, "2012-03-10", False),
        ("2012-03", None, "2012-03-01", True),
        ("2012-03", None, "2012-02-29", False),
        ("2012", None, "2012-01-01", True),
        ("2012", None, "2011-12-31", False),
        (None, "2012-03-11", "2012-03-11", True),  # on its last day
        (None, "2012-03-11", "2012-03-12", False),
        (None, "2012-03", "2012-03-31", True),
        (None, "2012-03", "2012-04-01", False),
        (None, "2012", "2012-12-31", True),
        (None, "2012", "2013-01-01", False),
        ("2012", "2012", "2012-06-15", True),
        ("2010", "2011", "2012-06-15", False),
        (None, None, "2012-06-15", True),
    ],
)
def test_a_post_is_held_from_its_first_day_to_its_last(
    since: str | None, until: str | None, day: str, held: bool
) -> None:
    quads = Quads(iri("source", "s"), Spans())
    node, actor, membership, post = "urn:row", iri("actor", "ann"), "urn:membership", iri("post", "envoy")
    quads.start(node, "dp:Meeting")
    quads.link(node, "dcterms:isPartOf", iri("source", "s"))
    quads.link(node, "dp:evidence", "urn:evidence")
    quads.link(node, "dp:reportedBy", actor)
    quads.add(node, "dp:saidNotAfter", typed(day, "date"))
    quads.link(membership, "org:member", actor)
    quads.link(membership, "dp:post", post)
    quads.link(membership, "org:memberDuring", interval(quads, since, until))
    store = ox.Store()
    store.extend(quads.sorted())
    shown = prove(store, f"<{node}>")
    assert isinstance(shown, Proof)
    (voice,) = [link for link in shown.chain if link.name == "actor:ann"]
    assert voice.posts == (("envoy",) if held else ())


def test_a_missing_or_changed_text_is_reported(tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    gone, changed, same = (Passage("", "no", "", 0, 2) for _ in range(3))
    find_passage(gone, text, sha256_of("no"))
    text.write_text("no")
    find_passage(changed, text, sha256_of("yes"))
    find_passage(same, text, sha256_of("no"))
    assert [len(passage.problems) for passage in (gone, changed, same)] == [1, 1, 0]
    assert "cannot be shown in full" in gone.problems[0]
    assert "has changed since it was coded" in changed.problems[0]


@pytest.mark.parametrize(
    ("sheet", "place"),
    [
        (b"statements:\n  - id: one\n    act: x\n", (2, 5)),
        (b"statements:\r\n  - id: one\r\n    act: x\r\n", (2, 5)),
        (b"\xef\xbb\xbfstatements:\n  - id: one\n    act: x\n", None),  # its columns would be counted with the mark
        (b"statements:\n  - id: one-more\n    act: x\n", None),
        (b"statements:\n  - id: someone\n    act: x\n", None),
        (b"statements:\n  - id: one\n", None),
        (b"statements:\n  - id: one\n      act: x\n", None),  # a text of two lines
        (b"statements:\n  - id: one\n  - id: two\n", None),
        (b"note: |2\n  - id: one\n    act: x\n", None),
        # After a quoted text of several lines that has certainly ended; before its end, or where that is unsure.
        (b"- quote: 'it''s\n    so'\n- id: one\n  act: x\n", (3, 3)),
        (b'- quote: "a \\"b\\"\n\n    c"\n- id: one\n  act: x\n', (4, 3)),
        (b"- quote: 'a\n    b''\n- id: one\n  act: x\n", None),
        (b"- quote: 'a\n    b\"\n- id: one\n  act: x\n", None),
        (b'- quote: "a\n    b\\"\n- id: one\n  act: x\n', None),
        (b"- quote: 'a\n    b', quote: 'c\n- id: one\n  act: x\n'", None),
        (b"- note: |\n    they: 'a\n- quote: '\n\n  - id: one\n    act: x'\n", None),
        (b"- quote: 'a\n    b'  # 'c'\n- id: one\n  act: x\n", None),
    ],
)
def test_a_row_is_found_without_a_parser_only_where_that_is_certain(
    sheet: bytes, place: tuple[int, int] | None
) -> None:
    assert plain_row(sheet, "one") == place
