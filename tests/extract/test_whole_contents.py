"""A content has all of its words: the doers of an infinitive, what two deeds share, and each clause of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import sentences_of as sentences

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Kenya called for the "immediate release and reinstatement" of President Arvid Holm.',
            ["The immediate release and reinstatement of President Arvid Holm should take place."],
        ),
        (
            "Kenya demanded the withdrawal and disarmament of the rebels.",
            ["The withdrawal and disarmament of the rebels should take place."],
        ),
        (
            "Kenya called for a ceasefire and the release of the crew.",
            ["There should be a ceasefire.", "The release of the crew should take place."],
        ),
        (
            "Kenya declared that all flights would be banned, that all land crossings would be closed, "
            "and that the junta would be subject to sanctions.",
            [
                "All flights will be banned.",
                "All land crossings will be closed.",
                "The junta would be subject to sanctions.",
            ],
        ),
        (
            "Norway called for the UN general assembly to negotiate a draft resolution.",
            ["The UN general assembly should negotiate a draft resolution."],
        ),
        (
            "Norway called for talks with Kenya to end the war.",
            ["There should be talks with Kenya to end the war."],
        ),
        (
            "Norway called for the Kenyan government to pay but at the same time opened the port.",
            ["The Kenyan government should pay."],
        ),
        (
            "Kenya wanted nothing less than the junta to relinquish power.",
            ["The junta should relinquish power."],
        ),
    ],
)
def test_a_content_has_all_of_its_words(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert sentences(text, gazetteer) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kenya condemned what it called Norway's raid on the port.", "Norway's raid on the port is right."),
        (
            "Kenya condemned what it described as the detention of Arvid Holm, members of his family and officials "
            "while calling for talks.",
            "The detention of Arvid Holm, members of his family and officials is right.",
        ),
        (
            "Norway opposes what it sees as interference in its affairs.",
            "There should be interference in Norway's affairs.",
        ),
        ("Kenya condemned what it called the coup in Niger.", "The coup in Niger is right."),
        ("Kenya condemned what it called an act of aggression by Norway.", ""),
        ("Norway rejected what it called lies.", ""),
    ],
)
def test_the_thing_behind_its_name_is_judged(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentences(text, gazetteer)[0] == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Kenya threatened Norway with new sanctions if Oslo fails to start the talks.",
            "There will be new sanctions against Norway if Oslo fails to start the talks.",
        ),
        (
            "Kenya urged that residents avoid the port unless they live there.",
            "Residents should avoid the port unless they live there.",
        ),
        (
            "The Kenyan minister said Norway lacks a constructive attitude in talks, blaming it for their failure.",
            "Norway lacks a constructive attitude in talks.",
        ),
        (
            "Norway's foreign minister pressed Kenya to initiate a breakthrough during a visit to the north.",
            "Kenya should initiate a breakthrough.",
        ),
        (
            "Norway called on Kenya to make positive contributions, in remarks on Saturday before meeting the envoy.",
            "Kenya should make positive contributions.",
        ),
        (
            "Kenya pushed for further sanctions against Norway as well as asking for weapons for its soldiers.",
            "There should be further sanctions against Norway.",
        ),
        ("Norway criticised the Kenyan president Arvid Holm.", ""),
        ("Norway criticised the Kenyan president's speech.", "The Kenyan president's speech is right."),
    ],
)
def test_a_condition_belongs_to_a_content_and_its_occasion_does_not(
    text: str, sentence: str, gazetteer: Gazetteer
) -> None:
    assert sentences(text, gazetteer)[0] == sentence
