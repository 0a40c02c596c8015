"""What others think is said by those who say so, and a council of one state or union is not the United Nations'."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy")

from typing import TYPE_CHECKING

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Iran's Supreme National Security Council said the port was shut.",
            "iranian-supreme-national-security-council",
        ),
        ("On Thursday the Russian Security Council said the port was shut.", "russian-security-council"),
        ("The AU Peace and Security Council rejected the plan.", "au-peace-and-security-council"),
        ("Kenya's Security Council said the port was shut.", "kenyan-security-council"),
        ("The UN Security Council said the port was shut.", "un-security-council"),
        ("The U.N. Security Council said the port was shut.", "un-security-council"),
        ("The Security Council said the port was shut.", "un-security-council"),
        ("The 15-member Security Council said the port was shut.", "un-security-council"),
        ("The United Nations General Assembly said the port was shut.", "un-general-assembly"),
    ],
)
def test_whose_council_it_is(text: str, speaker: str, with_world: Gazetteer) -> None:
    assert rows_of(text, with_world, "speaker") == [(speaker,)]


@pytest.mark.parametrize(
    ("text", "speaker", "sentence"),
    [
        (
            "Analyst Ola Holm said Kenya sees the expansion as an opportunity.",
            "ola-holm",
            "Kenya sees the expansion as an opportunity.",
        ),
        ("Norway said that Kenya believed the port was shut.", "norway", "Kenya believed the port was shut."),
        (
            "According to analyst Ola Holm, Kenya thinks that the port is shut.",
            "ola-holm",
            "Kenya thinks that the port is shut.",
        ),
        # what somebody says of the own mind, and what others have been told, is theirs
        ("Norway told reporters that it believes the port is shut.", "norway", "The port is shut."),
        ("Analyst Ola Holm said Kenya had told him that the port was shut.", "kenya", "The port was shut."),
    ],
)
def test_what_others_think_is_said_by_who_says_so(
    text: str, speaker: str, sentence: str, with_world: Gazetteer
) -> None:
    assert rows_of(text, with_world, "speaker", "sentence") == [(speaker, sentence)]


def test_the_press_passes_on_what_others_think(with_world: Gazetteer) -> None:
    rows = rows_of(
        "According to Oslo News, Kenya believes that the port is shut.", with_world, "speaker", "reported_by"
    )
    assert rows == [("kenya", "oslo-news")]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Omar Said, accused of saying that boats would be let in, has rejected the plan.", ["rejects"]),
        ("Omar Said allegedly told fishermen that boats would be let in.", []),
        ("Kenya supposedly demands that boats be let in.", []),
        ("Omar Said, who had said that boats should be let in, resigned.", ["calls-for"]),
        ("Kenya accused Norway of shutting the port.", ["accuses"]),
    ],
)
def test_what_is_only_alleged_to_have_been_said_is_not_drafted(
    text: str, speakers: list[str], with_world: Gazetteer
) -> None:
    assert [act for (act,) in rows_of(text, with_world, "act")] == speakers
