"""Parts of clauses get no row of their own: lost objects, lone conditions, members of lists, second gerunds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter
from kg.extract.names.gazetteer import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = date(2024, 6, 3)
GAZETTEER = Gazetteer()
SPEAKER = "Norway's foreign minister Anna Berg"


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[str, str, str]]:
    draft = Drafter(text, gazetteer, DAY).draft()
    sentences = {slug: new.sentence for slug, new in draft.propositions.items()}
    return [(row["act"], row["quote"], sentences[str(row["proposition"])]) for row in draft.statements]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            '"They may challenge the ban if they want to," Anna Berg told reporters.',
            ["They may challenge the ban if they want to"],
        ),
        (
            "Kenya agreed to release two ships — a step that it was reluctant to make.",
            ["Kenya agreed to release two ships — a step that it was reluctant to make"],
        ),
        (
            f'"The ships left, because I have no clue what the treaty is going to be," {SPEAKER} said.',
            ["The ships left"],
        ),
        (
            f'"The port is shut, because Kenya closed the strait," {SPEAKER} said.',
            ["The port is shut", "Kenya closed the strait"],
        ),
        (
            f"{SPEAKER} said it strongly deplores and firmly rejects the ban on flights.",
            ["it strongly deplores and firmly rejects the ban on flights"],
        ),
        (
            f'"Kenya has been conniving at and encouraging the raids," {SPEAKER} said.',
            ["Kenya has been conniving at and encouraging the raids"],
        ),
        (
            "Kenya said that the border was shut, while noting that trade is possible.",
            ["the border was shut", "trade is possible"],
        ),
        (
            "Kenya called for a treaty covering trade, fishing and mining.",
            ["Kenya called for a treaty covering trade, fishing and mining"],
        ),
        (
            "Norway is committed to the fishing treaty and in contact with Kenya.",
            ["Norway is committed to the fishing treaty"],
        ),
        ("Norway has been sending ships to the strait to show its military power.", []),
    ],
)
def test_a_part_of_a_clause_is_not_a_statement(text: str, quotes: list[str], gazetteer: Gazetteer) -> None:
    assert [quote for _, quote, _ in rows(text, gazetteer)] == quotes


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Kenya criticised Norway for closing the port and arresting two envoys.",
            "Norway is right to close the port and arrest two envoys.",
        ),
        (
            'Kenya criticised Norway for "misrepresenting the facts and making false claims".',
            "Norway is right to misrepresent the facts and make false claims.",
        ),
        (
            "Kenya accused Norway of closing the port and of arresting two envoys.",
            "Norway is closing the port and arresting two envoys.",
        ),
    ],
)
def test_two_deeds_share_the_one_who_is_named_once(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    found = rows(text, gazetteer)
    assert [said for _, _, said in found] == [sentence]
    assert found[0][1] == text.rstrip(".")


def _wholes() -> Iterator[str]:
    for verb in ("needs", "requires", "deserves", "wants"):
        yield from (f"the region {verb} {thing}" for thing in ("help", "a truce", "to be heard"))


@settings(max_examples=12, deadline=None)
@given(whole=st.sampled_from(sorted(_wholes())))
def test_a_verb_with_its_object_is_no_fragment(whole: str) -> None:
    assert rows(f"Anna Berg, a minister of Norway, said {whole}.", GAZETTEER), whole


@pytest.mark.parametrize("verb", ["needs", "requires", "deserves"])
def test_a_verb_without_its_object_is_one(verb: str, gazetteer: Gazetteer) -> None:
    assert not rows(f'{SPEAKER} said that "the entire region {verb}".', gazetteer)


@pytest.mark.parametrize(
    ("cue", "first", "second"),
    [
        ("warned of", "There will be raids.", "There will be floods."),
        ("warned against", "There should be raids.", "There should be floods."),
        ("called for", "There should be raids.", "There should be floods."),
    ],
)
def test_a_thing_of_one_word_in_a_list_is_no_scrap(cue: str, first: str, second: str, gazetteer: Gazetteer) -> None:
    assert [said for _, _, said in rows(f"Norway {cue} raids and floods.", gazetteer)] == [first, second]
