"""Stances in nouns, imperatives and introductory phrases: "stressed the need for", "stop it", "what we need is"."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter
from kg.extract.meaning.wellformed import faults_of
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)
NEGATIVE = re.compile(r"\b(not|no|never|nobody|nothing|none|neither)\b")


def stance(text: str, gazetteer: Gazetteer) -> tuple[str, str, str]:
    """Return the act, the side and the sentence of the first row."""
    draft = Drafter(text, gazetteer, DAY).draft()
    row = draft.statements[0]
    side = str(row.get("polarity") or Vocabulary.load().acts[str(row["act"])].polarity)
    return str(row["act"]), side, draft.propositions[str(row["proposition"])].sentence


STANCES = {
    "Kenya voiced concern over the blockade of Oslo.": (
        "fears",
        "supports",
        "The blockade of Oslo is a cause for concern.",
    ),
    "Kenya is worried about the rise of violence in Norway.": (
        "fears",
        "supports",
        "The rise of violence in Norway is a cause for concern.",
    ),
    "Kenya stressed the need for a ceasefire.": ("calls-for", "supports", "There should be a ceasefire."),
    "Kenya underlined the importance of free elections in Norway.": (
        "claims",
        "supports",
        "Free elections in Norway are important.",
    ),
    "Kenya highlighted the right of Norway to defend itself.": (
        "claims",
        "supports",
        "Norway has a right to defend itself.",
    ),
    "Kenya voiced opposition to plans to build a dam.": (
        "opposes",
        "opposes",
        "Plans to build a dam should be supported.",
    ),
    "Kenya announced restrictions on flights to Oslo.": (
        "promises",
        "supports",
        "There should be restrictions on flights to Oslo.",
    ),
    "Kenya accepted responsibility for the raid on Oslo.": (
        "acknowledges",
        "supports",
        "Kenya is responsible for the raid on Oslo.",
    ),
    "Kenya called for the captors of the sailors to be brought to justice.": (
        "calls-for",
        "supports",
        "The captors of the sailors should be brought to justice.",
    ),
    'Omar Said told Norway: "Stop the shelling of Bergen."': (
        "calls-for",
        "supports",
        "Norway should stop the shelling of Bergen.",
    ),
    'Omar Said told Norway: "Do not close the port of Bergen."': (
        "calls-for",
        "opposes",
        "Norway should close the port of Bergen.",
    ),
    '"What we need is a ceasefire," said Omar Said.': ("calls-for", "supports", "There should be a ceasefire."),
    '"The fact is that Norway closed the port," said Omar Said.': ("claims", "supports", "Norway closed the port."),
    '"The port\'s destroyed," said Omar Said.': ("claims", "supports", "The port is destroyed."),
    '"It is important that Norway leaves Oslo," said Omar Said.': (
        "calls-for",
        "supports",
        "It is important that Norway leaves Oslo.",
    ),
    'Kenyan Foreign Minister Omar Said said: "We will defend the coast of this country."': (
        "promises",
        "supports",
        "Kenya will defend the coast of Kenya.",
    ),
    '"Norway behaves like a bully," said Omar Said.': ("criticises", "supports", "Norway behaves like a bully."),
    '"The ban on fish shows contempt for Kenya," said Omar Said.': (
        "criticises",
        "supports",
        "The ban on fish shows contempt for Kenya.",
    ),
    "Norway said it had attacked the port of Bergen.": (
        "claims",
        "supports",
        "Norway had attacked the port of Bergen.",
    ),
    "Reuters said Kenya has two million refugees.": ("reports", "supports", "Kenya has two million refugees."),
    "Omar Said said Oslo wanted growth of 0 – 1 percent.": (
        "reports",
        "supports",
        "Oslo wanted growth of 0 – 1 percent.",
    ),
}


def test_each_stance_has_its_act_side_and_sentence(gazetteer: Gazetteer) -> None:
    found = {text: stance(text, gazetteer) for text in STANCES}
    assert {text: got for text, got in found.items() if got != STANCES[text]} == {}


def test_each_sentence_is_grammatical(gazetteer: Gazetteer) -> None:
    refused = {sentence: faults for _, _, sentence in STANCES.values() if (faults := faults_of(sentence))}
    assert refused == {}


BLANK = [
    "Kenya asked Norway for an explanation.",
    "Kenya thanked Norway for the port.",
    "Kenya expressed regret over the death of two sailors.",
    '"Let us end the shelling of Oslo," said Omar Said.',
    '"Stop the shelling of Oslo," said Omar Said.',
    "Omar Said said three sailors killed.",
]


def test_a_stance_that_cannot_be_worded_stays_blank(gazetteer: Gazetteer) -> None:
    assert {text: got for text in BLANK if (got := stance(text, gazetteer)[2])} == {}


#: Sentences with their negations: either the side or the sentence is reversed, or the sentence is left blank.
DENIED = [
    ('Omar Said told Norway: "Close the port of Oslo."', 'Omar Said told Norway: "Do not close the port of Oslo."'),
    (
        '"The fact is that Norway closed the port," said Omar Said.',
        '"The fact is that Norway did not close the port," said Omar Said.',
    ),
    ('"Norway behaves like a bully," said Omar Said.', '"Norway does not behave like a bully," said Omar Said.'),
    ("Norway said it had attacked the port of Bergen.", "Norway said it had not attacked the port of Bergen."),
    (
        '"It is important that Norway leaves Oslo," said Omar Said.',
        '"It is not important that Norway leaves Oslo," said Omar Said.',
    ),
    ("Reuters said Kenya has two million refugees.", "Reuters said Kenya does not have two million refugees."),
    (
        '"The ban on fish shows contempt for Kenya," said Omar Said.',
        '"The ban on fish does not show contempt for Kenya," said Omar Said.',
    ),
    ("Kenya said Norway has a right to fish.", "Kenya said Norway has no right to fish."),
]


def test_a_negation_reverses_the_side_or_the_sentence(gazetteer: Gazetteer) -> None:
    wrong = []
    for plain, denied in DENIED:
        (_, before, first), (_, after, second) = stance(plain, gazetteer), stance(denied, gazetteer)
        flips = (before != after) + (bool(NEGATIVE.search(first)) != bool(NEGATIVE.search(second)))
        wrong += [(plain, first, before, second, after)] if first and second and flips != 1 else []
    assert wrong == []


NOT_SAID = [
    "Kenya denied the need for a ceasefire.",
    "Kenya did not stress the need for a ceasefire.",
    "Kenya saw no need for a ceasefire.",
    "Kenya is not worried about the rise of violence in Norway.",
    '"What we need is not a ceasefire," said Omar Said.',
    '"The fact is not that Norway closed the port," said Omar Said.',
]


def test_a_denied_stance_is_never_drafted_as_affirmed(gazetteer: Gazetteer) -> None:
    """No row supports the affirmative sentence: there is none, it opposes the sentence, or the sentence is blank."""
    wrong = []
    for text in NOT_SAID:
        if Drafter(text, gazetteer, DAY).draft().statements:
            _, side, sentence = stance(text, gazetteer)
            wrong += (
                [(text, side, sentence)] if sentence and side != "opposes" and not NEGATIVE.search(sentence) else []
            )
    assert wrong == []


def test_the_same_stance_is_drafted_once(gazetteer: Gazetteer) -> None:
    text = "Kenya calls for a ceasefire in Oslo.\n\nOn Monday Kenya called for a ceasefire in Oslo. It is cold there.\n"
    draft = Drafter(text, gazetteer, DAY).draft()
    assert len([row for row in draft.statements if row.get("speaker") == "kenya"]) == 1


ASKING = ["called on", "appealed to", "urged", "asked", "ordered", "told", "pressed", "wanted"]
DUTIES = ["to leave the port and to return to Bergen", "to show restraint, to withdraw and to honour the truce"]


def test_those_asked_to_do_two_things_should_do_both(gazetteer: Gazetteer) -> None:
    """The duty is never assigned to those who ask, however the list is parsed."""
    wrong = []
    for cue, duty in product(ASKING, DUTIES):
        draft = Drafter(f"Kenya {cue} Norway {duty}.", gazetteer, DAY).draft()
        wrong += [new.sentence for new in draft.propositions.values() if new.sentence and "Norway" not in new.sentence]
    assert wrong == []


OWNERS = {
    "Kenya urged Norway to withdraw its troops from Oslo.": "Norway should withdraw its troops from Oslo.",
    "Kenya urged both states to resolve their differences.": "Both states should resolve their differences.",
    # The ships may be Kenya's.
    "Kenya asked Norway to return its ships.": "",
    "Kenya asked Norway to respect its borders.": "",
    # Praise for a person does not mean that the person is right.
    "Omar Said praised Norway.": "",
    # Removing the "never" would change the meaning.
    "Omar Said said Kenya would never yield as long as the raids on Oslo go on.": (
        "Kenya would never yield as long as the raids on Oslo go on."
    ),
    "Omar Said said Norway failed to agree on Friday on the port.": "Norway failed to agree on the port.",
    "Kenya's foreign minister, Omar Said, said Kenya was ready to mediate.": "Kenya should mediate.",
}


def test_duties_are_worded_with_their_owners_conditions_and_days(gazetteer: Gazetteer) -> None:
    found = {text: stance(text, gazetteer)[2] for text in OWNERS}
    assert {text: got for text, got in found.items() if got != OWNERS[text]} == {}


FURTHER = {
    '"It is clear that we do not have many ships," said Foreign Minister Anna Berg of Norway.': (
        "It is clear that Norway does not have many ships."
    ),
    "Anna Berg said there is no way out other than talks with Kenya.": (
        "There is no way out other than talks with Kenya."
    ),
    "Kenya denied that it had anything to do with the raid.": "Kenya had something to do with the raid.",
    'Foreign Minister Anna Berg of Norway said: "We must speak with one voice."': "",
    "Anna Berg dismissed the treaty of Oslo as a waste of time.": "The treaty of Oslo is a waste of time.",
    "Anna Berg said a tyrant does not plan his own exit.": "A tyrant plans his own exit.",
}


def test_shared_denied_and_descriptive_clauses_keep_their_meaning(gazetteer: Gazetteer) -> None:
    found = {text: stance(text, gazetteer)[2] for text in FURTHER}
    assert {text: got for text, got in found.items() if got != FURTHER[text]} == {}


def test_the_second_of_two_duties_shares_the_to_of_the_first(gazetteer: Gazetteer) -> None:
    draft = Drafter("Kenya urged Norway to lift the ban on fish and return to the treaty.", gazetteer, DAY).draft()
    found = [draft.propositions[str(row["proposition"])].sentence for row in draft.statements]
    assert found == ["Norway should lift the ban on fish.", "Norway should return to the treaty."]


SHARED = {
    "Omar Said said Norway did not see or admit its mistake.": (
        "supports",
        "Norway did not see or admit its mistake.",
    ),
    "Omar Said said Norway did not want war but would defend its coast.": (
        "supports",
        "Norway would defend its coast.",
    ),
}


def test_verbs_that_share_a_negation_keep_it(gazetteer: Gazetteer) -> None:
    found = {}
    for text in SHARED:
        draft = Drafter(text, gazetteer, DAY).draft()
        row = draft.statements[-1]
        side = str(row.get("polarity") or Vocabulary.load().acts[str(row["act"])].polarity)
        found[text] = side, draft.propositions[str(row["proposition"])].sentence
    assert found == SHARED


def test_a_remark_on_the_weather_is_not_a_stance(gazetteer: Gazetteer) -> None:
    assert Drafter("Omar Said said the weather was good.", gazetteer, DAY).draft().statements == []


def test_the_check_refuses_a_torn_auxiliary() -> None:
    assert faults_of("Norway does not has many ships.")
