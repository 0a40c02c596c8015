"""Places in RDF files come from the parse: whatever stands at a place means the term that it is the place of."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.findings import Span
from kg.rdf.places import locate_terms, places

PREFIXES = {"ex": "http://example.org/", "other": "http://example.org/other#"}
HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

names = st.builds(
    lambda space, local: ox.NamedNode(space + local),
    st.sampled_from(list(PREFIXES.values())),
    st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
literals = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["en", "fr-be"])),
    st.builds(lambda text, kind: ox.Literal(text, datatype=kind), texts, names),
    st.builds(ox.Literal, st.one_of(st.integers(0, 10**6), st.booleans())),
)
triples = st.lists(st.builds(ox.Triple, names, names, st.one_of(names, literals)), min_size=1, max_size=8)

FORMATS = {
    "turtle": (ox.RdfFormat.TURTLE, HEADER),
    "trig": (ox.RdfFormat.TRIG, HEADER),
    "ntriples": (ox.RdfFormat.N_TRIPLES, ""),
    "nquads": (ox.RdfFormat.N_QUADS, ""),
}


def cut(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    joined = "\n".join(lines)
    tail = len(lines[-1]) - (span.end_column - 1)
    return joined[span.column - 1 : len(joined) - tail]


def read_term(written: str) -> str:
    (triple,) = ox.parse(f"{HEADER}<x:s> <x:p> {written} .", format=ox.RdfFormat.TURTLE)
    return str(triple.object)


@pytest.mark.parametrize("syntax", FORMATS)
@given(triples=triples)
def test_the_text_at_a_place_is_the_term(syntax: str, triples: list[ox.Triple]) -> None:
    form, _ = FORMATS[syntax]
    prefixes = PREFIXES if syntax in ("turtle", "trig") else None
    text = ox.serialize(triples, format=form, prefixes=prefixes).decode()
    spans = locate_terms(text, "f")
    for triple in triples:
        subject, predicate, value = (str(term) for term in triple)
        for key, term in (
            ((subject,), subject),
            ((subject, predicate), predicate),
            ((subject, predicate, value), value),
        ):
            exact = spans.marks[(*key, *(None,) * (3 - len(key)))]
            written = cut(text, exact)
            assert read_term(written) == term or written == "a"


numbers = st.from_regex(
    r"[+-]?([0-9]{1,9}|[0-9]{0,9}\.[0-9]{1,9}|([0-9]{1,9}(\.[0-9]{0,9})?|\.[0-9]{1,9})[eE][+-]?[0-9]{1,3})",
    fullmatch=True,
)
quotings = st.sampled_from(['"', "'", '"' * 3, "'" * 3])
tags = st.sampled_from(
    ["", "@en", "@de-CH", "@ar--rtl", "^^ex:kind", "^^<http://example.org/a#b>", " ^^ ex:kind", "^^ex:a.b"]
)


def escaped(character: str, way: int, quoting: str) -> str:
    """Write a character of a string in one of the ways that Turtle knows."""
    short = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "'": "\\'", "\\": "\\\\"}
    plain = character not in (quoting[0], "\\", "\n", "\r") or (len(quoting) == 3 and character == "\n")
    if way == 0 and plain:
        return character
    return short.get(character, f"\\U{ord(character):08x}") if way < 2 else f"\\U{ord(character):08X}"


strings = st.builds(
    lambda pairs, quoting, tag: quoting + "".join(escaped(*pair, quoting) for pair in pairs) + quoting + tag,
    st.lists(st.tuples(st.characters(exclude_categories=["Cs"]), st.integers(0, 2)), max_size=12),
    quotings,
    tags,
)
local_names = st.sampled_from(
    ["ex:a", "ex:", "ex:a.b", "ex:a:b", "ex:1", r"ex:a\,b\.", "ex:%41b", "ex:\u00e9\u4e00", "true"]
)


@given(written=st.lists(st.one_of(numbers, strings, local_names), min_size=1, max_size=6))
def test_a_value_is_found_however_it_is_written(written: list[str]) -> None:
    text = f"{HEADER}ex:s ex:p\n {' ,'.join(written)} ."
    expected = [str(triple.object) for triple in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    marks = locate_terms(text, "f").marks
    for value, form in zip(expected, written, strict=True):
        first = written[expected.index(value)]  # two may write the same term
        assert cut(text, marks["<http://example.org/s>", "<http://example.org/p>", value]) == first, form


MARGINS = """\
@version "1.2" .
PREFIX ex: <http://example.org/>
@base <http://example.org/base/x> .
ex:a ex:p <../up>, <#here>, <> ; ; a ex:C ; .
ex:b ex:p ex:c ~ ex:r {| ex:said ex:d ; ex:q 'x'@ar--rtl |} , ex:e .
<<ex:b ex:p 1 ~ex:s>> ex:p ex:f .
ex:g ex:p <<( ex:a ex:p <up> )>>,(),ex:h.
"""


@pytest.mark.parametrize("syntax", ["turtle", "trig"])
def test_rdf_1_2_is_read_as_it_was_read_before(syntax: str) -> None:
    text = MARGINS if syntax == "turtle" else MARGINS.replace("ex:g ex:p", "Graph ex:x {\n ex:g ex:p") + "}"
    spans, _ = places(text, "f")
    read = {
        tuple(map(str, quad))[:3]
        for quad in ox.parse(text, format=FORMATS[syntax][0])
        if not quad.predicate.value.endswith("reifies")
    }
    assert {key for key in spans.marks if None not in key} == read


def test_blank_nodes_are_reported_where_they_are_written() -> None:
    text = HEADER + (
        "_:g { ex:a ex:p [ ex:q [] ] , _:b , (1 (2) []) , ex:c {| ex:q _:c |} }\n"
        "_:b ex:q _:b , <<( ex:a ex:p _:d )>> . [ ex:q 1 ] . << ex:a ex:p _:d ~ _:r >> .\n"
    )
    _, nameless = places(text, "f")
    assert [(cut(text, one.span), one.kind) for one in nameless] == [
        *[("_:g", "node"), ("[", "node"), ("[", "node"), ("_:b", "node"), ("(", "list"), ("(", "list"), ("[", "node")],
        *[("{|", "triple"), ("_:c", "node"), ("<<(", "triple"), ("[", "node"), ("<<", "triple")],
    ]
    assert {(one.focus, one.path) for one in nameless[2:3]} == {("http://example.org/a", "http://example.org/q")}
    assert [one.label for one in nameless if one.label] == ["_:g", "_:b", "_:c"]


def test_places_before_unreadable_syntax_are_kept() -> None:
    text = f"{HEADER}ex:a ex:p ex:b .\nex:c ex:p {'[ ex:p ' * 5000}1{']' * 5000} ."
    assert len(list(ox.parse(text, format=ox.RdfFormat.TURTLE))) == 5002
    spans, nameless = places(text, "f")
    assert spans.find("<http://example.org/a>") == Span("f", 3, 1, 3, 5)
    assert nameless


@pytest.mark.parametrize("end", ["", "\nex:s a ex:D ."])
def test_a_subject_stands_where_its_class_is_stated(end: str) -> None:
    text = f"{HEADER}ex:s ex:p 1 .\nex:o ex:p ex:s .\nex:s ex:p 2 ; a ex:C .{end}"
    assert locate_terms(text, "f").find("<http://example.org/s>") == Span("f", 5, 1, 5, 5)


def test_abbreviations_are_followed() -> None:
    text = (
        "@base <http://example.org/> .\n@prefix ex: <#> . # a comment\n"
        "<a> a ex:C ;\n  ex:p 1.50 , '''two\nlines'''@en , [ ex:q <b> ] .\n<b> ex:p true .\n"
    )
    spans = locate_terms(text, "f.ttl")
    subject, name = "<http://example.org/a>", "<http://example.org/#p>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert spans.find(subject) == Span("f.ttl", 3, 1, 3, 4)
    assert spans.find(subject, kind, "<http://example.org/#C>") == Span("f.ttl", 3, 7, 3, 11)
    assert spans.find(subject, name, '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>') == Span("f.ttl", 4, 8, 4, 12)
    assert spans.find(subject, name, '"two\\nlines"@en') == Span("f.ttl", 4, 15, 5, 12)
    assert spans.find("<http://example.org/b>") == Span("f.ttl", 6, 1, 6, 4)


def test_graphs_and_comments_are_skipped() -> None:
    text = "PREFIX ex: <http://example.org/>\nGRAPH ex:g { ex:a ex:p 'x' }\n# ex:b\nex:h { ex:b ex:p ex:c , ex:d }\n"
    spans = locate_terms(text, "f.trig")
    assert spans.find("<http://example.org/a>") == Span("f.trig", 2, 14, 2, 18)
    assert spans.find("<http://example.org/b>", "<http://example.org/p>", "<http://example.org/d>") == Span(
        "f.trig", 4, 25, 4, 29
    )
