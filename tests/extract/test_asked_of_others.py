"""Who demands that something be done is not the one who should do it, unless it is said or promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def sentences(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    return rows_of(text, gazetteer, "act", "sentence")


@pytest.mark.parametrize(
    ("text", "act", "sentence"),
    [
        ("Norway repeated its demand to reopen the port.", "demands", "The port should be reopened."),
        ("Norway renewed its demands to free the sailors.", "demands", "The sailors should be freed."),
        ("Norway issued an order to close the port.", "demands", "The port should be closed."),
        ("Norway repeated its call to end the war.", "calls-for", "The war should be ended."),
        ("Kenya's plea to lift the embargo was heard in Oslo.", "calls-for", "The embargo should be lifted."),
        ("Norway demanded to lift the embargo.", "demands", "The embargo should be lifted."),
        ("Norway repeated its demand to pay for the gas in roubles.", "demands", ""),
        ("Norway reiterated its request to send observers.", "calls-for", ""),
        ("Norway demanded to see the documents.", "demands", "Norway should see the documents."),
        ("Norway repeated its promise to reopen the port.", "promises", "Norway should reopen the port."),
        ("Norway renewed its threat to close the port.", "threatens", "Norway will close the port."),
    ],
)
def test_a_demand_is_not_to_be_met_by_who_makes_it(act: str, sentence: str, text: str, gazetteer: Gazetteer) -> None:
    assert (act, sentence) in sentences(text, gazetteer)


def test_what_others_are_asked_to_do_is_no_stance_of_those_who_judge_the_call(gazetteer: Gazetteer) -> None:
    found = sentences("Minister Holm criticised Norway's call to boycott the games.", gazetteer)
    assert ("opposes", "The games should be supported.") not in found
    assert not sentences("Norway was under pressure to ban the airline.", gazetteer)
