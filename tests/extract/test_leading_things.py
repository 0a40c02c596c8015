"""Which thing a definite noun means where a text names several, and by which words it names a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence as last

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

THINGS = [
    # A participle or an object after a pronoun says which thing it is.
    (
        "Norway showed a video of the tanker seized by Kenya. Minister Anna Berg said the ship was empty.",
        "The tanker seized by Kenya was empty.",
    ),
    (
        "Norway and Kenya sent a joint statement calling for calm. Anna Berg said the statement was late.",
        "The joint statement calling for calm was late.",
    ),
    (
        "Their dispute over fishing rights divides Norway and Kenya. Anna Berg said the row was old.",
        "The dispute over fishing rights was old.",
    ),
    (
        "Kenya opened a giant dam being built on the river Tana. Anna Berg said the project was expensive.",
        "The giant dam being built on the river Tana was expensive.",
    ),
    # The headline says what a text is about, although it names others on the way.
    (
        "Fish talks with Norway begin\n\nKenya held fish talks with Norway on Monday. It had called off oil talks with "
        "Peru.\n\nNorway is a friend of Kenya. The weather was fine.\n\nMinister Omar Berg said the talks were short.",
        "The fish talks with Norway were short.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), THINGS)
def test_a_definite_noun_takes_the_words_of_the_thing_that_it_means(
    text: str, sentence: str, gazetteer: Gazetteer
) -> None:
    assert last(text, gazetteer) == sentence


@pytest.mark.parametrize(
    "text",
    [
        # Another of the kind stands beside it.
        "Fish talks with Norway begin\n\nKenya held fish talks with Norway on Monday. It had called off oil talks "
        "with Peru. Minister Omar Berg said the talks were short.",
        # The verdict of a day is not told by the day.
        "Kenya read Monday's verdict. Minister Omar Berg said the verdict was short.",
    ],
)
def test_a_thing_stays_open_beside_another_one_of_its_kind(text: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer).startswith(("The talks were", "The verdict was"))


FAR = "Kenya is a state.\n\nNorway is a friend of Kenya.\n\n"
FURTHER = [
    # The only one told of with the same noun may stand far before.
    (
        f"Kenya met Norway.\n\n{FAR}It spoke of a treaty on fishing rights.\n\n{FAR}Anna Berg said the treaty was old.",
        "The treaty on fishing rights was old.",
    ),
    (
        f'Kenya met Norway.\n\n{FAR}It spoke of a treaty on fish.\n\n{FAR}"The treaty was old," Anna Berg said.',
        "The treaty was old.",
    ),
    # A case before a court, and the idiom.
    (
        "Kenya read the case brought by Norway. Anna Berg said the judge of the case was tired.",
        "The judge of the case brought by Norway was tired.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), FURTHER)
def test_the_only_thing_with_the_same_noun_may_be_far(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence
