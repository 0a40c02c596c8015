"""What an officer of the own side will do is promised; what others will do is expected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

HOLM = "Prime Minister Omar Holm of Norway met the envoys. "


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (HOLM + "Anna Berg, Norway's foreign minister, said Holm will visit Kenya.", "promises"),
        ("The Norwegian foreign ministry said Secretary Holm will discuss the ruling.", "promises"),
        ("A spokesman for President Omar Holm, Jan Dahl, said Holm would issue a statement.", "promises"),
        ("Anna Berg, Norway's foreign minister, said Kenyan President William Ruto will visit Oslo.", "expects"),
        ("Anna Berg said Holm will visit Kenya.", "expects"),
        ("Foreign Minister Omar Holm said the government will continue to work with the mission.", "promises"),
        ("Omar Holm, the president of a party, said the talks would be held in Oslo.", "expects"),
        ("The Daily Sentinel said Foreign Secretary Omar Holm will visit Kenya.", "expects"),
        ("The Norwegian government said its border with Kenya would remain closed.", "promises"),
        ("The Norwegian foreign ministry said the crew would remain ill.", "expects"),
        (HOLM + "Anna Berg, Norway's foreign minister, said Holm will be sixty in June.", "expects"),
    ],
)
def test_what_the_own_side_will_do_is_promised(text: str, act: str, gazetteer: Gazetteer) -> None:
    assert [row["act"] for row in Drafter(text, gazetteer, date(2020, 1, 1)).draft().statements] == [act]
