"""Acts that the main verb does not name: wrongs that go on, what one has nothing to do with, feelings, threats."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BERG = "Norwegian Foreign Minister Anna Berg said "


def drafted(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    draft = Drafter(text, gazetteer, date(2012, 6, 3)).draft()
    return [(str(row["act"]), draft.propositions[str(row["proposition"])].sentence) for row in draft.statements]


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("Kenya continues to fuel separatism in Svalbard.", "accuses"),
        ("Kenya uses gas to blackmail Norway.", "accuses"),
        ("Kenya is trying to sabotage the talks in Oslo.", "accuses"),
        ("Kenya is still engaged in a hybrid war against Norway.", "accuses"),
        ("the evidence shows that Kenya bombed the port of Oslo.", "accuses"),
        ("all the evidence points to the fact that Kenya is behind the attack on Oslo.", "blames"),
        ("the act seeks to undermine the courts of Norway.", "blames"),
        ("the wrong approach of Kenya continues to exacerbate the war in Somalia.", "blames"),
        ("Kenya is ignoring the calls for a truce in Somalia.", "accuses"),
        ("Kenya deliberately escalates the situation in Somalia.", "accuses"),
        # what is meant well, what is not so, and what is fought
        ("Kenya wants to prevent a war in Somalia.", "claims"),
        ("Kenya is not trying to undermine the talks in Oslo.", "denies"),
        ("Kenya is waging a war on drugs.", "claims"),
        ("the evidence shows that Kenya did not bomb the port of Oslo.", "claims"),
        ("Kenya is engaged in a war against Somalia.", "reports"),
    ],
)
def test_a_wrong_beside_the_verb(words: str, act: str, gazetteer: Gazetteer) -> None:
    assert [row[0] for row in drafted(BERG + words, gazetteer)] == [act]


@pytest.mark.parametrize(
    ("words", "act", "sentence"),
    [
        ("Norway had nothing to do with the raid on Mombasa.", "denies", "Norway had something to do with"),
        ("Norway had nothing whatsoever to do with the raid.", "denies", "Norway had something to do with"),
        ("she was “saddened” Kenya has closed the port of Mombasa.", "regrets", "Kenya has closed the port"),
        ("the government was deeply disappointed that Kenya had left.", "regrets", "Kenya had left"),
        ("“Norway is opposed to commercial whaling.”", "opposes", "There should be commercial whaling"),
        ("Norway is not opposed to the dam of Kenya.", "opposes", "The dam of Kenya should be supported"),
        ("the government opposes the dam of Kenya.", "opposes", "The dam of Kenya should be supported"),
        ("the government is ready to talk to Kenya.", "offers", "Norway should talk to Kenya"),
        ("the government will close the port of Oslo.", "promises", "The government of Norway will close"),
        ("“we continue to call on Kenya to close the port of Mombasa.”", "calls-for", "Kenya should close the port"),
        ("“we continue to support the talks in Nairobi.”", "supports", "The talks in Nairobi should be supported"),
        ("“we need to have further talks with Kenya.”", "calls-for", "Norway needs to have further talks with Kenya"),
        ("Kenya has been a very great ally of Norway.", "praises", "Kenya has been a very great ally of Norway"),
        ("Norway will take legal action against Kenya.", "threatens", "Norway will take legal action against Kenya"),
        ("Norway will take action against poverty.", "promises", "Norway will take action against poverty"),
        ("an agreement on the port could be reached before May.", "expects", "An agreement on the port could be"),
        ("an agreement could have been reached by May.", "claims", "An agreement could have been reached"),
    ],
)
def test_other_words_for_an_act(words: str, act: str, sentence: str, gazetteer: Gazetteer) -> None:
    (row,) = drafted(BERG + words, gazetteer)
    assert (row[0], row[1][: len(sentence)]) == (act, sentence)


@pytest.mark.parametrize(
    ("text", "act", "sentence"),
    [
        (
            "Peru welcomed the court's suggestion that Norway and Kenya continue the talks in Oslo.",
            "proposes",
            "Norway and Kenya should continue the talks in Oslo.",
        ),
        (
            "Kenya rejected the announcement by Norway and Peru about more troops.",
            "rejects",
            "The announcement by Norway and Peru about more troops should be accepted.",
        ),
        (
            "Norway rejected all grounds of the Kenyan lawyers.",
            "rejects",
            "All grounds of the Kenyan lawyers should be accepted.",
        ),
    ],
)
def test_what_a_noun_says(text: str, act: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert drafted(text, gazetteer)[-1] == (act, sentence)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Norway asks for forgiveness for the crimes of its army in Kenya.", ["apologises"]),
        ("Norway asked for help after the flood in Oslo.", ["urges"]),
        ("The Norwegian embassy denied return cards to the workers from Kenya.", ["refuses"]),
        ("Norway disputes the name of the island.", ["opposes"]),
        ("Norway disputes the claim that its ships have left.", ["denies"]),
        ("Norway brought up the issue of the border during the meeting.", []),
        ("Norway delivered a warning to Kenya over the port of Oslo.", []),
        ("Norway gave its assurances to Kenya.", []),
    ],
)
def test_nouns_that_give_the_act(text: str, acts: list[str], gazetteer: Gazetteer) -> None:
    assert [row[0] for row in drafted(text, gazetteer)] == acts
