"""Acts that the construction tells: what is not needed, best to do, stressed, shared by two verbs, or offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Foreign Minister Sergei Lavrov said no further talks are needed to settle the question.", "denies"),
        ("Foreign Minister Sergei Lavrov said more talks are needed to settle the question.", "calls-for"),
        ("Foreign Minister Sergei Lavrov said sailors do not need to leave the port.", "denies"),
        ("Foreign Minister Sergei Lavrov said sailors need to leave the port.", "calls-for"),
        ("Foreign Minister Sergei Lavrov said it is best for sailors to stay in Oslo.", "urges"),
        ("Foreign Minister Sergei Lavrov said it is the best port of Norway.", "claims"),
        ("Foreign Minister Sergei Lavrov said Kenya and Norway failed to agree on the budget.", "reports"),
        ("Foreign Minister Sergei Lavrov said Kenya failed to pay its debts.", "criticises"),
        ("Foreign Minister Sergei Lavrov stressed the port was closed in June.", "claims"),
        ("Foreign Minister Sergei Lavrov said the port was closed in June.", "reports"),
        ("The toll of the brutal raids has passed 2,100, according to a Norwegian group of monitors.", "reports"),
        ("Foreign Minister Sergei Lavrov said Russia welcomed and supported the truce.", "praises"),
        ("Norway is willing to host the talks.", "offers"),
        ("Norway is not willing to host the talks.", "refuses"),
        ("Norway announced its readiness to host the talks.", "offers"),
        ("Norway called for a summit on trade.", "calls-for"),
        ("Norway said the raid must have been planned.", "claims"),
        ("Norway said the raid must be condemned.", "demands"),
        ('The Kenyan authorities said: "33 people killed, all but three of them sailors."', "reports"),
        ("Norway denied entry to a delegation of Kenyan traders.", "refuses"),
        ("Norway denied the existence of the plan.", "denies"),
        ("Norway echoed the Kenyan condemnation of the raid.", "criticises"),
        ("Foreign Minister Sergei Lavrov said Russia does not recognise the result of the vote.", "rejects"),
        ('The spokesman of the ministry, Jan Dahl, said: "The government urges Kenya to stop the raids."', "urges"),
        ("Foreign Minister Sergei Lavrov called the remarks rude.", "criticises"),
        ("Foreign Minister Sergei Lavrov said the report is seriously flawed.", "criticises"),
        ("Norway unveiled a peace plan for Kenya.", "proposes"),
        ("Norway warned that it would strike back if the port is closed.", "threatens"),
        ("Norway warned that it would not accept the treaty.", "refuses"),
        ("Norway warned that the talks would fail.", "warns"),
        ("Anna Berg said Omar Holm was distorting the facts.", "accuses"),
        ('"What we want to see is a truce in Oslo," Foreign Minister Sergei Lavrov said.', "calls-for"),
    ],
)
def test_the_construction_tells_the_act(text: str, act: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act") == [(act,)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway called a special summit for Thursday.",
        "Norway called in the Kenyan ambassador to Oslo.",
        "Norway has called in a Kenyan diplomat in Oslo to hear the facts.",
        "It was a vote meant to bring peace.",
        "They used maps that Norway did not recognise.",
        "The ambassador, while not wanting to discuss the matter, left.",
    ],
)
def test_other_senses_take_no_side(text: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act") == []
