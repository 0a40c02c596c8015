"""Names behind "Mr", and whose words they are where the parse or the text could mislead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence as last
from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


WHOSE = [
    # The name behind "Mr" tells who is a person, whatever the parser takes the full name for.
    (
        "After holding talks with William Hague at the Foreign Office, Ricardo Patino held a briefing for journalists. "
        "He denied that the port was shut. Mr Patino was calm.",
        "ricardo-patino",
        "The port was shut.",
    ),
    (
        "Mr O’Neill said asylum seekers recognised as genuine refugees were welcome to live in Kenya.",
        "oneill",
        "Asylum seekers recognised as genuine refugees were welcome to live in Kenya.",
    ),
    # Who stands in the sentence plans, and nobody of an earlier one.
    (
        "Kenyan President Omar Berg announced a closure. The decision sends a tough signal to Norwegian minister "
        "Jan Holm as he plans to send ships to Kenya.",
        "jan-holm",
        "Jan Holm should send ships to Kenya.",
    ),
    # What is found to be so, and a demand in the indicative.
    ("Omar Berg of Kenya found the centre to be unlawful.", "omar-berg", "The centre is unlawful."),
    ("The envoys demanded that Norway hands over the money.", "envoys", "Norway should hand over the money."),
]


@pytest.mark.parametrize(("text", "speaker", "sentence"), WHOSE)
def test_whose_words_they_are(text: str, speaker: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "speaker", "sentence")[-1] == (speaker, sentence)


def test_who_is_only_to_be_forced_takes_no_side(gazetteer: Gazetteer) -> None:
    text = "The Freedom Party started a campaign to force the Kenyan government to block the plan."
    assert "kenyan-government" not in [speaker for (speaker,) in rows_of(text, gazetteer, "speaker")]


def test_the_marks_of_a_word_go_together(gazetteer: Gazetteer) -> None:
    text = "Kenyan chiefs have rejected Norway’s ‘apology’ for colonial genocide"
    assert last(text, gazetteer) == "Norway’s apology for colonial genocide should be accepted."
