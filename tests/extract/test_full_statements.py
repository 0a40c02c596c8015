"""Statements in full: the government's and the ministry's own stances, and each verb of "we support X and urge Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

TITLE = "Statement by the Ministry of Foreign Affairs of Norway\n\n"


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    return rows_of(TITLE + text, gazetteer, "act", "sentence")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "The Government of Norway condemns the raid on civilians.",
            [("condemns", "The raid on civilians is right.")],
        ),
        (
            "We support the efforts of Kenya and urge Syria to hold elections.",
            [
                ("supports", "The efforts of Kenya should be supported."),
                ("urges", "Syria should hold elections."),
            ],
        ),
        (
            "We condemn the raid on Oslo and call for a lasting truce.",
            [("condemns", "The raid on Oslo is right."), ("calls-for", "There should be a lasting truce.")],
        ),
    ],
)
def test_every_verb_of_its_own_stances_gives_a_row(
    text: str, found: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert rows(text, gazetteer) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Another government's stance is only told.
        (
            "The Government of Kenya condemns the raid on civilians.",
            [("claims", "The Government of Kenya condemns the raid on civilians.")],
        ),
        # The second verb belongs to the infinitive.
        (
            "We want to open the port and help the town.",
            [("hopes", "Norway will open the port and help the town.")],
        ),
    ],
)
def test_what_is_no_stance_of_its_own_gives_none(text: str, found: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer) == found
