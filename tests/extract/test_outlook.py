"""The act of what is said of the future and of what is needed, and contents that say nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Row
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)


def rows(text: str, gazetteer: Gazetteer) -> list[Row]:
    return Drafter(text, gazetteer, DAY).draft().statements


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Norway said a longer pause was needed.", "calls-for"),
        ("Norway said the ships will have to find another port.", "expects"),
        ('"We will succeed at sea," said Foreign Minister Sergei Lavrov.', "expects"),
        ('"We will veto the treaty," said Foreign Minister Sergei Lavrov.', "threatens"),
        ('"Hopefully we will open the port of Oslo," said Foreign Minister Sergei Lavrov.', "hopes"),
        ("Norway said the talks on the port would collapse.", "warns"),
        ("Norway said new tariffs would mean that the talks fail.", "warns"),
        ("Norway said the blast had injured ten sailors.", "reports"),
        ("Norway said all roads to the port had been blocked.", "reports"),
        ("Norway said many sailors would like to stay in Kenya.", "claims"),
        ('Norway called the Kenyan plan "dangerous".', "criticises"),
        ('"We are working to end the blockade," said Foreign Minister Sergei Lavrov.', "supports"),
        (
            '"One thing is certain: I will never sell it to Kenya," said Foreign Minister Sergei Lavrov.',
            "refuses",
        ),
        ('"That\'s why we will veto the treaty," said Foreign Minister Sergei Lavrov.', "threatens"),
        ('"The rebels have spread nothing but terror," said Foreign Minister Sergei Lavrov.', "accuses"),
        ("The Norwegian government said the port would be reopened.", "promises"),
        ("Foreign Minister Sergei Lavrov said the government would open the port.", "promises"),
        ("Foreign Minister Sergei Lavrov said Russian troops would leave Oslo.", "promises"),
    ],
)
def test_the_content_of_a_plain_saying_gives_the_act(text: str, act: str, gazetteer: Gazetteer) -> None:
    assert [row["act"] for row in rows(text, gazetteer)] == [act]


@pytest.mark.parametrize(
    "text",
    [
        "Foreign Minister Sergei Lavrov said Kenyan troops would leave Oslo.",  # not his to promise
        "Foreign Minister Sergei Lavrov said the port would be lost.",
        "Anna Berg said the government would open the port.",  # she speaks for nobody
    ],
)
def test_the_future_of_others_is_an_expectation_and_no_promise(text: str, gazetteer: Gazetteer) -> None:
    assert [row["act"] for row in rows(text, gazetteer)] == ["expects"]


@pytest.mark.parametrize(
    "text",
    [
        '"We are so interested," said Foreign Minister Sergei Lavrov.',
        '"I\'ll tell you," said Foreign Minister Sergei Lavrov.',
        '"They hung them," said Anna Berg.',
        '"That\'s what I heard from some friends," said Anna Berg.',
        '"It would have never happened," said Anna Berg.',
    ],
)
def test_words_that_say_nothing_are_not_drafted(text: str, gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer) == []


@pytest.mark.parametrize(
    "text",
    [
        '"It is illegal," said Anna Berg.',
        '"They lied," said Anna Berg.',
        '"I was very pleased that he decided to go," said Anna Berg.',
        '"It will not stand," said Anna Berg.',
    ],
)
def test_a_short_judgement_is_drafted_even_where_it_cannot_be_worded(text: str, gazetteer: Gazetteer) -> None:
    assert len(rows(text, gazetteer)) == 1
