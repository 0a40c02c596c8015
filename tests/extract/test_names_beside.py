"""Names beside other words: a state before a person's name, a decree, a headline's next word, a bare last name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from cases import for_each

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: Texts, and who speaks in the last row; None if nobody does.
SPEAKERS = {
    "The speech of Prime Minister of Armenia Nikol Pashinyan failed. Armenia is ready to discuss the deal.": "armenia",
    "The speech of Foreign Minister of New Zealand Anna Berg failed. New Zealand is ready to sign.": "new-zealand",
    "The speech of Prime Minister of Kenya Anna Berg failed. Berg said that talks go on.": "anna-berg",
    "A spokesman said that a Decree of Holm recognises the independence of Kenya.": "holm",
    "Border Will Not Be Closed, Says Top EU Diplomat Ahead of Oslo Meeting": None,
}


@for_each(("text", "speaker"), SPEAKERS.items())
def test_a_name_has_no_words_of_what_stands_beside_it(text: str, speaker: str | None, gazetteer: Gazetteer) -> None:
    rows = Drafter(text, gazetteer, date(2023, 9, 7)).draft().statements
    assert (rows[-1].get("speaker") if rows else None) == speaker


#: Texts of 2016, when the known one held no office, and who speaks in them.
BARE = {
    "Clinton said the raid failed.": "clinton",
    "Hillary Clinton met envoys. Clinton said the raid failed.": "hillary-clinton",
    "Clinton said the raid failed. Hillary Clinton met envoys.": "hillary-clinton",
    "US Secretary of State Clinton said the raid failed.": "hillary-clinton",
    "Lavrov said the raid failed.": "sergei-lavrov",
}


@for_each(("text", "speaker"), BARE.items())
def test_a_bare_last_name_is_no_known_person_of_another_time(text: str, speaker: str, gazetteer: Gazetteer) -> None:
    assert Drafter(text, gazetteer, date(2016, 6, 3)).draft().statements[-1]["speaker"] == speaker


def test_a_bare_last_name_is_the_known_person_in_office(gazetteer: Gazetteer) -> None:
    draft = Drafter("Clinton said the raid failed.", gazetteer, date(2012, 6, 3)).draft()
    assert draft.statements[-1]["speaker"] == "hillary-clinton"


#: Texts, and for whom the speaker of the last row speaks.
LED = {
    "The foreign ministers of the Saudi-led bloc said that Qatar had rejected the demands.": None,
    "Officials of the US-backed coalition said that Qatar had rejected the demands.": None,
    "The spokesman of the Saudi-led coalition, Anna Berg, said that Qatar had rejected the demands.": None,
    "The foreign ministers of Saudi Arabia said that Qatar had rejected the demands.": "saudi-arabia",
    "Saudi officials said that Qatar had rejected the demands.": "saudi-arabia",
}


@for_each(("text", "principal"), LED.items())
def test_who_only_leads_a_bloc_is_not_spoken_for(text: str, principal: str | None, gazetteer: Gazetteer) -> None:
    assert Drafter(text, gazetteer, date(2017, 7, 5)).draft().statements[-1].get("for") == principal


_TALKS = "Kenya's foreign minister Anna Berg said talks in Norway failed.\n\nRaids in Norway went on.\n\nShips sank."

#: Sentences after that, in which a president is named without a state, and for whom he speaks.
PRESIDENTS = {
    "Tensions rose between Kenya and Uganda, with President Holm criticising the raid.": "kenya",
    "Tensions rose between Norway and Uganda, with President Holm criticising the raid.": None,
    "Uganda's foreign minister Omar Lund said that Kenya is wrong. "
    "Tensions rose between Kenya and Uganda, with President Holm criticising the raid.": None,
}


@for_each(("text", "principal"), PRESIDENTS.items())
def test_a_president_without_a_state_is_of_the_only_one_that_spoke(
    text: str, principal: str | None, gazetteer: Gazetteer
) -> None:
    rows = Drafter(f"{_TALKS}\n\n{text}", gazetteer, date(2026, 1, 8)).draft().statements
    assert [row.get("for") for row in rows if row.get("speaker") == "holm"] == [principal]
