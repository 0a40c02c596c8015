"""What speakers will do only on a condition: "only if", "unless", "on condition that"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import DAY, sentences_of

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BERG = "Norwegian Foreign Minister Anna Berg said "

CONDITIONS = [
    ("Norway will only open the port if Kenya pays.", "Norway will open the port.", "Kenya pays."),
    ("Norway will open the port only after Kenya has paid.", "Norway will open the port.", "Kenya has paid."),
    ("Norway will not open the port unless Kenya pays.", "Norway will open the port.", "Kenya pays."),
    (
        "Norway would sign the treaty on condition that Kenya withdraws its troops.",
        "Norway will sign the treaty.",
        "Kenya withdraws its troops.",
    ),
]


def row_of(text: str, gazetteer: Gazetteer) -> tuple[object, ...]:
    draft = Drafter(f"{text}\n", gazetteer, DAY).draft()
    (row,) = draft.statements
    slugs = [str(row[key]) for key in ("proposition", "condition") if key in row]
    return (row["act"], row.get("polarity"), *(draft.propositions[slug].sentence for slug in slugs))


@pytest.mark.parametrize(("words", "then", "first"), CONDITIONS)
def test_a_condition_has_two_propositions(words: str, then: str, first: str, gazetteer: Gazetteer) -> None:
    assert row_of(BERG + words, gazetteer) == ("makes-condition", None, then, first)


PROMISES = [
    ("Norway will open the port if Kenya pays.", "Norway will open the port if Kenya pays."),
    # Its parts make no sentence.
    ("Norway will only open the port if they pay.", ""),
    # Negated, and yet no "unless".
    ("Norway will not open the port after Kenya has left.", None),
]


@pytest.mark.parametrize(("words", "sentence"), PROMISES)
def test_other_promises_stay_what_they_are(words: str, sentence: str | None, gazetteer: Gazetteer) -> None:
    act, _, *sentences = row_of(BERG + words, gazetteer)
    assert act in ("promises", "refuses")
    assert sentence is None or sentences == [sentence]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kenya refused to negotiate unless Norway withdrew its troops.", ""),
        ("Kenya is ready to open the port once Norway pays.", ""),
        ("Once Norway pays, we are ready to open the port, the Kenyan minister said.", ""),
        # a condition that stands in the sentence, and a time that is over, leave nothing out
        (
            "Kenya demanded that Norway stay in the talks until a deal is reached.",
            "Norway should stay in the talks until a deal is reached.",
        ),
        ("Once the vote was over, Kenya promised to open the port.", "Kenya should open the port."),
    ],
)
def test_what_holds_only_on_a_condition_is_not_worded_without_it(
    text: str, sentence: str, gazetteer: Gazetteer
) -> None:
    assert sentences_of(text, gazetteer) == [sentence]
