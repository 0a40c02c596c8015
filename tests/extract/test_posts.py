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
POSTS = [
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


def last_row(text: str, gazetteer: Gazetteer) -> dict[str, object]:
    return Drafter(text, gazetteer, date(2023, 7, 13)).draft().statements[-1]


def test_the_post_in_an_introduction_gives_the_principal(gazetteer: Gazetteer) -> None:
    rows = [(text, last_row(text, gazetteer).get("for"), wanted) for text, wanted in POSTS]
    assert [(text, told) for text, told, wanted in rows if told != wanted] == []


def test_local_posts_scholars_and_former_officials_speak_for_nobody_else(gazetteer: Gazetteer) -> None:
    rows = [(text, last_row(text, gazetteer)) for text in NOBODY]
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
