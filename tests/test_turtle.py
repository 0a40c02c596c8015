"""Places in RDF files come from the parse: whatever stands at a place means the term that it is the place of."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.findings import Span
from kg.turtle import locate

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
def test_what_stands_at_a_place_is_the_term(syntax: str, triples: list[ox.Triple]) -> None:
    form, _ = FORMATS[syntax]
    prefixes = PREFIXES if syntax in ("turtle", "trig") else None
    text = ox.serialize(triples, format=form, prefixes=prefixes).decode()
    spans = locate(text, "f", syntax)
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


def test_abbreviations_are_followed() -> None:
    text = (
        "@base <http://example.org/> .\n@prefix ex: <#> . # a comment\n"
        "<a> a ex:C ;\n  ex:p 1.50 , '''two\nlines'''@en , [ ex:q <b> ] .\n<b> ex:p true .\n"
    )
    spans = locate(text, "f.ttl", "turtle")
    subject, name = "<http://example.org/a>", "<http://example.org/#p>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert spans.find(subject) == Span("f.ttl", 3, 1, 3, 4)
    assert spans.find(subject, kind, "<http://example.org/#C>") == Span("f.ttl", 3, 7, 3, 11)
    assert spans.find(subject, name, '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>') == Span("f.ttl", 4, 8, 4, 12)
    assert spans.find(subject, name, '"two\\nlines"@en') == Span("f.ttl", 4, 15, 5, 12)
    assert spans.find("<http://example.org/b>") == Span("f.ttl", 6, 1, 6, 4)


def test_graphs_and_comments_are_passed_over() -> None:
    text = "PREFIX ex: <http://example.org/>\nGRAPH ex:g { ex:a ex:p 'x' }\n# ex:b\nex:h { ex:b ex:p ex:c , ex:d }\n"
    spans = locate(text, "f.trig", "trig")
    assert spans.find("<http://example.org/a>") == Span("f.trig", 2, 14, 2, 18)
    assert spans.find("<http://example.org/b>", "<http://example.org/p>", "<http://example.org/d>") == Span(
        "f.trig", 4, 25, 4, 29
    )
