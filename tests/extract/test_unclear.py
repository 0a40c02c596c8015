"""A draft says which words of a sentence are clear only beside the text, and of no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from cases import for_each
from drafted import DAY

from kg.extract.draft.drafting import Drafter
from kg.extract.draft.draftsheet import proposed_files

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

UNCLEAR = {
    "Anna Berg said the ruling was a mistake.": ("The ruling",),
    "Anna Berg said Norway would free the two sailors.": ("the two sailors",),
    "Anna Berg said the minister should meet the rebels.": ("the minister", "the rebels"),
    "Anna Berg said that the naval drills threatened the region.": ("the naval drills", "the region"),
    # What says which one is meant makes a noun clear, before it or after it.
    "Anna Berg said the ruling of the Nordic Rights Court was a mistake.": (),
    "Anna Berg said the Syrian-Turkish border was closed.": (),
    "Anna Berg said that Kenyan sailors would stay.": (),
    # There is only one, or any is meant.
    "Anna Berg said that the world should help the poor.": (),
    # It is named from the text.
    "Norway signed a fisheries agreement with Kenya. Anna Berg said the deal would bring jobs.": (),
    "Talks with Norway on fish began. Anna Berg said the talks were short.": (),
}


@for_each(("text", "unclear"), UNCLEAR.items())
def test_what_is_clear_only_beside_the_text_is_told(text: str, unclear: tuple[str, ...], gazetteer: Gazetteer) -> None:
    draft = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft()
    new = draft.propositions[str(draft.statements[-1]["proposition"])]
    assert tuple(words.casefold() for words in new.unclear) == tuple(words.casefold() for words in unclear), (
        new.sentence
    )


def test_it_stands_beside_the_sentence_in_the_proposed_names(gazetteer: Gazetteer) -> None:
    draft = Drafter("Talks end\n\nAnna Berg said the ruling was a mistake.\n", gazetteer, DAY).draft()
    (entry,) = proposed_files(draft)["propositions.yaml"].values()
    assert (entry["sentence"], entry["unclear"]) == ("The ruling was a mistake.", ["the ruling"])
    assert draft.left_open == " (1 to be named)"


def test_a_blank_sentence_has_no_unclear_words(gazetteer: Gazetteer) -> None:
    draft = Drafter("Talks end\n\nAnna Berg said it would hurt the port.\n", gazetteer, DAY).draft()
    assert [(new.sentence, new.unclear) for new in draft.propositions.values()] == [("", ())]
    assert draft.left_open == " (1 without a sentence)"
