"""Words a content as one sentence that others can agree or disagree with, if possible.

The wording depends on the frame of the cue: a clause keeps its words, an infinitive becomes a duty ("X should ..."), a
name with a description becomes "X is ...", and a thing is said to be wanted, right or expected. Anything else raises
`UnwordedError`: the row is then drafted with an empty sentence for a person to word.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.measures import done_to, is_measure
from kg.extract.grammar.inflection import participle, past
from kg.extract.grammar.splitting.series import first_of
from kg.extract.grammar.tree import is_infinitive, is_misread_verb, misread_subject
from kg.extract.meaning.clauses import Words
from kg.extract.meaning.core import core_of, is_question
from kg.extract.meaning.duties import (
    banned_pieces,
    contraction_pieces,
    duty_pieces,
    having_pieces,
    imperative_pieces,
    measured_pieces,
    need_pieces,
)
from kg.extract.meaning.duties.series import listed_pieces
from kg.extract.meaning.finite import (
    FINITE,
    clause_subject,
    continues_infinitive,
    is_cleft,
    is_finite,
    is_taken_for_infinitive,
    is_voiced_by_nothing,
    sharing,
)
from kg.extract.meaning.forms.articles import with_articles
from kg.extract.meaning.forms.asides import half_denied, without_saying
from kg.extract.meaning.forms.inner import told_inside
from kg.extract.meaning.forms.moods import as_said
from kg.extract.meaning.lighter import fewer_words
from kg.extract.meaning.pieces import Piece, UnwordedError, Wording, sentence
from kg.extract.meaning.pointing import refuse_anaphora, refuse_loose_words
from kg.extract.meaning.things import WANTED, thing_pieces
from kg.extract.meaning.things.called import called_pieces, declared_pieces, deemed_pieces, found_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.contents import Content

__all__ = ["sentence_of"]

_LINKS = ("mark", "prep")
#: After these verbs, a verb without an ending is a subjunctive: "proposed that both sides agree to a pause".
_WISHING = ("ask", "demand", "propose", "recommend", "request", "urge")
#: Verbs for how things are, which nobody asks for: "proposed that the problems need a common approach".
_AS_THINGS_ARE = ("appear", "believe", "deserve", "know", "need", "require", "seem", "think", "want")
#: Headlines omit "was" with these passives. In the active voice, these verbs always have an object.
_SUFFERED = ("arrest", "bomb", "capture", "detain", "injure", "jail", "kidnap", "kill", "poison", "wound")


def sentence_of(doc: Doc, content: Content, wording: Wording) -> str:
    """Return a content as one sentence that is clear without context. Raises UnwordedError if it yields none."""
    head = doc[content.head]
    if timely := _time_for(doc, content, Words(wording.referents, wording.negation)):
        return sentence(timely)
    tokens = without_saying(core_of(doc, content.tokens, content.head), head, wording)
    if not tokens:
        raise UnwordedError("nothing is left")
    if is_question(doc, content.tokens):
        raise UnwordedError("a question")
    if wording.negation is not None and half_denied(tokens, head, wording.negation.dropped):
        raise UnwordedError("one of two clauses is denied")
    try:
        return _sentence(tokens, head, wording)
    except UnwordedError as error:
        why = error
    for fewer in fewer_words(tokens, head, too_long="longer than" in str(why), act=wording.act):
        with suppress(UnwordedError):
            return _sentence(fewer, head, wording)
    if (shown := told_inside(tokens, head)) is not None:
        inner = [token for token in shown.subtree if token in tokens and token.dep_ != "mark"]
        return _sentence(inner, shown, wording)
    raise why


def _sentence(tokens: list[Token], head: Token, wording: Wording) -> str:
    """Return some words as a sentence, with full mentions in the place of descriptions if these make one."""
    words = Words(wording.referents, wording.negation)
    with suppress(UnwordedError):
        return sentence(with_articles(_pieces(tokens, head, words, wording), head))
    words = Words(wording.referents, wording.negation, plain=True)
    return sentence(with_articles(_pieces(tokens, head, words, wording), head))


def _pieces(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    # The cue may only tell who said so: "Oslo would ban the ship, he said".
    cue = head.head.lemma_ if head.dep_ == "dobj" and not done_to(wording.cue) else wording.cue
    if wording.frame == "object" and wording.act == "supports" and (done := done_to(cue)):
        return (measured_pieces if is_measure(cue) else banned_pieces)(tokens, head, words, done)
    if named := _described(tokens, head, words, wording, cue):
        return named
    verbal = head.pos_ in ("VERB", "AUX") or is_infinitive(head) or is_misread_verb(head) or first_of(head) is not None
    # "committed to opening the port", "denied any intention of opening it"
    owned = ("apologises", wording.frame), ("promises", "to-noun"), ("demands", "on"), ("denies", "of")
    sorry_for = head.tag_ == "VBG" and (wording.act, wording.frame) in owned
    if ((wording.frame in ("to", "who-to", "ing") or sorry_for) and verbal and not _is_plain_clause(tokens, head)) or (
        (is_infinitive(head) or continues_infinitive(head)) and not is_finite(tokens, head)
    ):
        _refuse_report(wording)
        return duty_pieces(tokens, head, words, wording)
    made = listed_pieces(tokens, head, words, wording) or declared_pieces(tokens, words, wording.cue)
    made = made or deemed_pieces(tokens, head, words, wording.cue)
    made = made or imperative_pieces(tokens, head, words, wording)
    made = made or contraction_pieces(tokens, head, words)
    if made := made or having_pieces(tokens, head, words, wording):
        return made
    if is_finite(tokens, head):
        return _clause(tokens, head, words, wording)
    if head.pos_ in ("VERB", "AUX") and clause_subject(head) is not None:
        if wording.act not in WANTED:
            raise UnwordedError("no finite verb")
        return _wished(tokens, head, words)
    return thing_pieces(tokens, head, words, wording)


def _described(tokens: list[Token], head: Token, words: Words, wording: Wording, cue: str) -> list[Piece]:
    """Return a thing with its description, or what is needed; empty for other words."""
    if wording.frame in ("as", "need"):
        return (called_pieces if wording.frame == "as" else need_pieces)(tokens, head, words)
    return found_pieces(tokens, head, words, cue)


def _time_for(doc: Doc, content: Content, words: Words) -> list[Piece]:
    """Return "now is the time for talks" as it is said on any day: "it is time for talks"; empty for other words."""
    tokens = [doc[i] for i in content.tokens if not doc[i].is_space]
    if [token.lower_ for token in tokens[1:4]] != ["is", "the", "time"] or tokens[0].lower_ not in ("now", "this"):
        return []
    return [Piece("It", "PRP"), Piece("is", "VBZ"), Piece("time", "NN"), *words.pieces(tokens[4:])]


def _refuse_report(wording: Wording) -> None:
    """Refuse what is only told to have begun: "announced the start of a project to build a dam"."""
    if wording.act == "reports" and wording.frame in ("object", "who-to"):
        raise UnwordedError("a report is no duty")


def _is_plain_clause(tokens: Sequence[Token], head: Token) -> bool:
    """Return whether the content of a frame for infinitives or gerunds is in fact a finite clause."""
    return not is_infinitive(head) and head.tag_ != "VBG" and is_finite(tokens, head) and first_of(head) is None


def _clause(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return the words of a finite clause; if it has no subject, add the one it shares with another clause."""
    subject = clause_subject(head) or misread_subject(head)
    if subject is None:
        return _with_shared(tokens, head, words)
    if subject.tag_ in ("WDT", "WP") and subject.i == tokens[0].i:
        start = _verb_start(head, subject)
        if any(token.pos_ in ("NOUN", "PROPN") and token.i < start and head in token.ancestors for token in tokens[1:]):
            raise UnwordedError("another subject")
        return [
            *words.pieces(_antecedent(subject, words)),
            *words.pieces([token for token in tokens if token.i >= start]),
        ]
    members = {token.i for token in tokens}
    if not is_cleft(head, subject) and (subject.i not in members or tokens[0].tag_ in ("WDT", "WP", "WP$")):
        raise UnwordedError("its subject stands elsewhere")
    refuse_loose_words(tokens, head, subject)
    refuse_anaphora(subject, words)
    if _is_headline_passive(head):
        raise UnwordedError("who did it, or to whom")
    bare = head.tag_ == "VB" and not any(child.dep_ in ("aux", "auxpass") for child in head.children)
    told = wording.act not in WANTED
    if (bare and not (told and is_taken_for_infinitive(head))) or _is_subjunctive(head, subject):
        if told:
            raise UnwordedError("no finite verb")
        return _wished(tokens, head, words)
    return as_said(words.pieces(tokens), head, wording)


