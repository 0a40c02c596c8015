"""A clause without its negation says the opposite, in right English; and what has to stay is not taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import for_each

pytest.importorskip("spacy")

from kg.extract.article.nlp import parse
from kg.extract.meaning.negation import Negation, affirmative_of, is_negated, negation_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: A clause, and how it reads without its negation; None where it has to stay.
CLAUSES = {
    # the verb takes back its form
    "Norway did not attack Iran.": "Norway attacked Iran.",
    "Norway didn't attack Iran.": "Norway attacked Iran.",
    "Norway does not support the treaty.": "Norway supports the treaty.",
    "They do not support the treaty.": "They support the treaty.",
    "Norway never attacked Iran.": "Norway attacked Iran.",
    "Norway did never attack Iran.": "Norway did attack Iran.",
    "Norway was not told.": "Norway was told.",
    "Norway is not ready.": "Norway is ready.",
    "The border cannot be crossed.": "The border can be crossed.",
    "The border can't be crossed.": "The border can be crossed.",
    "The port won't be open.": "The port will be open.",
    "Norway shan't attack Iran.": "Norway shall attack Iran.",
    "Norway will not attack or invade Kenya.": "Norway will attack or invade Kenya.",
    "Norway could not help Kenya.": "Norway could help Kenya.",
    "Norway could not stop fighting.": "Norway could stop fighting.",
    "Norway will not help rebuilding Kenya.": "Norway will help rebuilding Kenya.",
    # so does a noun
    "There is no evidence of fraud.": "There is evidence of fraud.",
    "There is no plan for peace.": "There is a plan for peace.",
    "There is no intention of war.": "There is an intention of war.",
    "There are no plans for peace.": "There are plans for peace.",
    "The army had no plan to invade Kenya.": "The army had a plan to invade Kenya.",
    "No ship left the port.": "a ship left the port.",
    "No ships left the port.": "ships left the port.",
    # what goes with a negation goes with it, or changes
    "Norway has not opened the border yet.": "Norway has opened the border.",
    "Norway has not ever attacked Kenya.": "Norway has attacked Kenya.",
    "Norway has not attacked Kenya either.": "Norway has attacked Kenya.",
    "Norway does not really want war.": "Norway wants war.",
    "Norway did not attack anybody.": "Norway attacked somebody.",
    "Norway did not do anything.": "Norway did something.",
    "Norway did not see any evidence.": "Norway saw evidence.",
    "Norway did not see any ships.": "Norway saw ships.",
    "Norway did not see any plan.": "Norway saw a plan.",
    "Norway did not see any elephant.": "Norway saw an elephant.",
    "Norway is not happy with any plan.": "Norway is happy with a plan.",
    "Norway did not attack any of them.": "Norway attacked some of them.",
    "Norway did not attack Kenya in any way.": "Norway attacked Kenya.",
    "Norway does not, in any form, support it.": "Norway supports it.",
    "Norway was not attacked by anybody.": "Norway was attacked by somebody.",
    "Norway has no plan yet.": "Norway has a plan.",
    "There is no such call.": "There is such a call.",
    "There is no such evidence.": "There is such evidence.",
    "There were no such plans.": "There were such plans.",
    "No ship was told.": "a ship was told.",
    "They have never been ready.": "They have been ready.",
    # it stands in a part of the clause, or in two
    "Not one ship left the port.": None,
    "Nobody attacked Kenya.": None,
    "Norway did not attack nobody.": None,
    "Not all states support it.": None,
    "Norway did not see or admit the attack.": None,
    "It is not a threat.": None,
    "Norway said nothing.": None,
    # the rest depends on it
    "Norway will not talk unless Kenya leaves.": None,
    "Norway did not leave before the war.": None,
    "Norway would not leave without a deal.": None,
    "Norway will not talk until Kenya leaves.": None,
    "Norway will not leave because of the war.": None,
    "The talks will not be held in Kenya but in Norway.": None,
    "There is no way out other than talks.": None,
    "There is no way out except talks.": None,
    "The port will no longer be open.": None,
    "Norway neither attacked nor invaded Kenya.": None,
    "Norway will never yield as long as the raids go on.": None,
    # it adds, or compares, and denies nothing
    "It is not only a threat.": None,
    "Norway could not help admiring Kenya.": None,
    "Norway could not help but admire Kenya.": None,
    "No more than three ships left.": None,
    "No sooner than May will they leave.": None,
    "Norway can not only talk.": None,
    "Norway did not simply attack Kenya.": None,
    "Nothing but talks is left.": None,
    "They want nothing but peace.": None,
    # and where there is none
    "Norway attacked Kenya.": None,
}
#: Whose verb, or one of its parts, denies nothing.
PLAIN = {
    "Not one ship left the port.",
    "It is not only a threat.",
    "Norway could not help admiring Kenya.",
    "Norway could not help but admire Kenya.",
    "No more than three ships left.",
    "No sooner than May will they leave.",
    "Norway can not only talk.",
    "Norway did not simply attack Kenya.",
    "Nothing but talks is left.",
    "They want nothing but peace.",
    "There is no way out except talks.",
    "Norway attacked Kenya.",
}


def without(text: str) -> str | None:
    doc = parse(text)
    return reading(doc, negation_of(next(doc.sents).root, {token.i for token in doc}))


def reading(doc: Doc, change: Negation | None) -> str | None:
    if change is None:
        return None
    return " ".join(change.replaced.get(token.i, token.text) for token in doc if token.i not in change.dropped)


@for_each(("text", "plain"), CLAUSES.items())
def test_a_clause_without_its_negation_is_right_english(text: str, plain: str | None) -> None:
    # Between words of one token more or less there may be a space or none.
    told = without(text)
    assert (told and told.replace(" ", "")) == (plain and plain.replace(" ", ""))


@for_each("text", CLAUSES)
def test_a_clause_is_negated_whether_or_not_the_negation_can_be_taken_out(text: str) -> None:
    assert is_negated(next(parse(text).sents).root) is (text not in PLAIN)


def test_a_negation_outside_the_content_is_not_removed() -> None:
    doc = parse("Norway did not attack Iran.")
    mark = next(token.i for token in doc if token.lower_ == "not")
    assert negation_of(next(doc.sents).root, {token.i for token in doc} - {mark}) is None


def test_anything_becomes_something_in_the_affirmative() -> None:
    for text, plain in {"It had anything to do with it.": "It had something to do with it .", "It left.": None}.items():
        doc = parse(text)
        assert reading(doc, affirmative_of(doc, {token.i for token in doc})) == plain
