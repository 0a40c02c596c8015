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
    ],
)
def test_the_construction_tells_the_act(text: str, act: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act") == [(act,)]


def test_whoever_convenes_a_summit_asks_for_nothing(gazetteer: Gazetteer) -> None:
    assert rows_of("Norway called a special summit for Thursday.", gazetteer, "act") == []
