"""The post by which a text introduces a person tells for whom the person speaks, also later in the text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: Texts with who speaks in the last row, and for whom.
POSTS: list[tuple[str, object]] = [
    ("Greenpeace director Anna Berg said the port was closed.", "greenpeace"),
    ("Anna Berg, director of the Harbour Council, resigned. Berg said the port was closed.", "harbour-council"),
    ("Nordic Fish Workers' Union leader Omar Holm said the port was closed.", "nordic-fish-workers-union"),
    (
        "Harbour Council for the Safety of Seafarers campaigner Anna Berg said the port was closed.",
        "harbour-council-for-the-safety-of-seafarers",
    ),
    (
        "Ships of the Nordic Sea Union (NSU) left. NSU trade commissioner Omar Holm said the port was closed.",
        "nordic-sea-union",
    ),
    ("Kenyan deputy trade minister Omar Holm left. Holm said the port was closed.", "kenya"),
    # A title before the name and the state after it; two such names are joined.
    ("Kenya saw President Anna Berg of Norway and President Omar Holm of Sweden. Holm said aid was late.", "sweden"),
    ("Kenya saw President Anna Berg of Norway and President Omar Holm of Sweden. Berg said aid was late.", "norway"),
    (
        "President Anna Berg of Norway and President Omar Holm of Sweden agreed to open the border.",
        {"anna-berg": "norway", "omar-holm": "sweden"},
    ),
    # Only the genitive of a state stands before a full name that speaks.
    ("Russia's Maria Zakharova said that the sanctions were illegal.", "russia"),
    ("Iran's Abbas Araghchi told reporters that a deal was close. Araghchi urged Oman to help.", "iran"),
    ("Norway's Anna Berg, director of Oxfam, said that aid was late.", "oxfam"),
    # A spokesman without a name, or of a body that has just acted.
    ("A spokesman for the Baltic League said that the force would leave Somalia.", "baltic-league"),
    (
        'Kenya\'s Foreign Ministry rejected the map. Spokeswoman Grace Odinga wrote: "Kenya wants talks."',
        "kenyan-foreign-ministry",
    ),
    # An official without a name acts, and a full name speaks of what the same state will do or is doing.
    ("The French fisheries minister was angry. Anna Girardin said that Paris would act.", "france"),
    ("Egypt's trade minister rejected the plan. Omar Said told reporters his country would not accept it.", "egypt"),
    ("The Kenyan minister left. Nairobi was not asking for aid, Omar Said said.", "kenya"),
    ("Her Belgian colleague was relaxed. Belgium could live with the offer, Hans Dekker said.", "belgium"),
    (
        "United States Harbour Services Administration administrator Anna Berg said the port was closed.",
        "united-states-harbour-services-administration",
    ),
    ("The secretary general of KBC (Kenyan Bishops Conference), Omar Holm, said the port was closed.", "kbc"),
    ("Saudi officials said the port was closed.", "saudi-arabia"),
    ("The U.S. attorney for the District of Nevada, Anna Berg, said the port was closed.", "united-states"),
]
NOBODY = [
    "The mayor of Nairobi, Peter Otieno, said the port was closed.",
    "London Mayor Anna Berg said the port was closed.",
    "Anna Berg, president of the Turku region in Kenya, said the port was closed.",
    "Anna Berg of the University of Nairobi said the port was closed.",
    "Former Kenyan foreign minister Omar Holm said the port was closed.",
    "Kenyan senator Omar Holm said the port was closed.",
    "The chairman of the House Fish Committee, Omar Holm, said the port was closed.",
    "Undersecretary for Education Omar Holm said the port was closed.",
]
#: The named one may be somebody else than the official: others say the same of the state, or stand beside.
SOMEBODY_ELSE = [
    "The French ambassador was expelled. Omar Said said that France would pay.",
    "The French ambassador was angry. Omar Said said that France had lied.",
    "The Kenyan minister met Ivan Petrov. Omar Said said that Nairobi would not pay.",
    "The French minister and the Kenyan minister met. Omar Said said that Nairobi would not pay.",
    "The Kenyan minister left. The police came. Nairobi would not pay, Omar Said said.",
    "The Kenyan runner left. Nairobi would not pay, Omar Said said.",
    "Her Belgian colleague was relaxed. Norway could live with the offer, Hans Dekker said.",
    "Kenya's Grace Odinga won the race.\n\nOdinga said the road was wet.",
    "The BBC reported the raid. Spokeswoman Grace Odinga said that the field was closed.",
]


def last_row(text: str, gazetteer: Gazetteer) -> dict[str, object]:
    return Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements[-1]


def test_the_post_in_an_introduction_gives_the_principal(gazetteer: Gazetteer) -> None:
    rows = [(text, last_row(text, gazetteer).get("for"), wanted) for text, wanted in POSTS]
    assert [(text, told) for text, told, wanted in rows if told != wanted] == []


def test_local_posts_scholars_and_former_officials_speak_for_nobody_else(gazetteer: Gazetteer) -> None:
    rows = [(text, last_row(text, gazetteer)) for text in NOBODY]
    assert [(text, row["for"]) for text, row in rows if "for" in row] == []


def test_a_name_that_may_be_somebody_elses_than_the_officials_is_left_open(gazetteer: Gazetteer) -> None:
    rows = [(text, last_row(text, gazetteer)) for text in SOMEBODY_ELSE]
    assert [(text, row["for"]) for text, row in rows if "for" in row] == []


def test_a_new_body_for_which_somebody_speaks_is_proposed(gazetteer: Gazetteer) -> None:
    draft = Drafter(
        "Anna Berg, head of the Harbour Council, said the port was closed.", gazetteer, date(2023, 7, 13)
    ).draft()
    assert "harbour-council" in {entry.slug for entry in draft.entries}


def test_a_speech_below_a_name_with_an_office_is_that_persons(gazetteer: Gazetteer) -> None:
    text = (
        "Address Before a Joint Session of the Congress on the State of the Union\n\nPresident Arvid Holm\n\n"
        "January 20, 2015\n\nOur ships are leaving the region. We will keep the port of Oslo open for ten years.\n"
    )
    draft = Drafter(text, gazetteer, date(2015, 1, 20)).draft()
    assert {(row["speaker"], row["for"]) for row in draft.statements} == {("arvid-holm", "united-states")}
