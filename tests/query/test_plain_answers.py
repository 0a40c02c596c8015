"""Questions give what a plain reading of the rows of small random worlds gives, with no, one and two parameters."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from graphs import graph_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from plain_answers import NARROWED, QUESTIONS, Answer, Given, Question
from plain_reading import Reading
from worlds import day, rows_at_random, write_world

from kg.namespaces import PREFIXES, slug_of
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.run import run_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pytest

CATALOGUE = Catalogue(shipped("queries"))
#: What parameters are given; of others, what is in the answer without any.
VALUES = {
    "since": [day(3), day(6)],
    "until": [day(4), day(7)],
    "issue": ["ceasefire", "peace-talks", "war-and-security"],
    "text": ["REMARK 0", "remark 1"],
    "certainty": ["possible", "certain"],
}


def asked(store: ox.Store, name: str, given: Given) -> list[Answer]:
    """Return the answer of the catalogue, as slugs."""
    question = CATALOGUE.find(name)
    terms = {key: _term(question.parameters[key].type, value) for key, value in given.items()}
    results: Any = run_query(store, question.text, terms or None)
    names = [variable.value for variable in results.variables]
    return [{key: slug_of(row[key].value) if row[key] else "" for key in names} for row in results]


def _term(type_: str, value: str) -> ox.NamedNode | ox.Literal:
    if type_ == "date":
        return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    return ox.Literal(value) if type_ == "string" else ox.NamedNode(PREFIXES[type_] + value)


def compared(rows: Iterable[Answer], columns: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[column] for column in columns) for row in rows)


def expected(world: Reading, question: Question, given: Given) -> set[tuple[str, ...]]:
    kept = (
        row
        for row in question.answer(world, given)
        if all(
            NARROWED.get(key, lambda row, value, key=key: row[key] == value)(row, value) for key, value in given.items()
        )
    )
    return set(compared(kept, question.columns))


def parameters_at_random(pick: random.Random, question: Question, rows: list[Answer]) -> Iterator[Given]:
    """Yield no parameter, each alone, and some pairs of them."""
    pairs = [*combinations(question.parameters, 2)]
    for names in [(), *((name,) for name in question.parameters), *pick.sample(pairs, min(3, len(pairs)))]:
        found = {name: VALUES.get(name) or sorted({row[name] for row in rows if row[name]}) for name in names}
        if all(found.values()):
            yield {name: pick.choice(values) for name, values in found.items()}


@settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # a smaller seed is no smaller world
@given(st.integers(0, 1_000_000))
def test_every_answer_is_that_of_a_plain_reading(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    pick = random.Random(seed)
    rows = rows_at_random(pick, pick.choice((6, 12, 20)))
    store = graph_of(write_world(tmp_path_factory.mktemp("world"), rows))
    world = Reading(rows, store)
    for name, question in QUESTIONS.items():
        for given_ in parameters_at_random(pick, question, asked(store, name, {})):
            found = asked(store, name, given_)
            if name == "between":  # what they say of each other is `said-of`
                found = [row for row in found if row["relation"] in ("agrees with", "differs from")]
            wanted = expected(world, question, given_)
            assert compared(found, question.columns) == Counter(wanted), (name, given_)
