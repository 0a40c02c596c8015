"""Words that need no other text: "those behind the raid", what "it goes to show", what somebody apologises for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence

from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kenya demanded that Norway punish those behind the raid.", "Norway should punish those behind the raid."),
        ("Kenya condemned those behind the raid.", ""),
        ('"It goes to show that Norway has lied," Kenyan minister Omar Said said.', "Norway has lied."),
        ('"It shows Norway cannot be trusted," Kenyan minister Omar Said said.', "Norway cannot be trusted."),
        ('"It may show that Norway has lied," Kenyan minister Omar Said said.', ""),
        ("Kenya apologised to Norway for the raid on Oslo.", "Kenya is responsible for the raid on Oslo."),
        ("Kenya asked for forgiveness for the war crimes.", "Kenya is responsible for the war crimes."),
        ("Kenya apologised for the killing of two sailors.", "Two sailors have been killed."),
        ("Kenya apologised for the delay.", ""),
        (
            'Kenyan minister Omar Said said: "Our treaties help. If someone comes to Kenya by sea, they must leave."',
            "If someone comes to Kenya by sea, they must leave.",
        ),
    ],
)
def test_the_sentence(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last_sentence(f"{text}\n", gazetteer) == sentence


@pytest.mark.parametrize(
    ("sentence", "faulty"),
    [
        ("All parties continues to defend the port.", True),
        ("The Norwegian talks continues in Oslo.", True),
        ("The talks continue in Oslo.", False),
        ("The United States closes the port.", False),
        ("Those behind the raid should be punished.", False),
        ("Those should be punished.", True),
    ],
)
def test_agreement_and_those(sentence: str, faulty: bool) -> None:
    assert bool(faults_of(sentence)) is faulty
