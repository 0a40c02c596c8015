"""The grammar check refuses "there is" with a clause behind it, and what something is said to be without an article."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy")

from kg.extract.meaning.wellformed import faults_of


@pytest.mark.parametrize(
    "sentence",
    [
        "There should be an inquiry and those responsible were committed to trial.",
        "There should be Anna Holm and Adam Berg were committed to peace.",
        "There should be a truce and the ships were moved.",
        "There are proper distance and ease tensions.",
        "Peace and stability in the region are common responsibility of them.",
        "Peace and stability in the region are a responsibility of them.",
        "Sudan is member of the union.",
        "Norway is close ally of Italy.",
        "Nobody can help Adam Berg because he am the president of Norway.",
    ],
)
def test_torn_and_bare_things_are_refused(sentence: str) -> None:
    assert faults_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "There should be talks and an exchange of prisoners.",
        "There should be a ceasefire, and Norway should leave the port.",
        "There should be an end to the war and to the raids that were carried out.",
        "There are people and groups who are against the deal.",
        "There is a need to keep distance and ease tensions.",
        "There were raids and shelling.",
        "There should be aid where people were displaced and hungry.",
        "Sudan is a member of the union.",
        "Norway is president of the council.",
        "Norway is part of the union.",
        "The ministers are afraid of the rebels, and many of them left.",
    ],
)
def test_whole_things_pass(sentence: str) -> None:
    assert not faults_of(sentence)
