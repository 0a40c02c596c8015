"""Words are given to whoever says them: not to one only mentioned, and not to a paper that passes them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

SPOKE = "Foreign Minister Nekesa Wanjala said on Saturday that Kenya had signed the deal. "
OPPOSED = "The deal failed due to opposition from Prime Minister Moraa Otieno, who opposed it. "
DAMS = "The dams have reduced the flow of the river.\n\n"
WISH = '"We are optimistic that Norway will sign the treaty," he said.'


def speakers_of_wish(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    found = rows_of(text, gazetteer, "act", "speaker", "candidates")
    return [(speaker, candidates) for act, speaker, candidates in found if act == "hopes"]


def test_he_is_who_spoke_last_and_not_who_was_mentioned_since(gazetteer: Gazetteer) -> None:
    assert speakers_of_wish(f"{SPOKE}\n\n{OPPOSED}{DAMS}{WISH}", gazetteer) == [("nekesa-wanjala", None)]


def test_he_may_be_who_was_mentioned_in_the_sentence_before(gazetteer: Gazetteer) -> None:
    text = f"{SPOKE}The deal failed due to opposition from Prime Minister Moraa Otieno. {WISH}"
    assert speakers_of_wish(text, gazetteer) == [(None, ["nekesa-wanjala", "moraa-otieno"])]
    longer = text.replace("treaty,", "treaty. The day is near,")
    assert speakers_of_wish(longer, gazetteer) == [(None, ["nekesa-wanjala", "moraa-otieno"])]


def test_he_at_the_start_is_who_was_mentioned_just_before(gazetteer: Gazetteer) -> None:
    text = f"{SPOKE}Some doubt the deal, among them Moraa Otieno of the opposition. He hopes that Norway will sign it."
    assert speakers_of_wish(text, gazetteer) == [("moraa-otieno", None)]


def test_he_is_who_acted_since(gazetteer: Gazetteer) -> None:
    text = f"{SPOKE}Prime Minister Moraa Otieno opposed the treaty. {WISH}"
    assert speakers_of_wish(text, gazetteer) == [("moraa-otieno", None)]


def test_a_man_does_not_speak_for_the_woman_who_spoke_last(gazetteer: Gazetteer) -> None:
    text = SPOKE.replace("Nekesa Wanjala", "Anna Berg") + OPPOSED + DAMS + WISH
    assert speakers_of_wish(text, gazetteer) == [("moraa-otieno", None)]


@pytest.mark.parametrize("paper", ["the newspaper Dagbladet", "Norwegian paper Dagbladet", "Reuters"])
def test_a_paper_reports_what_others_react_by_saying(paper: str, gazetteer: Gazetteer) -> None:
    said = "saying this was the first time Kenya had closed a port"
    text = f"Norway's Foreign Ministry reacted to the refusal, {said}, {paper} reported."
    found = rows_of(text, gazetteer, "speaker", "reported_by")
    assert ("norwegian-foreign-ministry", paper.split()[-1].lower()) in found
    assert paper.split()[-1].lower() not in [speaker for speaker, _ in found]


SOURCES = [
    (
        "Norway may have been referring to Kenya, whose troops entered Uganda in May, according to the European Union.",
        [],
    ),
    (
        "Norway may have been speaking of Kenya, whose ships entered the port in May, according to the European Union.",
        [],
    ),
    ("Norway may have sold ships to Kenya, according to the European Union.", ["european-union"]),
    ("Norway has sold ships to Kenya, whose fleet left in May, according to the European Union.", ["european-union"]),
    ("According to the European Union, Norway may have sold ships to Kenya, which paid for them.", ["european-union"]),
]


@pytest.mark.parametrize(("text", "speakers"), SOURCES)
def test_a_source_for_a_relative_clause_does_not_suppose_what_precedes_it(
    text: str, speakers: list[str], gazetteer: Gazetteer
) -> None:
    assert [speaker for (speaker,) in rows_of(text, gazetteer, "speaker")] == speakers


@pytest.mark.parametrize("says", ["narrates", "says", "claims"])
def test_who_replies_to_a_report_does_not_say_what_it_says(says: str, gazetteer: Gazetteer) -> None:
    report = f"a media report that {says} that Kenya is discussing a loan"
    text = f"Replying to a question on {report}, Anna Berg said Kenya had no plan."
    assert [act for (act,) in rows_of(text, gazetteer, "act")] == ["denies"]


def test_who_denies_in_a_letter_made_public_denies_what_follows(gazetteer: Gazetteer) -> None:
    text = "Anna Berg denied in a letter made public on Monday that Kenya had closed the port."
    assert rows_of(text, gazetteer, "speaker", "act") == [("anna-berg", "denies")]
