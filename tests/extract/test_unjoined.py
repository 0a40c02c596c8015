"""A second clause after "and" is no part of what the first one denies or wants."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from cases import for_each

pytest.importorskip("spacy")

from kg.extract.article.nlp import parse
from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: Texts, and the acts with the sentences that are drafted from them.
DENIED = {
    "Norway said the base poses no danger and better roads help all sides.": [
        ("denies", "The base poses a danger."),
        ("claims", "Better roads help all sides."),
    ],
    "Norway said that it supports peace and closer ties will benefit everyone.": [
        ("supports", "There should be peace."),
        ("expects", "Closer ties will benefit everyone."),
    ],
    "Norway said the base poses no danger and no cost.": [("denies", "The base poses danger or cost.")],
    "Norway said that it has no troops or ships in Kenya.": [
        ("denies", "Norway has troops or ships in Kenya."),
    ],
    "Norway said that it has no troops and ships in Kenya.": [
        ("denies", "Norway has troops and ships in Kenya."),
    ],
    "Norway said the base poses no danger and better roads.": [("claims", "")],
    "Norway denied that it has no plan and better roads.": [("denies", "")],
}


@for_each(("text", "rows"), DENIED.items())
def test_only_what_is_clearly_denied_is_denied(text: str, rows: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, date(2012, 6, 3)).draft()
    assert [(row["act"], draft.propositions[str(row["proposition"])].sentence) for row in draft.statements] == rows


#: Sentences, a noun behind "and", and the word above it.
HEADS = {
    "Norway told Kenya and Uganda said the port is open.": ("Uganda", "said"),
    "Norway has ships and planes, Berg said.": ("planes", "ships"),
    "Support for Norway and Kenya grows.": ("Kenya", "Norway"),
    "What matters to Norway and Kenya is peace.": ("Kenya", "Norway"),
    "Norway builds ships and planes that fly.": ("planes", "ships"),
}


@for_each(("text", "heads"), HEADS.items())
def test_a_noun_is_the_subject_of_the_verb_right_behind_it(text: str, heads: tuple[str, str]) -> None:
    doc = parse(text)
    assert [token.head.text for token in doc if token.text == heads[0]] == [heads[1]]
