"""What somebody admits or denies to have done is a sentence of its own; what nobody says is no row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "act", "sentence"),
    [
        (
            "Anna Berg pleaded guilty last month to lying to the police.",
            "acknowledges",
            "Anna Berg lied to the police.",
        ),
        (
            "Anna Berg pleaded guilty on Friday to a charge of selling arms to Kenya.",
            "acknowledges",
            "Anna Berg sold arms to Kenya.",
        ),
        ("Anna Berg pleaded not guilty to a charge of lying to the police.", "denies", "Anna Berg lied to the police."),
        # What is asked for is still asked for.
        ("Anna Berg pleaded for more time.", "calls-for", "There should be more time."),
        ("Anna Berg agreed to plead guilty to fraud.", "agrees", "Anna Berg should plead guilty to fraud."),
    ],
)
def test_a_plea_admits_or_denies(text: str, act: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence") == [(act, sentence)]


@pytest.mark.parametrize(
    "text", ["Anna Berg pleaded not guilty.", "Two sailors pleaded guilty to seven counts of fraud."]
)
def test_a_plea_without_a_deed_asks_for_nothing(text: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Norway denies meddling in the Kenyan election.", "Norway meddled in the Kenyan election."),
        ("Norway denied arming the rebels in Kenya.", "Norway is arming the rebels in Kenya."),
        ("Anna Berg denies knowing anything about the raid.", "Anna Berg knows something about the raid."),
        ("Anna Berg denied knowing anything about the raid.", "Anna Berg knew something about the raid."),
        ("Kenya has denied allegations of meddling in the vote.", "Kenya meddled in the vote."),
        ("Kenya denied allegations of meddling by its army.", "There has been meddling by Kenya's army."),
        ("Kenya denies any collusion with Norway.", "Kenya has colluded with Norway."),
        (
            "Kenya denied collusion between its army and Norway.",
            "There has been collusion between Kenya's army and Norway.",
        ),
        (
            "Kenya has denied any attempts to sway the vote in Norway.",
            "Kenya has attempted to sway the vote in Norway.",
        ),
        # Of whom, or what it was, is not said.
        ("Kenya denies any collusion.", ""),
        ("Kenya denied the collusion.", ""),
        ("Kenya denied any torture of prisoners.", ""),
        ("Kenya denied any secret activity.", ""),
    ],
)
def test_what_is_denied_is_what_was_done_or_is_so(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence") == [("denies", sentence)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The Kenyan Foreign Ministry declined comment on the raid.", 0),
        ("Anna Berg's lawyer declined a request for comment on the raid.", 0),
        ("Anna Berg ignored questions from reporters about the raid.", 0),
        ("Anna Berg said the truce would hold, though she did not give details.", 1),
        ("Anna Berg told reporters that the port was closed, but offered no hint that it would open again.", 1),
        ("Anna Berg said Kenya had not given details of the plan.", 1),
        ("Kenya rejected the request for more troops.", 1),
    ],
)
def test_what_nobody_says_is_no_row(text: str, count: int, gazetteer: Gazetteer) -> None:
    assert len(rows_of(text, gazetteer, "act", "sentence")) == count


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg said in a statement at the time that {}.",
        "Anna Berg said in a written answer to a question from Adam Holm, a member of the committee, that {}.",
        "Foreign Minister Anna Berg said on the same show that {}.",
        "Anna Berg said in papers filed on Monday that {}.",
    ],
)
def test_what_is_said_comes_after_where_it_is_said(text: str, gazetteer: Gazetteer) -> None:
    said = "the port of Mombasa was closed"
    assert rows_of(text.format(said), gazetteer, "speaker", "quote") == [("anna-berg", said)]