def _is_headline_passive(head: Token) -> bool:
    """Return whether a verb of harm has neither an object nor an auxiliary: "three sailors killed"."""
    alone = not any(child.dep_ in ("dobj", "aux", "auxpass", "ccomp", "agent") for child in head.children)
    return alone and head.tag_ in ("VBD", "VBN") and head.lemma_ in _SUFFERED


def _is_subjunctive(head: Token, subject: Token) -> bool:
    """Return whether a verb under a singular noun has no ending: "insisted that the budget include it"."""
    single = subject.tag_ == "NN" and not any(child.dep_ == "conj" for child in subject.children)
    wished = head.dep_ in ("acl", "ccomp") and head.head.lemma_.lower() in _WISHING
    return (
        (head.tag_ == "VBP" or (wished and head.tag_ in ("VBD", "VBN") and past(head.lemma_) == head.lower_))
        and head.lemma_ not in _AS_THINGS_ARE
        and (single or wished)
        and head.lower_ == head.lemma_
        and not any(c.dep_ == "aux" for c in head.children)
    )


def _antecedent(relative: Token, words: Words) -> list[Token]:
    """Return the words of a relative pronoun's antecedent. Raises UnwordedError if it is missing or long."""
    verb = relative.head
    while verb.dep_ in ("ccomp", "aux", "auxpass") and verb.head != verb:
        verb = verb.head
    if verb.dep_ != "relcl":
        raise UnwordedError("no antecedent")
    # "Oslo, not Rome, that broke the truce"
    others = (
        child
        for child in verb.head.children
        if child.dep_ == "appos" and verb.head.doc[child.left_edge.i - 1].dep_ == "neg"
    )
    besides = {token.i for child in others for token in (child.doc[child.left_edge.i - 1], *child.subtree)}
    before = [
        token
        for token in verb.head.subtree
        if token.i < relative.left_edge.i and token.i < verb.i and token.i not in besides
    ]
    while before and before[-1].text == ",":
        before = before[:-1]
    if not before or len(before) > 12:
        raise UnwordedError("a long antecedent")
    refuse_anaphora(verb.head, words)
    return before


