"""Bodies and offices that a text names without a state are those of the state in which it is set, if it has one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2011, 3, 1)
ONE = "Thousands voted in Kenya on Monday. Kenyan roads were blocked. "
VISITED = "Kenya's vote was delayed. Kenyan roads were blocked. The Norwegian ambassador Anna Berg was in Kenya. "
DATELINE = "NAIROBI, Kenya (AP) - Kenya and Somalia disagree. Kenyan ships sailed.\n\nIt rained.\n\nRoads are shut. "
TWO = "Kenya sent ships, and Somalia sent planes. Kenya and Somalia disagree on a border. "


def last(text: str, gazetteer: Gazetteer) -> tuple[object, object]:
    draft = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft()
    row = draft.statements[-1]
    return row.get("speaker"), row.get("for")


@pytest.mark.parametrize("before", [ONE, VISITED, DATELINE])
@pytest.mark.parametrize(
    ("said", "speaker", "state"),
    [
        ("The opposition said the vote was unfair.", "kenyan-opposition", None),
        ("The electoral commission said the vote was fair.", "kenyan-electoral-commission", "kenya"),
        ("The Constitutional Court said the vote was fair.", "kenyan-constitutional-court", "kenya"),
        ("The army denied that it had fired.", "kenyan-army", "kenya"),
        ("The authorities denied that ships had fired.", "kenyan-authorities", "kenya"),
        ("Ministry officials said the port would close.", "ministry-officials", "kenya"),
        ("Defence Minister Omar Said said the port would close.", "omar-said", "kenya"),
        ("Government spokesman Omar Said said the port would close.", "omar-said", "kenya"),
    ],
)
def test_what_the_text_is_about_is_whose_it_is(
    before: str, said: str, speaker: str, state: str | None, gazetteer: Gazetteer
) -> None:
    assert last(before + said, gazetteer) == (speaker, state)


@pytest.mark.parametrize(
    "said",
    [
        "The opposition said the vote was unfair.",
        "The electoral commission said the vote was fair.",
        "The authorities denied that ships had fired.",
        "Ministry officials said the port would close.",
        "Defence Minister Omar Said said the port would close.",
        "Government spokesman Omar Said said the port would close.",
    ],
)
@pytest.mark.parametrize(
    "before", [TWO, "NAIROBI (AP) - Somalia and Kenya sent ships. Somalia sent planes. Somali roads are shut. "]
)
def test_of_two_states_neither_is_taken(before: str, said: str, gazetteer: Gazetteer) -> None:
    speaker, state = last(before + said, gazetteer)
    assert state is None
    assert not str(speaker).startswith(("kenyan", "somali"))


def test_a_visitors_title_gives_no_state(gazetteer: Gazetteer) -> None:
    said = "Foreign Secretary Anna Berg said the vote was fair."
    assert last(ONE + said, gazetteer) == ("anna-berg", None)
    assert last(ONE.replace("Kenya", "Sri Lanka") + said, gazetteer) == ("anna-berg", "sri-lanka")


def test_another_minister_of_the_same_office_may_be_meant(gazetteer: Gazetteer) -> None:
    text = (
        "Kenya met a Norwegian diplomat over remarks of the Norwegian foreign minister. Kenya sent ships to "
        "the Kenyan coast after Foreign Minister Anna Berg had said that the islands are free."
    )
    assert last(text, gazetteer) == ("anna-berg", None)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Kenyan state border service said the port was open.", ("kenyan-state-border-service", "kenya")),
        ("Meeting in Oslo, Norway, the West African leaders called for a truce.", ("west-african-leaders", None)),
        (
            "Two diplomats from European missions in Nairobi said the port was open.",
            ("diplomats-from-european-missions-in-nairobi", None),
        ),
        ("NAIROBI, Kenya -- Military officials said the port was open.", ("military-officials", "kenya")),
    ],
)
def test_places_are_not_whose_they_are(text: str, wanted: tuple[str, str | None], gazetteer: Gazetteer) -> None:
    draft = Drafter(f"{text}\n", gazetteer, DAY).draft()
    assert [(row.get("speaker"), row.get("for")) for row in draft.statements] == [wanted]
