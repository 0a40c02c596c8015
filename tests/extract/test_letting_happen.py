"""Who rules nothing out, raises no objection, asks whether or tries to: what drafts make of half a stance."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2024, 6, 3)


def rows_of(text: str, gazetteer: Gazetteer) -> list[tuple[object, object, object, str]]:
    draft = Drafter(text, gazetteer, DAY).draft()
    sentences = {slug: new.sentence for slug, new in draft.propositions.items()}
    return [
        (row.get("speaker"), row["act"], row.get("polarity"), sentences[str(row["proposition"])])
        for row in draft.statements
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sweden had not ruled out a boycott of Kenya.",
        "Kenya did not rule out sending troops to Haiti.",
        "Germany has not ruled out new sanctions against Iran, its foreign minister said.",
        "The prime minister of Norway has not ruled out that troops would stay.",
        "Norway is not ruling out a return to the talks.",
    ],
)
def test_who_does_not_rule_something_out_has_said_nothing_yet(text: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer) == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Kenya ruled out a ban on Ugandan milk.",
            ("kenya", "refuses", None, "There should be a ban on Ugandan milk."),
        ),
        ("Norway ruled out that troops would stay.", ("norway", "denies", None, "Troops would stay.")),
        (
            "Norway refused to rule out strikes on Yemen.",
            ("norway", "refuses", None, "Norway should rule out strikes on Yemen."),
        ),
        (
            "France questioned whether Niger could meet the deadline.",
            ("france", "doubts", None, "Niger could meet the deadline."),
        ),
        ("Norway questioned if Kenya could pay.", ("norway", "doubts", None, "Kenya could pay.")),
        (
            "Norway questioned whether any ship had left any port.",
            ("norway", "doubts", None, "A ship had left a port."),
        ),
        ("Norway doubted that any troops would leave.", ("norway", "doubts", None, "Some troops would leave.")),
        (
            "Turkey sought to calm the row with Greece.",
            ("turkey", "hopes", None, "Turkey will calm the row with Greece."),
        ),
        ("Norway will seek to join the treaty.", ("norway", "promises", None, "Norway should join the treaty.")),
        ("Iran does not seek to build a bomb.", ("iran", "opposes", None, "Iran should build a bomb.")),
        (
            "Turkey's foreign minister said Ankara shared Qatar's concerns.",
            ("turkish-foreign-minister", "reports", None, "Ankara shared Qatar's concerns."),
        ),
    ],
)
def test_ruling_out_asking_and_trying_have_the_acts_of_their_words(
    text: str, row: tuple[str, str, str | None, str], gazetteer: Gazetteer
) -> None:
    assert rows_of(text, gazetteer) == [row]


@pytest.mark.parametrize(
    ("text", "act", "degree"),
    [
        ('"We do not object to the resumption of talks," the Turkish foreign minister said.', "supports", "weak"),
        ("Norway has no objection to the plan of the United Nations.", "supports", "weak"),
        ("Norway would not object to sanctions on Iran.", "supports", "weak"),
        ("Norway objected to the loan.", "opposes", None),
        ("Norway does not oppose the loan.", "opposes", None),
        ("Norway supports the loan.", "supports", None),
    ],
)
def test_raising_no_objection_is_weak_support(text: str, act: str, degree: str | None, gazetteer: Gazetteer) -> None:
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert [(row["act"], row.get("degree")) for row in rows] == [(act, degree)]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # What the rest depends on stays in the sentence, and the "no" with it.
        (
            '"Without Norway, we would have no gas," the Kenyan foreign minister said.',
            ("kenyan-foreign-minister", "claims", None, "Without Norway, Kenya would have no gas."),
        ),
        (
            "Without a truce, Kenya would not send aid, its foreign minister said.",
            ("kenyan-foreign-minister", "refuses", "supports", "Without a truce, Kenya would not send aid."),
        ),
        (
            '"Without a doubt, we will sign," the Kenyan foreign minister said.',
            ("kenyan-foreign-minister", "promises", None, "Kenya will sign."),
        ),
        (
            '"We would be turning our backs on the refugees," the Kenyan foreign minister said.',
            ("kenyan-foreign-minister", "claims", None, "Kenya would be turning its backs on the refugees."),
        ),
        (
            '"We will be sending ships to Norway," the Kenyan foreign minister said.',
            ("kenyan-foreign-minister", "promises", None, "Kenya will be sending ships to Norway."),
        ),
    ],
)
def test_what_depends_on_something_is_not_drafted_without_it(
    text: str, row: tuple[str, str, str | None, str], gazetteer: Gazetteer
) -> None:
    assert rows_of(text, gazetteer) == [row]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kenya demanded the documents.", ""),
        ("Norway wants the hospital.", ""),
        ("Norway called for the government of Ukraine.", ""),
        ("Kenya demanded the withdrawal of the troops.", "The withdrawal of the troops should take place."),
    ],
)
def test_only_deeds_are_to_take_place(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert [row[3] for row in rows_of(text, gazetteer)] == [sentence]
