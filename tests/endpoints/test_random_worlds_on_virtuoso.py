"""Questions of which Virtuoso has lost rows of small random worlds: it gives the rows that the embedded store gives."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from graphs import graph_of
from servers import Server, emptied
from worlds import rows_at_random, write_world

from kg.endpoints.content import from_statements
from kg.endpoints.load import load
from kg.endpoints.parts import answer_question
from kg.endpoints.sparql import Endpoint
from kg.paths import shipped
from kg.query.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("seed", [1, 2])
def test_uncertain_gives_there_the_rows_that_it_gives_here(tmp_path: Path, virtuoso_server: Server, seed: int) -> None:
    """A test of a certainty that is not given once left out all that is only passed on."""
    store = graph_of(write_world(tmp_path, rows_at_random(random.Random(seed), 60)))
    graphs = {name.value: list(store.quads_for_pattern(None, None, None, name)) for name in store.named_graphs()}
    load(emptied(virtuoso_server).profile, from_statements(graphs))
    question = Catalogue(shipped("queries")).find("uncertain")
    rows = _plain(store.query(question.text))
    assert any(row[0].startswith("passed on") for row in rows)
    endpoint = Endpoint(virtuoso_server.profile, timeout=300)
    assert _plain(answer_question(endpoint, question.text, parts=question.parts)) == rows


def _plain(answer: Any) -> Counter[tuple[str, ...]]:
    return Counter(tuple(str(getattr(term, "value", "")) for term in row) for row in answer)