def _verb_start(head: Token, subject: Token) -> int:
    """Return where the verb of a relative pronoun begins, skipping insertions such as "which officials said"."""
    own = [
        child.left_edge.i
        for child in head.children
        if child.dep_ in ("aux", "auxpass", "neg", "advmod") and child.i > subject.i
    ]
    return min([head.i, *(i for i in own if i < head.i)])


def _with_shared(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    first = sharing(head)
    subject = clause_subject(first) if first is not None else None
    if (
        first is None
        or subject is None
        or subject.right_edge.i - subject.left_edge.i > 14
        or subject.tag_ in ("WDT", "WP")
    ):
        raise UnwordedError("no subject")
    if (
        head.tag_ == "VBD"
        and first.tag_ in ("VBN", "VBG")
        and not any(c.dep_ in ("aux", "auxpass") for c in first.children)
    ):
        raise UnwordedError("no finite verb before it")
    if is_voiced_by_nothing(head, subject):
        raise UnwordedError("nothing says that")  # "said its trips were harmless and blasted the law"
    refuse_anaphora(subject, words)
    helpers = [
        child
        for child in first.children
        if child.dep_ in ("aux", "auxpass") and child.tag_ != "TO" and child.i > subject.i
    ]
    own = any(child.dep_ in ("aux", "auxpass") and child.tag_ != "TO" for child in head.children)
    if any(child.lemma_ == "have" for child in helpers) and head.tag_ in ("VB", "VBP") and not own:
        helpers = [] if participle(head.lemma_.lower()) != head.lower_ else helpers  # "have suffered and continue"
    if head.tag_ not in FINITE and not own and not helpers:
        raise UnwordedError("no finite verb")
    finite = head.tag_ in ("VBD", "VBZ", "VBP") or (
        own and any(c.tag_ in FINITE for c in head.children if c.dep_ in ("aux", "auxpass"))
    )
    # "did not see or admit" negates both verbs, "did not want war but would fight" only the first.
    if not finite and any(child.dep_ == "neg" for child in first.children):
        raise UnwordedError("shares a verb that is denied")
    lead = [*subject.subtree, *([] if finite else helpers)]
    return [*words.pieces(lead), *words.pieces(tokens)]


def _wished(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    """Return a wish in the subjunctive as a duty: "that the government sign", "for Assad to quit".

    Raises UnwordedError if the verb is not a subjunctive.
    """
    subject = clause_subject(head)
    if subject is None or not (head.tag_ in ("VB", "VBN") or _is_subjunctive(head, subject)):
        raise UnwordedError("no finite verb")
    span = range(subject.left_edge.i, subject.right_edge.i + 1)
    before = [token for token in tokens if token.i < span.stop and (token.i in span or token.dep_ not in _LINKS)]
    own = {head, *head.conjuncts}
    after = [t for t in tokens if t.i > subject.right_edge.i and not (t.tag_ == "TO" and t.head in own)]
    wished = _is_subjunctive(head, subject)
    if head.tag_ == "VBN" and not wished and not any(child.dep_ == "auxpass" for child in head.children):
        return [*words.pieces(before), Piece("should", "MD"), Piece("be", "VB"), *words.pieces(after)]
    who, done = words.pieces(before), words.pieces(after)
    for piece in done if wished else ():
        piece.tag = "VB" if piece.token == head else piece.tag  # "proposed that the rebels quit the city"
    return [*who, Piece("should", "MD"), *done]
