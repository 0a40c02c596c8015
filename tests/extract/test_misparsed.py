"""Sentences that the parser or the quotation marks tear apart are worded, and others that look like them are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import sentences_of

from kg.extract.article.nlp import parse

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        # The subject stands beside "over" or "was" in the parse.
        (
            "According to the Kenyan Interior Ministry over 30 fishing boats have been sunk in a storm near Oslo.",
            "Over 30 fishing boats have been sunk in a storm near Oslo.",
        ),
        # The pronoun before the quoted words is the reporter's, and means who speaks.
        (
            'Anna Berg left early, insisting she was "never directly or indirectly asked by any minister".',
            "Anna Berg was directly or indirectly asked by a minister.",
        ),
        ('Norway said it had "not been asked" by Kenya.', "Norway had been asked by Kenya."),
        # What something is found or called.
        (
            "Anna Berg found the raid on Oslo justified and called Kenya's order swift, forceful and decisive.",
            "The raid on Oslo is justified.",
        ),
        (
            "Anna Berg found the raid on Oslo justified and called Kenya's order swift, forceful and decisive.",
            "Kenya's order is swift, forceful and decisive.",
        ),
        # What somebody has done stands in a noun.
        ("President Arvid Holm was ill. The government of Norway announced his death.", "Arvid Holm has died."),
        ("Norway confirmed the resignation of Arvid Holm.", "Arvid Holm has resigned."),
        # A noun that lacks its "that", and what "this Congress" and "this country" are.
        (
            "Norway said there was no evidence the raids on Oslo came from Kenya.",
            "There was evidence that the raids on Oslo came from Kenya.",
        ),
        (
            'The United States Congress met on Monday. Anna Berg said: "I pledge that this Congress will be open."',
            "The United States Congress will be open.",
        ),
        ('Anna Berg, the prime minister of Norway, said: "This country needs peace."', "Norway needs peace."),
        # "As one" and "those under 19" take up nothing.
        ("Kenya said the region stands as one.", "The region stands as one."),
        ("Kenya prohibited travel for those under 19.", "Travel for those under 19 should be prohibited."),
    ],
)
def test_what_is_torn_apart_is_worded(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentence in sentences_of(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        'Norway said Kenya had left and that it had "closed the port".',
        'Anna Berg said: "She was never asked."',
        "Norway confirmed the death of the deal with Kenya in May.",
        "Norway confirmed the death of Arvid Holm in Kenya.",
        "Norway announced his early retirement.",
        "Kenya announced the start of a project to build a dam.",
        'Anna Berg said: "I pledge that this Council will be open."',
        "Kenya said Norway wanted the first one.",
        "Kenya prohibited travel for those.",
        "Kenya asked Norway to find and free them.",
    ],
)
def test_what_takes_up_something_else_stays_blank(text: str, gazetteer: Gazetteer) -> None:
    assert "" in sentences_of(text, gazetteer)


def test_a_word_with_two_prefixes_is_one_word() -> None:
    words = [token.text for token in parse("A non-co-operative firm called for de-escalation.")]
    assert words == ["A", "non-co-operative", "firm", "called", "for", "de-escalation", "."]
