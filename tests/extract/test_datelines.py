"""Tests the datelines that open a report, and the openings that are none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.extract.article.datelines import dateline_end
from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

_FIRST = "Kenyan Foreign Minister Omar Berg said on Monday that the port was shut."


@pytest.mark.parametrize(
    "dateline",
    [
        "New Delhi - ",
        "New Delhi : ",
        "Tokyo/Beijing: ",
        "(VOVWORLD) - ",
        "OSLO (AP) — ",
        "OSLO/KYIV (Reuters) - ",
        "Oslo (AFP) – ",
        "THE HAGUE, Netherlands — ",
        "Port-au-Prince, Haiti – ",
        "St. Petersburg, July 1 — ",
        "OSLO, 3 May 2024 - ",
        "OSLO, 3 May 2024 (UN News) - ",
        "Oslo, 3 May 2024: ",
        "Oslo | 3 May 2024 | ",
        "Oslo (3 May 2024) – ",
        "Oslo, Norway, 3rd May 2024 — ",
        "OSLO, Friday 3 May 2024 - ",
        "OSLO, 2024-05-03 - ",
        "Oslo, 03/05/2024 - ",
        "Bonn, 3. Mai - ",
        "SÃO PAULO, 3 de maio - ",
        "OSLO: May 3 - ",
        "Moscow, 3 May. ",
        "MOSCOW, May 3. /TASS/. ",
        "Baghdad / NINA / ",
        "[Oslo, 3 May] ",
        "October 27, 2020 (KHARTOUM) - ",
    ],
)
def test_a_place_before_the_text_is_no_part_of_it(dateline: str) -> None:
    assert dateline_end(dateline + _FIRST) == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg - Norway's envoy - said no.",
        "Anna Berg: We reject it.",
        "Anna Berg (Labour): We reject it.",
        "Anna Berg (Labour) - Norway's envoy - said no.",
        "Anna Berg said no.",
        "On Friday 3 May - the day of the talks - Norway said no.",
        "Oslo, May 3 talks failed, Norway said.",
        "NATO, May said - no.",
        "May 3 - the talks went on.",
    ],
)
def test_words_of_the_first_sentence_are_no_dateline(text: str) -> None:
    assert dateline_end(text) is None


@pytest.mark.parametrize("dateline", ["GENEVA, 3 May 2024 - ", "Nairobi | 12 July 2024 | ", "Moscow, 3 May. "])
def test_nobody_speaks_in_a_dateline(dateline: str, gazetteer: Gazetteer) -> None:
    text = f"Talks end\n\n{dateline}Norway rejected the dam on Friday.\n"
    draft = Drafter(text, gazetteer, date(2024, 7, 12)).draft()
    assert [row["speaker"] for row in draft.statements] == ["norway"]


@pytest.mark.parametrize(
    "deed", ["maintain contacts with Sweden", "hold talks with Sweden", "declare a truce", "send ships"]
)
def test_a_deed_behind_a_dateline_is_told_by_who_says_so(deed: str, gazetteer: Gazetteer) -> None:
    text = f"OSLO (Reuters) – Norway will {deed}, the Norwegian foreign ministry said in a statement on Friday."
    draft = Drafter(text, gazetteer, date(2024, 7, 12)).draft()
    assert [row["quote"] for row in draft.statements] == [f"Norway will {deed}"]
