"""What is said about an answer without rows: every way that it names of widening the question leads to rows."""

from __future__ import annotations

import re

import pytest
from graphs import CORNER, SEEDS, graph_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.paths import shipped
from kg.query.catalogue import Catalogue, Question
from kg.query.parameters import known, resolve_all
from kg.query.run import run_query
from kg.query.silence import why_no_rows

CATALOGUE = Catalogue(shipped("queries"))
#: What a user may give for a parameter of these types, whatever is in the store; of others, what the store has.
VALUES = {"date": ["1990-01-01", "2020-01-15", "2030-01-01"], "string": ["truce", "zebra"], "integer": ["1", "99"]}
_PAIRS = r"((?:-p \S+(?: and )?)+)"
PAIR = re.compile(r"-p ([^\s=]+)=([^\s,]+)")
#: A number of rows, and for them the parameters to leave out, or the one to put in and the one that it replaces.
WAY = re.compile(rf"(\d+) rows? (?:without {_PAIRS}|with {_PAIRS} in place of {_PAIRS})")
#: One of the questions and some of its parameters.
asked = st.sampled_from(CATALOGUE.questions()).flatmap(
    lambda question: st.tuples(
        st.just(question),
        st.lists(st.sampled_from([*question.parameters]), unique=True, max_size=3)
        if question.parameters
        else st.just([]),
    )
)


def count(question: Question, parameters: dict[str, str]) -> int:
    store = graph_of(CORNER)
    return sum(1 for _ in run_query(store, question.text, resolve_all(store, question, parameters.items())))


@settings(max_examples=60)
@given(asked, st.data())
def test_every_way_that_an_empty_answer_names_leads_to_its_rows(
    which: tuple[Question, list[str]], data: st.DataObject
) -> None:
    question, names = which
    chosen = {}
    for name in names:
        type_ = question.parameters[name].type
        values = VALUES.get(type_) or sorted(known(graph_of(CORNER), type_))
        if type_ != "iri" and values:
            chosen[name] = data.draw(st.sampled_from(values), label=name)
    if count(question, chosen):
        return
    said = why_no_rows(graph_of(CORNER), question, chosen)
    assert said[0].startswith("no row answers this question")
    ways = WAY.findall(said[0])
    for number, left_out, put_in, replaced in ways:
        gone = dict(PAIR.findall(left_out or replaced))
        assert gone.items() <= chosen.items()
        left = {name: value for name, value in chosen.items() if name not in gone} | dict(PAIR.findall(put_in))
        assert count(question, left) == int(number) > 0
    if not ways:  # nothing would help, and what the question is about is said instead
        assert count(question, {}) == 0
        assert said[1].startswith(f"{question.name}: ")


@pytest.mark.parametrize(
    ("name", "parameters", "words"),
    [
        ("positions", {"by": "qatar", "issue": "ceasefire"}, "1 row with -p actor=qatar in place of -p by=qatar"),
        ("positions", {"actor": "qatar", "until": "2010-01-01"}, "6 rows without -p until=2010-01-01"),
        (
            "positions",
            {"actor": "qatar", "until": "2010-01-01", "text": "zebra"},
            "6 rows without -p until=2010-01-01 and -p text=zebra",
        ),
        ("said-of", {"target": "syria"}, "with -p target=bashar-al-assad in place of -p target=syria (the one speaks"),
        ("death-toll-differences", {}, "death-toll-differences: Casualty and displacement figures"),
        ("death-toll-differences", {"holder": "united-nations"}, "whatever its parameters are"),
    ],
)
def test_the_condition_that_excludes_all_rows_is_named(name: str, parameters: dict[str, str], words: str) -> None:
    assert words in " ".join(why_no_rows(graph_of(SEEDS), CATALOGUE.find(name), parameters))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "{ actor:arcadea dp:opposes ?x }",
            ["the store has nothing named actor:arcadea (did you mean actor:arcadia?)"],
        ),
        ("{ ?x skos:prefLable ?x }", ["the store has nothing named skos:prefLable (did you mean skos:prefLabel"]),
        ("{ ?x a <http://example.org/x> }", ["the store has nothing named <http://example.org/x>"]),
        ("{ actor:arcadia dp:opposes actor:arcadia }", []),
        ("{ GRAPH graph:derived { actor:arcadia dp:opposes actor:arcadia } }", []),
        (
            "{ GRAPH ?g { ?x a dp:Statement ; dp:act act:denies } }",
            ["without GRAPH there would be 1 row: what is entailed"],
        ),
        ("{ GRAPH graph:derivd { ?x dp:supports ?y } }", ["the store has nothing named graph:derivd", "without GRAPH"]),
    ],
)
def test_a_custom_query_is_explained_too(query: str, words: list[str]) -> None:
    question = CATALOGUE.parse(f"SELECT ?x {query}", "-q")
    first, *told = why_no_rows(graph_of(CORNER), question, {})
    assert first == "no row answers this question"
    assert [said.startswith(word) for said, word in zip(told, words, strict=True)] == [True] * len(words), told
