"""A last name that several have, "the minister, X", a spokesman of X, and bodies without their state."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)
TWO = "Mette Lund said the port was shut. Foreign Minister Jens Lund rejected the claim. "


def last(text: str, gazetteer: Gazetteer) -> dict[str, object]:
    return Drafter(text, gazetteer, DAY).draft().statements[-1]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The foreign minister said the report was old. Lund said the harbour was empty.", "jens-lund"),
        ("Ms Lund said the harbour was empty.", "mette-lund"),
        ("Mr Lund said the harbour was empty.", "jens-lund"),
        (
            "The foreign minister doubted the report. He took back the claim. Lund said the harbour was full.",
            "jens-lund",
        ),
        ("Lars Holm opposed the ban. Lund said she would vote for the treaty.", "mette-lund"),
    ],
)
def test_a_shared_last_name_means_who_spoke_or_fits(text: str, speaker: str, gazetteer: Gazetteer) -> None:
    assert last(TWO + text, gazetteer)["speaker"] == speaker


def test_a_shared_last_name_is_left_open_elsewhere(gazetteer: Gazetteer) -> None:
    row = last(f"{TWO}\n\nThe day passed.\n\nThe night passed.\n\nLund called for a truce.", gazetteer)
    assert "speaker" not in row
    assert set(row["candidates"]) == {"mette-lund", "jens-lund"}


@pytest.mark.parametrize(
    ("text", "speaker", "principal"),
    [
        (
            "In Kampala, the spokesman for Ugandan President Yoweri Mose, Robert Okell, said Uganda wanted talks.",
            "robert-okell",
            "uganda",
        ),
        (
            "The European Union met. The bloc's envoy to the region, Lars Klaar, said the harbour was empty.",
            "lars-klaar",
            "european-union",
        ),
        (
            "The foreign minister of Norway, Espen Barth Ness, called for a truce.",
            "espen-barth-ness",
            "norway",
        ),
        ("Kenya, whose prime minister had offered asylum to the two, left.", "kenyan-prime-minister", "kenya"),
        (
            "The Kenyan Foreign Ministry spokesperson called for a truce.",
            "kenyan-foreign-ministry-spokesperson",
            "kenyan-foreign-ministry",
        ),
        (
            "Kenya's foreign minister accused Ethiopia, a charge that Addis Ababa denied.\n\n"
            '"This was wrong," the minister, Daniel Mutisa, told reporters.\n\nMutisa called for a truce.',
            "daniel-mutisa",
            "kenya",
        ),
        (
            "India and China met. External Affairs Minister S Jaidev opposed the ban. The EAM called for a truce.",
            "s-jaidev",
            "india",
        ),
        (
            '"Rwanda welcomes the truce," said in a letter the Rwandan Minister of Foreign Affairs Vincent Biruto.',
            "vincent-biruto",
            "rwanda",
        ),
        (
            "The Permanent Observer of Haiti, who spoke last, praised the talks. His Government was late, he said.",
            "haitian-observer",
            "haiti",
        ),
        (
            "Georgian Prime Minister Omar Beride rejected the plan.\n\nIn Baku, the office of President Anna Aliev "
            "said the decision was wrong. Foreign ministry spokeswoman Leyla Hasan called for a truce.",
            "leyla-hasan",
            None,
        ),
        ("South Korea's ruling Harbour Party called for a truce.", "south-korean-ruling-harbour-party", None),
        ("The Japan Coast Guard called for a truce.", "japan-coast-guard", "japan"),
        ("The Japanese called for a truce.", "japan", None),
        (
            '"It will work," said the Rwandan Minister of Foreign Affairs Vincent Biruto.',
            "vincent-biruto",
            "rwanda",
        ),
        ("Oslo: Foreign Minister Omar Holm said the harbour was empty.", "omar-holm", None),
        ("India and China met. External Affairs Minister S Jaidev called for a truce.", "s-jaidev", "india"),
    ],
)
def test_the_speaker_and_the_side_that_the_words_give(
    text: str, speaker: str, principal: str | None, gazetteer: Gazetteer
) -> None:
    row = last(text, gazetteer)
    assert (row.get("speaker"), row.get("for")) == (speaker, principal)


def test_who_is_called_upon_in_a_statement_is_not_its_author(gazetteer: Gazetteer) -> None:
    words = "“We called on Kenya to reply by agreeing to a truce,” the statement said."
    text = f"The ministers met. They praised the talks.\n\n{words}"
    row = last(text, gazetteer)
    assert row.get("speaker") != "kenya"
    assert "kenya" not in (row.get("candidates") or ())


def test_the_government_in_a_text_on_two_states_is_left_open(gazetteer: Gazetteer) -> None:
    text = "The Danish parliament debated sales to Saudi Arabia, which the government opposes. Denmark sold them."
    assert "speaker" not in last(text, gazetteer)


def test_a_headline_does_not_tell_whose_a_statement_is(gazetteer: Gazetteer) -> None:
    text = (
        "Kenya to face sanctions if it rejects the truce: LK7 statement\n\nThe ministers met. They praised it.\n\n"
        "“This includes the truce at the coast of the lake,” the statement said.\n"
    )
    assert all(row.get("speaker") != "kenya" for row in Drafter(text, gazetteer, DAY).draft().statements)


def test_two_forces_are_two_addressees(gazetteer: Gazetteer) -> None:
    text = "Norway calls on the Sudanese Armed Forces and the Rapid Lake Forces to allow aid."
    assert len(last(text, gazetteer)["addressee"]) == 2
