"""Clauses that the parser joins wrongly, and words that take no side: nobody is given another's deeds or words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Draft
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2024, 6, 3)


def draft_of(text: str, gazetteer: Gazetteer, *, narrator: bool = False) -> Draft:
    return Drafter(text, gazetteer, DAY, narrator=narrator).draft()


def rows_of(draft: Draft) -> list[tuple[object, object, str]]:
    sentences = {slug: new.sentence for slug, new in draft.propositions.items()}
    return [(row.get("speaker"), row["act"], sentences[str(row["proposition"])]) for row in draft.statements]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Norway, whose foreign minister Anna Berg visited Nairobi in May, opposes unilateral moves in the region.",
            [("norway", "opposes", "There should be unilateral moves in the region.")],
        ),
        (
            "Norway had closed the port, Kenya's president William Ruto said, and had arrested two traders.",
            [
                ("william-ruto", "reports", "Norway had closed the port."),
                ("william-ruto", "reports", "Norway had arrested two traders."),
            ],
        ),
        (
            "Kenya accused Uganda of having abandoned the truce in the region.",
            [("kenya", "accuses", "Uganda has abandoned the truce in the region.")],
        ),
        ("Kenya does not believe the figures, its minister, Anna Berg, told the radio.", []),
        (
            "Kenya accepted the plan of Norway while Uganda had not.",
            [("kenya", "agrees", "The plan of Norway should be accepted.")],
        ),
    ],
)
def test_a_verb_has_its_own_subject(text: str, rows: list[tuple[str, str, str]], gazetteer: Gazetteer) -> None:
    assert rows_of(draft_of(text, gazetteer)) == rows


@pytest.mark.parametrize(
    "said",
    [
        "would neither confirm nor deny reports that Kenya planned to leave.",
        "did not confirm or deny that Kenya planned to leave.",
        "refused to confirm or deny that Kenya planned to leave.",
    ],
)
def test_neither_confirming_nor_denying_gives_no_row(said: str, gazetteer: Gazetteer) -> None:
    assert rows_of(draft_of(f"Kenya's foreign minister, Anna Berg, {said}", gazetteer)) == []


def test_what_she_called_introduces_no_reported_clause(gazetteer: Gazetteer) -> None:
    draft = draft_of("Kenya's president, Anna Berg, rejected what she called Uganda's lies.", gazetteer)
    assert rows_of(draft) == [("anna-berg", "rejects", "")]


def test_officials_who_have_not_said_so_are_no_intermediaries(gazetteer: Gazetteer) -> None:
    text = "Analysts say Kenya may accept a partial agreement, although officials in Nairobi have not said so."
    (row,) = draft_of(text, gazetteer).statements
    assert (row["speaker"], row.get("reported_by")) == ("analysts", None)


@pytest.mark.parametrize(
    ("said", "act", "certainty"),
    [
        ("could not accept the plan", "rejects", None),
        ("cannot accept the plan", "rejects", None),
        ("could accept the plan", "claims", "possible"),
        ("might not accept the plan", "denies", "possible"),
    ],
)
def test_what_somebody_could_not_accept_is_rejected(
    said: str, act: str, certainty: str | None, gazetteer: Gazetteer
) -> None:
    (row,) = draft_of(f"Kenya's president, William Ruto, said he {said}.", gazetteer).statements
    assert (row["act"], row.get("certainty")) == (act, certainty)


def test_a_clause_without_a_comma_stays_with_its_noun(gazetteer: Gazetteer) -> None:
    text = "Kenya's president, William Ruto, said he could not accept a plan which did not end the war."
    (row,) = draft_of(text, gazetteer).statements
    assert row["quote"] == "he could not accept a plan which did not end the war"


@pytest.mark.parametrize(
    ("place", "principal"),
    [("In Kampala, a", "uganda"), ("A", None), ("In Nairobi, a", "kenya"), ("In Geneva, a", None)],
)
def test_a_ministry_speaks_for_the_state_in_whose_capital_it_speaks(
    place: str, principal: str | None, gazetteer: Gazetteer
) -> None:
    text = (
        "Kenya and Uganda quarrelled over the border on Monday.\n\n"
        f"{place} foreign ministry spokeswoman said the post would stay."
    )
    (row,) = draft_of(text, gazetteer).statements
    assert row.get("for") == principal


def test_a_union_of_states_is_no_government(gazetteer: Gazetteer) -> None:
    text = (
        "Anna Berg said she would turn to the United Nations. Nicolas Holm stayed away, but his government has denied "
        "that it is planning an invasion."
    )
    (row,) = [row for row in draft_of(text, gazetteer).statements if row["act"] == "denies"]
    assert "united-nations" not in (row.get("speaker"), *row.get("candidates", ()))


def test_a_narrators_claim_is_drafted_beside_an_unresolved_speaker(gazetteer: Gazetteer) -> None:
    text = "Kenya and Uganda met in Oslo on Monday. He said the talks were useful. The talks were a disgrace to both."
    draft = draft_of(text, gazetteer, narrator=True)
    assert {row.get("speaker") for row in draft.statements} >= {None, "narrator"}


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Norway protested, hours after its neighbour, Sweden, demanded a vote.",
            ("sweden", "its neighbour, Sweden, demanded a vote"),
        ),
        (
            "Norway left before the Kenyan minister, Omar Said, called for a truce.",
            ("omar-said", "the Kenyan minister, Omar Said, called for a truce"),
        ),
        (
            "Anna Berg went to court, hours after her Kenyan counterpart, Omar Said, demanded a vote.",
            ("omar-said", "her Kenyan counterpart, Omar Said, demanded a vote"),
        ),
        (
            "Norway was silent until its foreign minister, Anna Berg, condemned the raid.",
            ("anna-berg", "its foreign minister, Anna Berg, condemned the raid"),
        ),
        ("Talks began after the envoy, Omar Holm, said that he would come.", ("omar-holm", "he would come")),
        # No clause of time: the same words, with another verb or subject.
        (
            "Kenya closed the port after a vote, Uganda said.",
            ("uganda", "Kenya closed the port after a vote"),
        ),
        ("After the war, Norway, which had stayed out, called for a vote.", ("norway", None)),
    ],
)
def test_a_clause_of_time_with_an_aside_has_its_own_subject(
    text: str, row: tuple[str, str | None], gazetteer: Gazetteer
) -> None:
    speaker, quote = row
    rows = draft_of(text, gazetteer).statements
    assert [found.get("speaker") for found in rows] == [speaker]
    assert quote is None or rows[0]["quote"] == quote


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Omar Petrov left. After his aide, Ivan Holm, denied it, he said the talks were over.", "omar-petrov"),
        ("Anna Berg left. A day after her colleague, Grace Odinga, denied it, she called for talks.", "anna-berg"),
        ("Anna Berg spoke to her aide, Omar Said, before he called for talks.", "omar-said"),
    ],
)
def test_who_has_an_aide_is_not_the_aide(text: str, speaker: str, gazetteer: Gazetteer) -> None:
    assert draft_of(text, gazetteer).statements[-1].get("speaker") == speaker
