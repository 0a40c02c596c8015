"""A draft never reverses the meaning of the text: a negation is in the polarity or in the sentence, never in both."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest
from cases import for_each

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Draft, Drafter
from kg.extract.meaning.answers import settled_answer
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)
#: What was drafted from a sentence: the same ones are looked at in several ways.
DRAFTED: dict[str, list[tuple[str, str, str]]] = {}
NEGATIVE = re.compile(r"\b(not|no|never|nobody|nothing|none|neither)\b")


def stances(text: str, gazetteer: Gazetteer) -> list[tuple[str, str, str]]:
    """Return the act, the polarity and the sentence of each statement in a draft."""
    if text not in DRAFTED:
        draft = Drafter(text, gazetteer, DAY).draft()
        rows = [row for row in draft.statements if row["speaker"] == draft.statements[0]["speaker"]]
        DRAFTED[text] = [(str(row["act"]), polarity(row), sentence(draft, row, gazetteer)) for row in rows]
    return DRAFTED[text]


def polarity(row: dict[str, object]) -> str:
    return str(row.get("polarity") or Vocabulary.load().acts[str(row["act"])].polarity)


def sentence(draft: Draft, row: dict[str, object], gazetteer: Gazetteer) -> str:
    slug = str(row["proposition"])
    return draft.propositions[slug].sentence if slug in draft.propositions else gazetteer.propositions[slug][0]


CLAUSES = [
    ("the treaty gives Norway the right to fish", "the treaty does not give Norway the right to fish"),
    ("the treaty will end the dispute", "the treaty will not end the dispute"),
    ("the blockade has ended", "the blockade has not ended"),
    ("the blockade is legal", "the blockade is not legal"),
    ("the sanctions should be lifted", "the sanctions should not be lifted"),
    ("the sanctions must be lifted", "the sanctions must not be lifted"),
    ("the border can be crossed", "the border cannot be crossed"),
    ("the convoy was attacked", "the convoy was never attacked"),
    ("there is evidence of fraud in Kenya", "there is no evidence of fraud in Kenya"),
    ("Norway attacked the port of Mombasa", "Norway did not attack the port of Mombasa"),
    ("the port will be open to warships", "the port will no longer be open to warships"),
    ("the army had plans to invade Kenya", "the army had no plans to invade Kenya"),
    ("the treaty is a danger to Kenya", "the treaty is not a danger to Kenya"),
    ("Kenya and Norway have opened the border", "Kenya and Norway have not opened the border"),
]
TELLING = [
    "Sweden said {}.",
    "Sweden insisted that {}.",
    "Sweden warned that {}.",
    "Sweden believes {}.",
    "Sweden hopes {}.",
    "Sweden denied that {}.",
    'Sweden said: "{}."',
    "According to Sweden, {}.",
]


@for_each(("telling", "pair"), product(TELLING, CLAUSES))
def test_a_negation_reverses_the_polarity_or_the_sentence_but_not_both(
    telling: str, pair: tuple[str, str], gazetteer: Gazetteer
) -> None:
    upper = telling.startswith('Sweden said: "')
    plain, denied = (telling.format(text[:1].upper() + text[1:] if upper else text) for text in pair)
    first, second = (stances(text, gazetteer) for text in (plain, denied))
    assert len(first) == len(second) == 1, (first, second)
    (_, before, affirmative), (_, after, negated) = first[0], second[0]
    if affirmative and negated:
        flips = (before != after) + (bool(NEGATIVE.search(affirmative)) != bool(NEGATIVE.search(negated)))
        assert flips == 1, (first, second)
    else:  # the sentence may only be blank if the cue itself denies
        assert "denied" in telling


def test_most_of_the_clauses_above_are_worded(gazetteer: Gazetteer) -> None:
    texts = [telling.format(text) for telling in TELLING[:5] for pair in CLAUSES for text in pair]
    assert all(sentence for text in texts for _, _, sentence in stances(text, gazetteer))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran said sanctions must end.", ("supports", "Sanctions must end.")),
        ("Sweden called it null and void.", ("supports", "")),
        ("Sweden called the referendum illegal.", ("supports", "The referendum is illegal.")),
        (
            "Norway said it would strongly oppose any attack on Kenya.",
            ("opposes", "There should be an attack on Kenya."),
        ),
        ("Norway said it remained opposed to the blockade.", ("opposes", "The blockade should be supported.")),
        ("Sweden does not believe that the treaty is legal.", ("opposes", "The treaty is legal.")),
        ("Sweden said it has no plans to invade Norway.", ("opposes", "Sweden has plans to invade Norway.")),
        ("Sweden warned Norway against blocking the strait.", ("opposes", "Norway should block the strait.")),
        ("Sweden asked Norway not to block the strait.", ("opposes", "Norway should block the strait.")),
        ("Sweden rejected calls for a boycott of Kenya.", ("opposes", "There should be a boycott of Kenya.")),
        ("Sweden dismissed claims that Norway was to blame.", ("opposes", "Norway was to blame.")),
        (
            "Sweden said the raid was not only a mistake but a crime.",
            ("supports", "The raid was not only a mistake but a crime."),
        ),
        (
            "Sweden said it will not talk to Kenya until the troops leave.",
            ("supports", "Sweden will not talk to Kenya until the troops leave."),
        ),
        ("Sweden said nobody should attack Kenya.", ("supports", "Nobody should attack Kenya.")),
    ],
)
def test_each_stance_has_its_polarity_and_sentence(text: str, expected: tuple[str, str], gazetteer: Gazetteer) -> None:
    assert expected in [(side, worded) for _, side, worded in stances(text, gazetteer)]


@pytest.mark.parametrize(
    "text",
    [
        "Sweden stopped short of calling for sanctions on Kenya.",
        "Sweden refrained from criticising the vote.",
        "Sweden has not announced any plans to withdraw its troops.",
        "Sweden did not call for a boycott of Kenya.",
        "Sweden left without condemning the attack on Kenya.",
    ],
)
def test_something_that_was_not_said_is_not_a_stance(text: str, gazetteer: Gazetteer) -> None:
    assert stances(text, gazetteer) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sweden said the sanctions on Iran must end.",
        "Sweden said the sanctions on Iran should be lifted.",
        "Sweden said a ceasefire in Syria would be a disaster.",
        "Sweden said foreign powers were leaving the Persian Gulf.",
        "Sweden said Iran should not be shot down by Ukraine.",
    ],
)
def test_shared_words_alone_do_not_link_to_a_known_proposition(text: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, DAY).draft()
    assert draft.statements
    assert all(str(row["proposition"]) in draft.propositions for row in draft.statements)


@pytest.mark.parametrize(
    ("text", "slug", "side"),
    [
        ("Sweden said there should be a ceasefire in Syria.", "ceasefire-in-syria", "supports"),
        ("Sweden said there should not be a ceasefire in Syria.", "ceasefire-in-syria", "opposes"),
        (
            "Sweden said foreign powers should leave the Persian Gulf.",
            "foreign-powers-should-leave-persian-gulf",
            "supports",
        ),
    ],
)
def test_a_sentence_with_the_same_meaning_is_linked(text: str, slug: str, side: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, DAY).draft()
    assert [(row["proposition"], polarity(row)) for row in draft.statements] == [(slug, side)]


def test_a_similar_proposition_is_suggested(gazetteer: Gazetteer) -> None:
    draft = Drafter("Sweden said the sanctions on Iran must end.", gazetteer, DAY).draft()
    (new,) = draft.propositions.values()
    assert "sanctions-on-iran" in new.suggested


@pytest.mark.parametrize(
    ("quote", "answer", "against", "settled"),
    [
        ("We must not attack Iran", "We must not attack Iran.", True, ""),
        ("Norway must not attack Iran", "Norway must not attack Iran.", True, "Norway must attack Iran."),
        ("Norway must not attack Iran", "Norway must attack Iran.", True, "Norway must attack Iran."),
        ("Norway must not attack Iran", "Norway must attack Iran.", False, ""),
        ("Norway must not attack Iran", "Norway must not attack Iran.", False, "Norway must not attack Iran."),
        ("rejects the treaty", "The treaty should be accepted.", True, "The treaty should be accepted."),
        ("Norway said sanctions must end", "The sanctions should be lifted.", False, "The sanctions should be lifted."),
        ("called for a return", "A return should dialogue.", False, ""),
    ],
)
def test_a_models_answer_follows_the_same_rules(quote: str, answer: str, against: bool, settled: str) -> None:
    assert settled_answer(answer, quote, against=against) == settled


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # What somebody else wants, in the words of the speaker, is no wish of the speaker.
        ('"We know that the rebels want to leave the union," Anna Berg said.', {("claims", "supports")}),
        ('"My opponent wants to leave the union," Anna Berg said.', {("claims", "supports")}),
        ('"He hopes to divide the union," Anna Berg said.', {("claims", "supports")}),
        (
            "Anders Berg said Lars Holm had lied and he hoped to leave.",
            {("accuses", "supports"), ("reports", "supports")},
        ),
        # A "not" that the next word undoes, and one that is not called "not".
        ('"We cannot but support the treaty," Anna Berg said.', {("supports", "supports")}),
        ("Anna Berg could not help admiring the treaty.", {("praises", "supports")}),
        ("Anna Berg does not help building the port.", set()),
        ("Norway said it no longer supports the treaty.", {("opposes", "opposes")}),
        ('"We no longer believe that Kenya wants peace," Anna Berg said.', {("denies", "opposes")}),
        ('"Don\'t abandon Norway," Anna Berg told Omar Said.', {("calls-for", "opposes")}),
        ('"There is no doubt that Kenya supports the treaty," Anna Berg said.', {("claims", "supports")}),
        ('"We would have liked to stay," Anna Berg said.', {("claims", "supports")}),
        # Whoever denies what another says does not say it, nor does the other deny it.
        (
            "Anna Berg denied a Reuters report that Kenya supports the treaty.",
            {("denies", "opposes"), ("reports", "supports")},
        ),
        (
            "Anna Berg disputed Omar Said's claim that Kenya supports the treaty.",
            {("denies", "opposes"), ("claims", "supports")},
        ),
    ],
)
def test_each_stance_belongs_to_its_holder(text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer) -> None:
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert {(row["act"], polarity(row)) for row in rows} == expected
    assert {row["speaker"] for row in rows} <= {"anders-berg", "anna-berg", "norway", "omar-said", "reuters"}


@pytest.mark.parametrize(
    "text",
    [
        '"The world has said this raid would not stand, and it will not stand," Anna Berg said.',
        "The ministry of Norway said the plan had failed and it would not work.",
        "Anders Berg said Lars Holm had lied and that he would not come.",
        "Anna Berg said the driver was drunk and he would be punished.",
    ],
)
def test_a_pronoun_with_two_antecedents_leaves_the_sentence_blank(text: str, gazetteer: Gazetteer) -> None:
    assert stances(text, gazetteer)[-1][2] == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Hardly anybody, neither of two, and what somebody has given up.
        ("Few ministers support the treaty.", set()),
        ("Not all ministers support the treaty.", set()),
        ("Hardly any ministers support the treaty.", set()),
        ("Neither Norway nor Kenya has called for a ceasefire.", set()),
        ("A few ministers support the treaty.", {("supports", "supports")}),
        ("Not only Norway supports the treaty.", {("supports", "supports")}),
        ("Norway neither supports nor opposes the treaty.", {("opposes", "neutral")}),
        ("Norway opposes neither the treaty nor the loan.", {("opposes", "neutral")}),
        ("Norway supports neither the treaty nor the loan.", {("opposes", "opposes")}),
        ("Norway withdrew its support for the treaty.", {("opposes", "opposes")}),
        ("Norway's support for the treaty has collapsed.", {("opposes", "opposes")}),
        ("Norway backed away from its support for the treaty.", {("opposes", "opposes")}),
        ("Norway dropped its opposition to the treaty.", {("opposes", "neutral")}),
        ("Norway reconsidered its support for the treaty.", set()),
        ("Norway abandoned its demand for a ceasefire.", set()),
        ("Norway gave up its demand for a ceasefire.", set()),
        ("Norway reiterated its support for the treaty.", {("supports", "supports")}),
        ("Norway did not withdraw its support for the treaty.", set()),
    ],
)
def test_a_stance_given_up_or_held_by_few_has_its_act_and_polarity(
    text: str, expected: set[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert {(row["act"], polarity(row)) for row in Drafter(text, gazetteer, DAY).draft().statements} == expected
