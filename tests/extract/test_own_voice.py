"""For which state an official without one speaks, as far as the words themselves tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Norway is deeply concerned that Kenya has expelled its envoy, Foreign Minister Anna Berg said.", "norway"),
        ("Kenya expelled an envoy. Norway condemns the move, Foreign Minister Anna Berg said on Monday.", "norway"),
        ("Kenya and Peru talked. Norway hopes that they agree, Foreign Minister Anna Berg said.", "norway"),
        # A feeling that is denied or conditional, what somebody else says, and whoever has no office.
        ("Kenya and Peru talked. Norway is not concerned, Foreign Minister Anna Berg said on Monday.", None),
        ("Kenya and Peru talked. Norway will never pay, Foreign Minister Anna Berg said on Monday.", None),
        ("Kenya and Peru met in Oslo. Kenya is worried, analyst Anna Berg said on Monday.", None),
        ("Kenya and Peru met. Kenya is worried, Norwegian Foreign Minister Anna Berg said.", "norway"),
    ],
)
def test_a_government_speaks_of_its_own_feelings_and_acts(text: str, state: str | None, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "speaker", "for")[-1] == ("anna-berg", state)


@pytest.mark.parametrize(
    "words",
    [
        "We hope the Norwegian leaders will answer",
        "We urge Norway to answer",
        "All will be settled, and we expect Norway to answer",
    ],
)
def test_nobody_asks_of_the_own_state_what_another_is_to_do(words: str, gazetteer: Gazetteer) -> None:
    before = "Norway's land minister Omar Holm said on Monday that the port of Kenya was closed."
    for said, state in ((words, None), ("The map is right", "norway")):
        text = f'{before} Defence Minister Anna Berg said: "{said}."'
        assert {row for row in rows_of(text, gazetteer, "speaker", "for") if row[0] == "anna-berg"} == {
            ("anna-berg", state)
        }


def test_the_rows_before_the_state_is_told_have_it_too(gazetteer: Gazetteer) -> None:
    text = (
        'Kenya and Peru closed the port. "The port is closed," Foreign Minister Anna Berg said. '
        "Norway is concerned that Kenya will leave, Foreign Minister Anna Berg said. Berg said the ships were late."
    )
    found = [row for row in rows_of(text, gazetteer, "speaker", "for") if row[0] == "anna-berg"]
    assert found == [("anna-berg", "norway")] * 3


@pytest.mark.parametrize(
    ("others", "state"),
    [
        ("Norwegian Prime Minister Omar Holm", "kenya"),
        ("Norwegian Foreign Minister Omar Holm", None),
        ("Norwegian Prime Minister Omar Holm and Peru", None),
    ],
)
def test_in_the_other_state_of_a_text_the_office_is_somebody_elses(
    others: str, state: str | None, gazetteer: Gazetteer
) -> None:
    text = (
        "Kenya expels Norwegian diplomat over killing of Lars Dahl\n\nKenya expelled Oslo's head of Norway's "
        "agency. Ties between Nairobi and Oslo were low.\n\nPrime Minister Anna Berg informed the opposition that "
        f"her government had evidence linking Norwegian agents to the killing. I raised it with {others}, Berg said."
    )
    assert {row for row in rows_of(text, gazetteer, "speaker", "for") if row[0] == "anna-berg"} == {
        ("anna-berg", state)
    }
