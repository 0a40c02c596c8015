"""A stance is drafted where somebody holds it: not where it is only likely, was held once, or depends on a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

HELD = [
    ("Kenya supports sanctions on Sudan.", [("supports", None)]),
    ("Kenya is unlikely to support sanctions on Sudan.", []),
    ("Kenya is likely to oppose sanctions on Sudan.", []),
    ("Kenya is likely to urge Sudan to open the port.", []),
    ("Kenya would probably demand that Sudan open the port.", []),
    ("Perhaps Kenya hopes that Sudan opens the port.", []),
    ("Kenya hopes that Sudan opens the port.", [("hopes", None)]),
    ("Kenya demanded that Sudan probably open the port.", [("demands", None)]),
    # The helper of an adjective stands with its verb.
    ("Kenya may be aware that Sudan has opened the port.", []),
    ("Kenya should be aware that Sudan has opened the port.", []),
    ("Kenya is aware that Sudan has opened the port.", [("reports", None)]),
    ("Kenya is worried that Sudan will open the port.", [("fears", None)]),
    ("Kenya may be worried that Sudan will open the port.", [("fears", None)]),
    ("Kenya once supported sanctions on Sudan.", []),
    ("Kenya initially opposed sanctions on Sudan.", []),
    ("Kenya would support sanctions on Sudan if Norway paid for them.", [("supports", "conditional")]),
    ("Kenya would oppose sanctions on Sudan unless Norway paid.", [("opposes", "conditional")]),
    ("Kenya would welcome sanctions on Sudan.", [("praises", None)]),
]


@pytest.mark.parametrize(("text", "rows"), HELD)
def test_who_holds_a_stance_takes_it(text: str, rows: list[tuple[object, ...]], gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "polarity") == rows


def test_a_fear_that_somebody_may_have_is_possible(gazetteer: Gazetteer) -> None:
    text = "Kenya {} worried that Sudan will open the port."
    assert rows_of(text.format("may be"), gazetteer, "certainty") == [("possible",)]
    assert rows_of(text.format("is"), gazetteer, "certainty") == [(None,)]


def test_the_case_is_no_part_of_what_depends_on_it(gazetteer: Gazetteer) -> None:
    text = "Kenya would support sanctions on Sudan if Norway paid for them."
    assert rows_of(text, gazetteer, "sentence") == [("There should be sanctions on Sudan.",)]


MEANT = [
    ("Kenya does not recognise Kosovo.", ("rejects", "Kosovo should be recognised.")),
    ("Kenya recognises Kosovo.", ("acknowledges", "Kosovo should be recognised.")),
    # Who is ready to do harm threatens it.
    ("Kenya is ready to attack Sudan.", ("threatens", "Kenya will attack Sudan.")),
    ("Kenya is prepared to send aid to Sudan.", ("offers", "Kenya should send aid to Sudan.")),
    # A vote is not what is voted on.
    (
        "Kenya abstained from a vote on sanctions against Sudan.",
        ("abstains", "Sanctions against Sudan should be adopted."),
    ),
    (
        "Kenya said sanctions on Sudan would be lifted, a claim Norway denied.",
        ("promises", "Sanctions on Sudan will be lifted."),
    ),
]


@pytest.mark.parametrize(("text", "row"), MEANT)
def test_the_act_is_the_one_that_is_meant(text: str, row: tuple[object, ...], gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence")[0] == row
