"""Where the words begin and end that bind a negation to what follows: "as long as", "except", "without", "since"."""

from __future__ import annotations

import pytest
from cases import for_each

pytest.importorskip("spacy")

from kg.extract.article.nlp import parse
from kg.extract.meaning.negation import negation_of

#: Sentences, and how they read without their negation; None where it has to stay.
SENTENCES = {
    "Norway will never yield as long as the raids go on.": None,
    "It does not take as long as a war.": None,
    "As long as the raids go on, Norway will not yield.": "As long as the raids go on, Norway will yield.",
    "The war was not long as wars go.": "The war was long as wars go.",
    "It did not last as long.": "It lasted as long.",
    "Norway will not yield as soon as asked.": "Norway will yield as soon as asked.",
    "Norway will not wait long": "Norway will wait long",
    "Long talks will not help Norway.": "Long talks will help Norway.",
    "No state except Norway attacked Kenya.": None,
    "There is no way out except talks.": None,
    "No state barring Norway attacked Kenya.": None,
    "Norway attacked no state barring Kenya.": None,
    "Barring a truce, Norway will not leave.": None,
    "Norway is not barring ships.": "Norway is barring ships.",
    "Norway made no threat or promise.": "Norway made a threat or promise.",
    "Kenya has no army or navy.": "Kenya has an army or navy.",
    "Norway made no threats or promises.": "Norway made threats or promises.",
    "Norway had no food or water.": "Norway had food or water.",
    "Norway had no money.": "Norway had money.",
    "Norway had no direct contact with Kenya.": "Norway had direct contact with Kenya.",
    "Norway had no contract with Kenya.": "Norway had a contract with Kenya.",
    "Norway does not want talks other than these.": None,
    "Norway does not want more than talks.": "Norway wants more than talks.",
    "Norway would rather not talk than lose.": "Norway would rather talk than lose.",
    "Without a truce there can be no talks.": None,
    "Norway will not leave without a truce.": None,
    "Norway does not want a truce without talks.": None,
    "Norway has not attacked Kenya since the war.": None,
    "Norway will not talk unless asked.": None,
    "Norway will not talk though Kenya will.": None,
    "Norway did not attack, but Kenya did.": None,
    "Norway will not sign a deal that was made before the war.": None,
    "Although Kenya left, Norway did not talk.": "Although Kenya left, Norway talked.",
    "Because of the war, Norway will not leave.": "Because of the war, Norway will leave.",
    "Until Kenya leaves, Norway will not talk.": "Until Kenya leaves, Norway will talk.",
    "Until May, Norway will not leave without a truce.": None,  # the second of two such words decides
    "Norway did not open the till.": "Norway opened the till.",  # which is another word
}


@for_each(("text", "plain"), SENTENCES.items())
def test_a_negation_stays_where_what_follows_depends_on_it(text: str, plain: str | None) -> None:
    doc = parse(text)
    found = negation_of(next(doc.sents).root, {token.i for token in doc})
    words = [found.replaced.get(token.i, token.text) for token in doc if token.i not in found.dropped] if found else []
    assert "".join(words) == (plain or "").replace(" ", "")
