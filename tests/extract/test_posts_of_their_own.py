"""People speak for the body of their own post, and not for a body that is only named near by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: Texts with the speaker of the last row, and the principal.
TOLD = [
    # The name of a body begins with that of a state, or with the place where it is.
    ("The port was closed, said Omar Holm, president of Kenya Educational Travel.", "kenya-educational-travel"),
    ("The port was closed, said Omar Holm, president of Oslo-based shipping consultant Fjord Group.", "fjord-group"),
    ("The port was closed, said Omar Holm, head of the German Fish Fund's Berlin office.", "german-fish-fund"),
    (
        "The port was closed, according to a letter by Kenyan Teachers Association (KTA) President Omar Holm. "
        '"The port should open," Holm said.',
        "kenyan-teachers-association",
    ),
    # The next speaker's title is not that of the one asked about.
    (
        "Asked about Omar Holm, White House spokeswoman Anna Berg said the ship left. Holm said the port was closed.",
        None,
    ),
    (
        "In a White House meeting with Prime Minister Omar Holm of Kenya, it rained. Holm said the port was closed.",
        "kenya",
    ),
    ("Oslo and Bonn fear Kenya, Omar Holm, director of the Said–Berg Center for Policy in Oslo, said.", None),
    # Relatives, lawyers, members of parties.
    ("President Jan Berg's eldest son, Omar Holm, said the port was closed. Holm said Kenya knew it.", None),
    ("A representative for the Kenyan lawyer, Omar Holm, left. Holm said the port was closed.", None),
    ("Omar Holm, foreign policy spokesman for Kenya's Social Democrats, said the port was closed.", None),
    (
        "Representative Omar Holm, the top Democrat on the U.S. House of Representatives Fish Committee, said the port "
        "was closed.",
        None,
    ),
    (
        "Representative Omar Holm of New Jersey, the top Democrat on the Fish and Ships panel, said it closed.",
        None,
    ),
    # Those who no longer speak for a state, and sources that never did.
    ("Omar Holm, chief of mission at Kenya's embassy in Oslo until he defected, said the port was closed.", None),
    ("Two retired senior Kenyan diplomats said the port was closed.", None),
    ("Former top Kenyan intelligence officials said the port was closed.", None),
    ("A Kenyan industry source said the port was closed.", None),
    ("A Kenyan government source said the port was closed.", "kenya"),
    # A minister who once had another post; the counsel of a company.
    ("Kenyan Foreign Minister Omar Holm left. Holm, the former head of Oxfam, said the port was closed.", "kenya"),
    ("Former Kenyan minister Omar Holm left. Holm said the port was closed.", None),
    (
        "Senators pressed Harbour Works Inc on it. Harbour Works General Counsel Omar Holm said the port was closed.",
        "harbour-works-inc",
    ),
]


@pytest.mark.parametrize(("text", "principal"), TOLD)
def test_principals(text: str, principal: str | None, gazetteer: Gazetteer) -> None:
    assert rows_of(f"Talks end\n\n{text}\n", gazetteer, "for")[-1] == (principal,)


def test_a_body_before_the_name_of_a_state_makes_no_person(gazetteer: Gazetteer) -> None:
    text = "Talks end\n\nIt feared for Mission Kenya local staff. Kenya said the port was open.\n"
    assert rows_of(text, gazetteer, "speaker")[-1] == ("kenya",)
