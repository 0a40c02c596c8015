"""Who wrote or photographed an article says nothing in it, also where the byline runs on into the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

from kg.extract.article.structure import find_blocks, title_of, without_bylines

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

TEXT = (
    "Islamabad said the port was open. New Delhi denied it. A minister arrived. He said that ships were welcome. "
    "Islamabad added that it was late."
)
WHO = ["pakistan", "india", None, "pakistan"]


def speakers(byline: str, gazetteer: Gazetteer) -> list[object]:
    return [speaker for (speaker,) in rows_of(f"Talks on port end\n\n{byline}{TEXT}\n", gazetteer, "speaker")]


@pytest.mark.parametrize("name", ["Ijaz Kakakhel", "Kelum Bandara and Yohan Perera"])
@pytest.mark.parametrize(
    "byline",
    [
        "{} Islamabad\n",
        "{}, Islamabad\n\n",
        "{} | Islamabad\n\n",
        "{} in Islamabad\n\n",
        "From {} in Islamabad\n\n",
        "{}\n\n",
        "{}\n",
        "By {}\n\n",
        "by {}\n",
        "By: {}\n\n",
        "By {}, Staff Writer\n\n",
        "By {} of the Daily Post\n\n",
        "By {} | 3 May 2024\n\n",
        "{}, Political Editor\n\n",
        "{}, The Islamabad Post/Islamabad\n\n",
        "Written by {}\n\n",
        "Reporter: {}\n\n",
        "By {} ISLAMABAD: ",
        "By {} Islamabad: ",
        "{} ISLAMABAD — ",
        "{}, Islamabad: ",
        "By {}, ISLAMABAD, May 3 (Reuters) - ",
        "By {} In the end it rained. ",
        "(Photo by {}/AFP) ",
    ],
)
def test_a_byline_is_no_speaker(byline: str, name: str, gazetteer: Gazetteer) -> None:
    assert speakers(byline.format(name), gazetteer) == WHO


@pytest.mark.parametrize(
    "byline",
    [
        "Staff Reporter ISLAMABAD: ",
        "Our Correspondent Islamabad\n",
        "By Our Diplomatic Correspondent\n\n",
        "News Desk\n\n",
        "ISLAMABAD, Pakistan (AP) ",
        "Islamabad (AFP): ",
    ],
)
def test_neither_is_a_reporter_without_a_name_or_a_place(byline: str, gazetteer: Gazetteer) -> None:
    assert speakers(byline, gazetteer) == WHO


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anna Berg said the port was open.", "anna-berg"),
        ("By Friday the port will be open, Anna Berg said.", "anna-berg"),
        ("Foreign Minister Anna Berg\nsaid the port was open.", "anna-berg"),
    ],
)
def test_who_speaks_at_the_start_is_no_author(text: str, speaker: str, gazetteer: Gazetteer) -> None:
    assert rows_of(f"Talks on port end\n\n{text}\n", gazetteer, "speaker")[-1] == (speaker,)


def test_a_headline_stays() -> None:
    for headline in ("Kenyan Envoy Arrives", "Talks on port end", "Oslo Talks"):
        text = f"{headline}\n\nBy Anna Berg\n\nIt rained in Oslo on Monday, and the port was shut.\n"
        blocks = find_blocks(text)
        assert title_of(text, blocks) == headline
        assert [block.kind for block in blocks] == ["headline", "note", "body"]
        assert without_bylines(text) == text.replace("By Anna Berg", " " * 12)
    assert without_bylines("Oslo\n\nKenya Sends Ships\n\nIt rained.\n") == "Oslo\n\nKenya Sends Ships\n\nIt rained.\n"
