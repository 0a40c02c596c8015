"""Offices by another word, by their initials, in lists and without their body mean the person whom the text names."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[object, object]]:
    return [(row.get("speaker"), row.get("for")) for row in Drafter(text, gazetteer, DAY).draft().statements]


BERG = ("anna-berg", "world-trade-organization")


@pytest.mark.parametrize(
    "text",
    [
        "WTO chief rejects the offer\n\nWTO director general Anna Berg said the offer was poor.",
        "The WTO met. The group's chief rejected the offer. WTO director general Anna Berg said it was poor.",
        "WTO director general Anna Berg met Kenya's envoys. The WTO head rejected the offer.",
    ],
)
def test_the_chief_of_a_body_is_its_director(text: str, gazetteer: Gazetteer) -> None:
    assert set(rows(text, gazetteer)) == {BERG}


@pytest.mark.parametrize(
    "text",
    [
        "WTO deputy director Anna Berg met Kenya's envoys. The WTO chief rejected the offer.",
        "WTO director Anna Berg met IMF director Omar Holm. The IMF chief rejected the offer.",
        "The WTO and the IMF met Anna Berg. The group's chief rejected the offer.",
    ],
)
def test_the_chief_is_nobody_else(text: str, gazetteer: Gazetteer) -> None:
    assert "anna-berg" not in {speaker for speaker, _ in rows(text, gazetteer)}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Kenya's foreign minister Anna Berg left Oslo. The Kenyan FM rejected it.", ("anna-berg", "kenya")),
        ("Kenya's prime minister Anna Berg left Oslo. The Kenyan PM rejected the offer.", ("anna-berg", "kenya")),
        ("Kenya's prime minister Anna Berg left Oslo. The Kenyan premier rejected it.", ("anna-berg", "kenya")),
    ],
)
def test_initials_of_an_office(text: str, speaker: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert speaker in rows(text, gazetteer)


def test_presidents_in_a_list_are_each_of_their_state(gazetteer: Gazetteer) -> None:
    text = "Presidents Anna Berg of Kenya, HE Omar Holm of Peru and Ida Lund of Norway met. Holm rejected the offer."
    assert rows(text, gazetteer)[-1] == ("omar-holm", "peru")
    assert rows(text.replace("Holm rej", "Lund rej"), gazetteer)[-1] == ("ida-lund", "norway")


def test_a_statement_is_that_of_whoever_issued_it_last(gazetteer: Gazetteer) -> None:
    text = (
        "The Kenyan army issued a statement. A statement issued by the Norwegian foreign ministry said it was sorry. "
        '"There is no reason for the two countries to fight," the statement said.'
    )
    assert rows(text, gazetteer)[-1] == ("norwegian-foreign-ministry", "norway")


def test_a_spokesman_speaks_for_the_body_whose_statement_he_gives(gazetteer: Gazetteer) -> None:
    text = (
        "The Norwegian foreign ministry urged both Kenya and Peru to talk. They met. "
        "In a statement issued by the ministry, spokesman Omar Holm said that the talks were open."
    )
    assert rows(text, gazetteer)[-1] == ("omar-holm", "norwegian-foreign-ministry")


def test_the_former_president_is_the_only_person_of_the_text(gazetteer: Gazetteer) -> None:
    text = "Kenya's prime minister Anna Berg left Oslo. The former president rejected the offer."
    assert rows(text, gazetteer)[-1] == ("anna-berg", "kenya")
    other = text.replace("left Oslo", "left Oslo with Omar Holm")
    assert rows(other, gazetteer)[-1][0] != "anna-berg"


def test_nobody_is_the_target_of_an_own_statement(gazetteer: Gazetteer) -> None:
    text = "The UN chief rejected the plan. UN Secretary-General Anna Berg condemned it."
    assert all("target" not in row for row in Drafter(text, gazetteer, DAY).draft().statements)


def test_an_official_is_the_new_person_of_the_next_sentence(gazetteer: Gazetteer) -> None:
    text = "The troops will stay, a UN envoy said on Friday.\n\nOmar Ibn Dahl said the talks were open."
    assert set(rows(text, gazetteer)) == {("omar-ibn-dahl", "united-nations")}


@pytest.mark.parametrize(
    "text",
    [
        "The troops will stay, a UN envoy said. Omar Dahl, a shopkeeper, said the talks were poor.",
        "The troops will stay, a UN envoy said. Omar Dahl of the Red Cross said the talks were poor.",
        "Omar Dahl left. The troops will stay, a UN envoy said. Omar Dahl said the talks were poor.",
        "The troops will stay, a resident said. Omar Dahl said the talks were poor.",
        "The troops will stay, a UN envoy said. Omar Dahl said the talks were poor.",
    ],
)
def test_an_official_is_nobody_with_an_introduction_of_his_own(text: str, gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer)[0][0] != "omar-dahl"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Kenya's prime minister has called for talks.\n\nIda Lund on Monday spoke about the toll. Lund left.",
            ("ida-lund", "kenya"),
        ),
        (
            "ASEAN met. The secretary general of the regional bloc, Omar Dahl, rejected the offer.",
            ("omar-dahl", "asean"),
        ),
        ("The Gulf Co-operation Council rejected the offer.", ("gulf-cooperation-council", None)),
    ],
)
def test_offices_and_bodies_in_other_words(text: str, speaker: tuple[str, str | None], gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer)[-1] == speaker


def test_ethnic_leaders_are_of_no_other_state(gazetteer: Gazetteer) -> None:
    text = "Kenya's president Anna Berg accused the ethnic Norwegian leaders of lying."
    assert Drafter(text, gazetteer, DAY).draft().statements[-1].get("target") != "norway"
