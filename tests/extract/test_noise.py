"""Text outside the article is not drafted; the holder of a full statement is its speaker."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)


BODY = "Talks in Oslo\n\nNorway opened the port, officials said on Monday.\n\nArvid Holm said Norway was late.\n\n"


@pytest.mark.parametrize(
    "tail",
    [
        "Read more:\n\nKenya rejects plan for port\n\nSweden says war is near",
        "Sign up for our newsletter and say what you think.",
        "(Reporting by Ana Lund, who said little; Editing by Omar Said)",
        "Follow us on Twitter, where Kenya says more.",
        "Most read\n\nKenya denies attack on port\n\nSweden calls for truce",
        "Our Standards: The Thomson Reuters Trust Principles.",
    ],
)
def test_the_tail_of_a_page_is_not_drafted(tail: str, gazetteer: Gazetteer) -> None:
    rows = Drafter(BODY + tail + "\n", gazetteer, DAY).draft().statements
    assert [row["speaker"] for row in rows] == ["officials", "arvid-holm"]


@pytest.mark.parametrize(
    ("head", "speaker"),
    [
        ("Statement by Foreign Minister Arvid Holm on the ceasefire", "arvid-holm"),
        ("Oslo\n\nThe full text of the statement by the Arab League is as follows:", "arab-league"),
        ("Remarks by Arvid Holm at the United Nations", "arvid-holm"),
    ],
)
def test_the_speaker_of_a_full_statement_is_its_holder(head: str, speaker: str, gazetteer: Gazetteer) -> None:
    text = (
        f"{head}\n\nThe blockade of Kenya must end. Kenya should open the port of Mombasa.\n\nThe war is a disgrace.\n"
    )
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert [(row["speaker"], row["act"]) for row in rows] == [
        (speaker, "demands"),
        (speaker, "calls-for"),
        (speaker, "criticises"),
    ]


def test_doubled_quotation_marks_are_recognised(gazetteer: Gazetteer) -> None:
    (row,) = Drafter('Arvid Holm said: ""Norway will open the port."" He left.', gazetteer, DAY).draft().statements
    assert (row["quote"], row["mode"]) == ("Norway will open the port", "direct")


@pytest.mark.parametrize(
    "text", ["Russia said it had shot down 110 drones.", "Kenya said 12 missiles were shot down over Mombasa."]
)
def test_destroyed_things_are_not_deaths(text: str, gazetteer: Gazetteer) -> None:
    assert not any("tolls" in row for row in Drafter(text, gazetteer, DAY).draft().statements)


def test_our_allies_is_not_an_alliance(gazetteer: Gazetteer) -> None:
    assert not Drafter("Turkey and our allies, Norway and Kenya, agreed.", gazetteer, DAY).draft().relations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya made it clear that Norway would pay.", ("kenya", "expects")),
        ("Kenya joined calls for a truce.", ("kenya", "calls-for")),
        ("Arvid Holm was quoted as saying by Reuters that Norway would pay.", ("arvid-holm", "expects")),
        ("Kenya is opposed to the blockade of Oslo.", ("kenya", "opposes")),
        ("Kenya is concerned that Norway will attack.", ("kenya", "fears")),
        ("Kenya underlined that Norway would pay.", ("kenya", "expects")),
        ('"Norway will end badly," Arvid Holm hit back.', ("arvid-holm", "expects")),
        ('"Norway will pay," added Arvid Holm.', ("arvid-holm", "expects")),
        ("Sweden backed a call by Norway for a truce.", ("sweden", "supports")),
        ("People seeking asylum left.", None),
    ],
)
def test_each_cue_gives_its_speaker_and_act_or_nothing(
    text: str, expected: tuple[str, str] | None, gazetteer: Gazetteer
) -> None:
    rows = [(row["speaker"], row["act"]) for row in Drafter(text, gazetteer, DAY).draft().statements]
    assert expected in rows if expected else rows == []


def test_short_quotes_without_content_are_not_drafted(gazetteer: Gazetteer) -> None:
    text = 'Arvid Holm said: "You know that. I could have. They must leave. Norway was late."'
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert [row["quote"] for row in rows] == ["They must leave", "Norway was late"]


def test_a_future_vote_or_one_on_an_unknown_proposal_is_no_event(gazetteer: Gazetteer) -> None:
    text = (
        "Norway said Kenya would veto the plan for Oslo. Norway proposed a truce, but the proposal was vetoed by Kenya."
    )
    draft = Drafter(text, gazetteer, DAY).draft()
    assert not draft.events
    assert all(row["speaker"] != "norway" for row in draft.statements if row["act"] == "vetoes")


def test_the_subject_of_an_earlier_clause_is_not_the_perpetrator(gazetteer: Gazetteer) -> None:
    draft = Drafter("Norway closed the port, and nine sailors were killed by Kenyan troops.", gazetteer, DAY).draft()
    assert draft.events
    assert all("norway" not in row.get("perpetrators", ()) for row in draft.events)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # "ISLAMABAD:" says where the report was written, and is no turn of a speaker.
        (
            "Pakistan: India must reverse move\n\nISLAMABAD: Pakistan will hold no talks, Premier Imran Khan said.",
            ["pakistan", "imran-khan"],
        ),
        ("Trade talks end\n\nNAIROBI: The border is open, Anna Berg said.", ["anna-berg"]),
        # A headline that begins with a state gives its words only where the text goes on with it.
        (
            "Kenya: Uganda should open border\n\nKenya wants the border open, Omar Holm said. Trade had stopped.",
            ["kenya", "omar-holm"],
        ),
        ("Sudan: both sides must stop fighting\n\nThe army fought on. Norway called for a truce.", ["norway"]),
        ("Talks\n\nHOLM: The border is open.\n\nBERG: Norway must pay.", ["holm", "berg"]),
    ],
)
def test_the_place_of_a_report_is_no_speaker(text: str, speakers: list[str], gazetteer: Gazetteer) -> None:
    rows = Drafter(text, gazetteer, date(2012, 6, 3)).draft().statements
    assert [row.get("speaker") for row in rows] == speakers
