"""What a negated, refused or given up cue says, on parses that are written down: whatever a model makes of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import for_each

pytest.importorskip("spacy", reason="needs the extra `extract`")

from spacy.lang.en import English
from spacy.tokens import Doc

from kg.extract.grammar.contents import Content
from kg.extract.meaning.settling import Stance, cue_negation, is_given_up, settled

if TYPE_CHECKING:
    from spacy.tokens import Token

VOCAB = English().vocab


def parsed(text: str) -> Doc:
    """Return a parse: each word as WORD:dependency>HEAD/POS/TAG/lemma, of which all but the word may be missing."""
    words, deps, heads, pos, tags, lemmas = [], [], [], [], [], []
    for part in text.split():
        tree, *rest = part.split("/")
        word, _, relation = tree.partition(":")
        dep, _, head = relation.partition(">")
        words.append(word)
        deps.append(dep or "ROOT")
        heads.append(head or word)
        pos.append(rest[0] if rest else "X")
        tags.append(rest[1] if len(rest) > 1 else "X")
        lemmas.append(rest[2] if len(rest) > 2 else word.lower())
    places = [words.index(head) for head in heads]
    return Doc(VOCAB, words, deps=deps, heads=places, pos=pos, tags=tags, lemmas=lemmas)


def cue(text: str, word: str = "cue") -> Token:
    """Return the word of a parse that carries the act; it is called `cue`, whichever it would be."""
    doc = parsed(text)
    return next(token for token in doc if token.text == word)


NOT = "They:nsubj>cue do:aux>cue not:neg>cue cue/VERB/VB"


@for_each(
    ("act", "denied"),
    [
        ("hopes", ("opposes", None)),
        ("expects", ("doubts", None)),
        ("supports", ("opposes", None)),
        ("agrees", ("rejects", None)),
        ("opposes", ("opposes", "neutral")),
        ("rejects", ("rejects", "neutral")),
        ("refuses", ("refuses", "neutral")),
        ("denies", ("denies", "neutral")),
        ("doubts", ("claims", None)),
        ("claims", ("denies", None)),
        ("calls-for", None),
    ],
)
def test_a_negated_cue_is_another_act_or_says_nothing(act: str, denied: object) -> None:
    assert cue_negation(cue(NOT), act) == denied
    assert cue_negation(cue("They:nsubj>cue cue/VERB/VBP"), act) is False


@for_each(
    ("text", "act", "denied"),
    [
        # What ought to be done, or would be, has not been done.
        *((f"They:nsubj>cue {word}:aux>cue cue/VERB/VB", "supports", None) for word in ("should", "must", "ought")),
        ("They:nsubj>cue shall:aux>cue cue/VERB/VB", "supports", None),
        ("They:nsubj>cue must:dobj>cue/NOUN/NN cue/VERB/VB", "supports", False),
        ("They:nsubj>cue would:aux>cue/AUX/MD cue/VERB/VB", "supports", False),
        ("They:nsubj>cue would:aux>cue/AUX/MD cue/VERB/VB", "claims", None),
        ("They:nsubj>cue would:aux>cue/AUX/MD cue/VERB/VB", "reports", None),
        ("They:nsubj>cue have:aux>cue/AUX/VBP cue/VERB/VBN", "claims", False),
        *(
            (f"They:nsubj>cue {helper} cue/VERB/VB", act, None)
            for act in ("vetoes", "votes-for", "votes-against", "abstains")
            for helper in ("would:aux>cue/AUX/MD", "to:aux>cue/PART/TO")
        ),
        ("They:nsubj>cue cue/VERB/VBD", "vetoes", False),
        ("to:aux>cue/PART/TO cue/VERB/VB", "supports", False),
        ("They:nsubj>has has///have yet:advmod>has to:aux>cue cue:xcomp>has/VERB/VB", "supports", None),
        ("They:nsubj>has has///have to:aux>cue cue:xcomp>has/VERB/VB", "supports", False),
        ("They:nsubj>has has///have yet:advmod>has cue:ccomp>has/VERB/VB", "supports", False),
        ("They:nsubj>need need yet:advmod>need to:aux>cue cue:xcomp>need/VERB/VB", "supports", False),
        # The negation of an adjective is beside it.
        ("They:nsubj>are are/AUX not:neg>are cue:acomp>are/ADJ", "supports", ("opposes", None)),
        ("They:nsubj>are are/AUX not:neg>are cue:oprd>are/ADJ", "supports", ("opposes", None)),
        ("They:nsubj>are are/AUX not:neg>are cue:advmod>are/ADV", "supports", False),
        # Neither one nor the other, and what is merely not said.
        ("neither:preconj>cue cue/VERB/VB nor:cc>cue oppose:conj>cue/VERB/VB", "supports", None),
        ("never:neg>cue cue/VERB/VB or:cc>cue oppose:conj>cue/VERB/VB", "supports", None),
        ("never:neg>cue cue/VERB/VB and:cc>cue oppose:conj>cue/VERB/VB", "supports", ("opposes", None)),
        *(
            (f"They:nsubj>cue do:aux>cue not:neg>cue cue/VERB/VB/{word}", "claims", None)
            for word in ("say", "tell", "add", "state", "comment", "explain", "mention", "confirm", "report")
        ),
        # Other words than "not", and where they stand.
        *((f"They:nsubj>cue {word}:advmod>cue cue/VERB/VB", "supports", ("opposes", None)) for word in ("hardly",)),
        *((f"They:nsubj>cue {word}:x>cue cue/VERB/VB", "claims", ("denies", None)) for word in ("scarcely", "never")),
        *((f"They:nsubj>cue {word}:x>cue cue/VERB/VB", "claims", ("denies", None)) for word in ("neither", "nor")),
        ("They:nsubj>cue not:neg>cue only:advmod>cue cue/VERB/VB", "supports", False),
        ("They:nsubj>cue no:neg>longer longer:advmod>cue cue/VERB/VBP", "supports", ("opposes", None)),
        ("They:nsubj>cue could:aux>cue never:x>could cue/VERB/VB", "supports", ("opposes", None)),
        ("They:nsubj>cue been:auxpass>cue never:x>been cue/VERB/VB", "supports", ("opposes", None)),
        ("They:nsubj>cue cue/VERB/VB neither:preconj>treaty treaty:dobj>cue", "supports", ("opposes", None)),
        ("They:nsubj>cue cue/VERB/VB neither:preconj>treaty treaty:prep>cue", "supports", False),
        ("They:nsubj>cue cue/VERB/VB never:amod>treaty treaty:dobj>cue", "supports", False),
        ("neither:preconj>Oslo Oslo:nsubj>cue cue/VERB/VB", "supports", ("opposes", None)),
        ("neither:preconj>Oslo Oslo:npadvmod>cue cue/VERB/VB", "supports", False),
        ("They:nsubj>ask ask/VERB/VBP nor:cc>ask cue:conj>ask/VERB/VBP", "supports", ("opposes", None)),
        ("They:nsubj>ask ask/VERB/VBP nor:cc>ask cue:advcl>ask/VERB/VBP", "supports", False),
        # "did not see or admit": the second shares the "not" of the first, unless it has a subject or a helper.
        ("not:neg>see see/VERB/VB or:cc>see cue:conj>see/VERB/VB", "supports", ("opposes", None)),
        ("not:neg>see see/VERB/VB or:cc>see cue:conj>see/VERB/VBD", "supports", False),
        ("not:neg>see see/VERB/VB or:cc>see cue:advcl>see/VERB/VB", "supports", False),
        ("not:neg>see see/VERB/VB we:nsubj>cue cue:conj>see/VERB/VB", "supports", False),
        ("not:neg>see see/VERB/VB do:aux>cue cue:conj>see/VERB/VB", "supports", False),
        ("not:neg>see see/NOUN/NN or:cc>see cue:conj>see/VERB/VB", "supports", False),
    ],
)
def test_a_verb_is_negated_by_its_own_words_and_those_that_it_shares(text: str, act: str, denied: object) -> None:
    assert cue_negation(cue(text), act) == denied


@for_each(
    ("text", "act", "denied"),
    [
        # What somebody refuses or declines to support is rejected; of what else is withheld nothing is known.
        ("They:nsubj>refused refused///refuse to:aux>cue cue:xcomp>refused/VERB/VB", "supports", ("rejects", None)),
        ("They:nsubj>declined declined///decline to:aux>cue cue:xcomp>declined/VERB/VB", "agrees", ("rejects", None)),
        ("They:nsubj>refused refused///refuse to:aux>cue cue:xcomp>refused/VERB/VB", "criticises", None),
        ("They:nsubj>failed failed///fail to:aux>cue cue:xcomp>failed/VERB/VB", "supports", None),
        ("They:nsubj>tried tried///try to:aux>cue cue:xcomp>tried/VERB/VB", "supports", False),
        ("refrained///refrain from:prep>refrained cue:pcomp>from/VERB/VBG", "criticises", None),
        # Of what is only begun, or is not.
        (
            "refrained///refrain from:prep>refrained beginning:pcomp>from/VERB to:aux>cue cue:xcomp>beginning/VERB/VB",
            "criticises",
            None,
        ),
        ("dreamt///dream from:prep>dreamt cue:pcomp>from/VERB/VBG", "criticises", False),
        ("spoke///speak without:prep>spoke cue:pcomp>without/VERB/VBG", "criticises", None),
        ("stopped///come short:advmod>stopped of:prep>short cue:pcomp>of/VERB/VBG", "criticises", None),
        ("came///come short:advmod>came of:advmod>short cue:pcomp>of/VERB/VBG", "criticises", False),
        ("They:nsubj>are are far:advmod>are from:prep>far cue:amod>from/ADJ/JJ", "supports", None),
        ("They:nsubj>are are from:prep>are cue:amod>from/ADJ/JJ", "supports", False),
        ("They:nsubj>refused refused///refuse cue:dobj>refused/VERB/VB", "supports", False),
        # Of the thing that such a verb stands before.
        ("refrained///refrain from:prep>refrained blame:pobj>from cue:amod>blame/VERB", "criticises", None),
    ],
)
def test_a_withheld_cue_is_negated(text: str, act: str, denied: object) -> None:
    assert cue_negation(cue(text), act) == denied


HAVE = "They:nsubj>have have/VERB/VBP"


@for_each(
    ("text", "act", "denied"),
    [
        *((f"{HAVE} no:det>cue cue:dobj>have/NOUN", act, ("denies", None)) for act in ("promises", "claims")),
        (f"{HAVE} no:det>cue cue:dobj>have/NOUN", "threatens", ("denies", None)),
        (f"{HAVE} no:det>cue cue:dobj>have/NOUN", "hopes", ("opposes", None)),
        (f"{HAVE} any:det>cue cue:dobj>have/PROPN", "hopes", ("opposes", None)),
        (f"{HAVE} not:neg>have cue:dobj>have/NOUN", "hopes", ("opposes", None)),
        (f"{HAVE} the:det>cue cue:dobj>have/NOUN", "hopes", False),
        (f"{HAVE} no:amod>cue cue:dobj>have/NOUN", "hopes", False),
        ("They:nsubj>see see/VERB no:det>cue cue:dobj>see/NOUN", "hopes", None),
        ("They:nsubj>see see/VERB not:neg>see cue:dobj>see/NOUN", "hopes", None),
        ("They:nsubj>see see/VERB cue:dobj>see/NOUN", "hopes", False),
        ("This:nsubj>is is/AUX not:neg>is cue:attr>is/NOUN", "hopes", None),
        ("cue:nsubjpass>made/NOUN was:auxpass>made not:neg>made made/VERB", "hopes", None),
        ("no:det>cue cue:pobj>of/NOUN of", "hopes", None),
        ("the:det>cue cue:pobj>of/NOUN of", "hopes", False),
        # What is turned down, and what is not.
        ("They:nsubj>rejected rejected/VERB//reject cue:dobj>rejected/NOUN", "calls-for", ("rejects", None)),
        ("cue:nsubjpass>rejected/NOUN rejected/VERB//reject", "calls-for", ("rejects", None)),
        ("not:neg>rejected rejected/VERB//reject cue:dobj>rejected/NOUN", "calls-for", None),
        *(
            ("They:nsubj>denied denied/VERB//deny cue:dobj>denied/NOUN", act, ("denies", None))
            for act in ("claims", "reports", "accuses", "blames", "acknowledges", "expects")
        ),
        ("They:nsubj>denied denied/VERB//deny cue:dobj>denied/NOUN", "criticises", None),
        *(
            ("They:nsubj>denied denied/VERB//deny cue:dobj>denied/NOUN", act, ("rejects", None))
            for act in ("demands", "urges", "proposes", "offers", "supports", "agrees", "hopes")
        ),
        ("They:nsubj>denied denied/VERB//deny cue:dobj>denied/NOUN", "praises", None),
        # What is given up is held no more; of what somebody thinks over, nothing is known.
        ("They:nsubj>dropped dropped/VERB//drop cue:dobj>dropped/NOUN", "supports", ("opposes", None)),
        ("They:nsubj>softened softened/VERB//soften cue:dobj>softened/NOUN", "supports", None),
        # A noun that is withheld, or whose verb is.
        ("refused/VERB//refuse to:aux>cue cue:xcomp>refused/NOUN", "supports", ("rejects", None)),
        ("abstain/VERB from:prep>abstain voicing:pcomp>from/VERB cue:dobj>voicing/NOUN", "supports", None),
    ],
)
def test_a_noun_is_negated_by_its_determiner_and_by_its_verb(text: str, act: str, denied: object) -> None:
    assert cue_negation(cue(text), act) == denied


@for_each(
    ("text", "given"),
    [
        ("They:nsubj>dropped dropped/VERB//drop cue:dobj>dropped", True),
        ("not:neg>dropped dropped/VERB//drop cue:dobj>dropped", False),
        ("cue:nsubj>faded faded/VERB//fade", True),
        ("cue:nsubjpass>withdrawn was:auxpass>withdrawn withdrawn/VERB//withdraw", True),
        ("They:nsubj>lost lost/VERB//lose cue:dobj>lost", True),
        ("They:nsubj>voiced voiced/VERB//voice cue:dobj>voiced", False),
        ("They:nsubj>dropped dropped/VERB//drop cue:advmod>dropped", False),
        ("dropped/VERB//drop from:prep>dropped cue:pobj>from", True),
        ("dropped/VERB//drop on:prep>dropped cue:pobj>on", True),
        ("dropped/VERB//drop in:prep>dropped cue:pobj>in", False),
        *(
            (f"{verb}/VERB {word}:{dep}>{verb} from:prep>{verb} cue:pobj>from", True)
            for verb, word in (
                ("back", "away"), ("back", "down"), ("back", "off"), ("back", "out"), ("give", "up"), ("pull", "back"),
                ("step", "back"), ("walk", "back"),
            )
            for dep in ("advmod", "prt")
        ),
        ("give/VERB up:prep>give cue:dobj>give", False),
        ("give/VERB back:prt>give cue:dobj>give", False),
        ("go/VERB back:prt>go on:prep>go cue:pobj>on", False),
        # The particle itself may carry the noun.
        ("backed/VERB//back away:advmod>backed/ADV from:prep>away cue:pobj>from", True),
    ],
)  # fmt: skip
def test_a_given_up_stance_is_recognised(text: str, given: bool) -> None:
    assert is_given_up(cue(text)) is given


#: Who does these is against what follows; who denies it as well, and is then for it.
AGAINST = ("doubts", "criticises", "opposes", "rejects", "fears", "refuses", "vetoes", "votes-against")
CONTENT = "Iran:nsubj>signed has:aux>signed/AUX/VBZ/have {}signed/VERB/VBN/sign the:det>deal deal:dobj>signed/NOUN/NN"


def stance(text: str, act: str, polarity: str | None = None) -> Stance:
    """Return the settled stance towards a content, which is the whole of a parse."""
    doc = parsed(text)
    head = next(token.i for token in doc if token.dep_ == "ROOT")
    return settled(doc, Stance(act, polarity, Content(tuple(range(len(doc))), head, (0, 1)), "that", 0.9))


@for_each(
    ("act", "polarity", "expected"),
    [
        # The negation of a content makes another act of this one, or turns the side.
        ("claims", None, ("denies", None)),
        ("reports", None, ("denies", None)),
        ("expects", None, ("denies", None)),
        ("promises", None, ("refuses", None)),
        ("offers", None, ("refuses", None)),
        ("praises", None, ("criticises", None)),
        ("supports", None, ("opposes", None)),
        ("agrees", None, ("rejects", None)),
        ("calls-for", None, ("calls-for", "opposes")),
        ("supports", "supports", ("supports", "opposes")),
        ("supports", "opposes", ("supports", "supports")),
        ("denies", None, ("claims", None)),
        *((act, None, (act, "supports")) for act in AGAINST),
    ],
)
def test_a_negation_is_expressed_only_once(act: str, polarity: str | None, expected: tuple[str, object]) -> None:
    found = stance(CONTENT.format("not:neg>signed "), act, polarity)
    assert (found.act, found.polarity) == expected
    assert found.negation is not None
    assert (found.negation.dropped, found.worded) == (frozenset({2}), True)
    plain = stance(CONTENT.format(""), act, polarity)
    assert (plain.act, plain.polarity, plain.negation, plain.worded) == (act, polarity, None, True)


@pytest.mark.parametrize("polarity", ["neutral", "conditional"])
def test_a_neutral_stance_keeps_the_negation_in_its_words(polarity: str) -> None:
    found = stance(CONTENT.format("not:neg>signed "), "claims", polarity)
    assert (found.act, found.polarity, found.negation, found.worded) == ("claims", polarity, None, True)


@for_each("word", ["not", "n't", "never", "no", "nobody", "nothing", "none", "neither", "nor"])
def test_a_denial_of_an_irremovable_negation_is_left_blank(word: str) -> None:
    """It would be denied twice; who is for it keeps the words as they are."""
    text = CONTENT.format("") + f" and:cc>signed {word}:dep>and"
    assert stance(text, "denies").worded is False
    assert stance(text, "supports").worded is True
    assert stance(text, "supports", "opposes").worded is False


def test_a_denial_of_anything_is_worded_with_something() -> None:
    text = "Iran:nsubj>signed signed/VERB/VBD/sign anything:dobj>signed"
    denied, claimed = stance(text, "denies"), stance(text, "claims")
    assert denied.negation is not None
    assert (denied.negation.replaced, denied.worded) == ({2: "something"}, True)
    assert claimed.negation is None


def test_a_list_item_takes_the_act_of_its_list_unless_either_is_negated() -> None:
    first, second = stance(CONTENT.format(""), "rejects"), stance(CONTENT.format(""), "claims")
    taken = second.like(first)
    assert (taken.act, taken.polarity, taken.worded) == ("rejects", None, True)
    negated = stance(CONTENT.format("not:neg>signed "), "claims")
    assert (first.like(negated).worded, negated.like(first).worded) == (False, False)


def negated(words: str) -> object:
    """Return what a cue says behind a helper and a "not" that these words follow."""
    helper, *after = words.split()
    told = " ".join(f"{word}:dep>cue" for word in after)
    return cue_negation(cue(f"They:nsubj>cue {helper}:aux>cue not:neg>cue {told} cue/VERB/VB"), "supports")


@for_each(
    "word",
    [
        *("only", "just", "merely", "simply", "least", "necessarily", "all", "every", "everyone", "alone"),
        *("less", "fewer", "later", "sooner", "earlier", "but"),
    ],
)
def test_a_word_behind_not_can_add_or_compare_instead(word: str) -> None:
    assert negated(f"do {word}") is False
    assert negated(f"do really {word}") == ("opposes", None)


@for_each("helper", ["can", "could", "ca"])
def test_cannot_help_doing_is_no_negation(helper: str) -> None:
    assert negated(f"{helper} help signing") is False
    assert negated(f"{helper} help but") is False
    assert negated(f"{helper} help Norway") == ("opposes", None)
    assert negated(f"{helper} stop signing") == ("opposes", None)
    assert negated("will help signing") == ("opposes", None)


@for_each("word", ["nobody", "nothing", "none", "neither", "nor", "nowhere", "hardly", "scarcely", "barely", "no-one"])
def test_a_word_that_includes_a_negation_is_not_reworded(word: str) -> None:
    """Its clause is no plain one for who is against it, whether it is its subject or stands before that."""
    for part in ("nsubj", "nsubjpass", "dobj", "attr", "acomp"):
        text = f"{word}:{part}>signed has:aux>signed/AUX/VBZ/have signed/VERB/VBN/sign"
        assert (stance(text, "denies").worded, stance(text, "claims").worded) == (False, True)
    text = f"{word}:amod>Iran Iran:nsubj>signed has:aux>signed/AUX/VBZ/have signed/VERB/VBN/sign"
    assert stance(text, "denies").worded is False
