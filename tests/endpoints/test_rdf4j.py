"""RDF4J as a store: what is tried with the others, as far as a server for one module can be afforded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import test_load
import test_ownership
import test_remote
import test_switch
from graphs import SEEDS
from rdf4j_server import rdf4j_server
from servers import emptied

from kg.endpoints.load import LoadOptions, load
from kg.endpoints.sparql import Endpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from servers import Server

__all__ = ["rdf4j_server"]

LOADS, OWNER = test_load.TestLoading(), test_ownership.TestOwner()
TRIALS = [
    LOADS.test_new_graphs_are_sent_once,
    LOADS.test_it_sends_what_has_changed_and_nothing_else,
    LOADS.test_removed_sources_are_pruned_only_on_request_and_only_if_owned,
    LOADS.test_an_edited_store_is_noticed_and_repaired,
    OWNER.test_graphs_without_an_owner_are_asked_about_once,
    test_load.TestTwoLoads().test_many_concurrent_loaders_take_turns,
    test_load.TestKilled().test_a_loader_that_is_killed_is_followed_by_one_that_finishes,
    test_load.test_readers_see_old_or_new_and_never_neither,
    test_switch.test_readers_see_one_version_of_the_whole,
    test_switch.test_blank_nodes_of_two_graphs_stay_two,
]
#: Its planner takes more than a minute for this; docs/triplestores.md says so.
SLOW = ("new",)


@pytest.fixture
def server(rdf4j_server: Server) -> Server:
    return emptied(rdf4j_server)


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.__name__)
def test_each_load_test_passes_on_rdf4j(server: Server, trial: Callable[[Server], None]) -> None:
    trial(server)


def test_every_question_but_the_slow_ones_answers_there_as_here(server: Server) -> None:
    load(server.profile, test_remote.contents(SEEDS), LoadOptions(prune=True, verify="full"))
    endpoint = Endpoint(server.profile, timeout=300)
    wrong = []
    for name in (name for name in test_remote.NAMES if name not in SLOW):
        question = test_remote.find(name)
        cases = list(test_remote.cases(question))[:2]
        found = ((test_remote.there(endpoint, question, terms), terms) for terms in cases)
        wrong += [(name, terms) for rows, terms in found if rows != test_remote.here(SEEDS, question.text, terms)]
    assert wrong == []
    test_remote.TestTheCatalogue().test_patterns_outside_graph_search_all_graphs(server)
