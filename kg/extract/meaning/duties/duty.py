"""Turns infinitives, gerunds and imperatives into sentences: "vowed to resist" becomes "X should resist"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import past
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.splitting.series import first_of, start_of
from kg.extract.grammar.tree import has_subject, is_bare_form, is_infinitive, is_misread_verb
from kg.extract.meaning.duties.bearers import asked, obliged
from kg.extract.meaning.duties.demanded import done_by_others, without_readiness
from kg.extract.meaning.duties.ends import means_pieces, to_be_seen
from kg.extract.meaning.duties.passives import undergone_pieces
from kg.extract.meaning.duties.planned import planned_pieces
from kg.extract.meaning.forms.cut import lacks_its_object
from kg.extract.meaning.pieces import Piece, UnwordedError, done_or_doing

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words
    from kg.extract.meaning.pieces import Wording

__all__ = ["contraction_pieces", "duty_pieces", "having_pieces", "imperative_pieces", "need_pieces"]

#: With these verbs, "its" may refer to either side: "asked Norway to return its ships".
_BETWEEN_TWO = (
    "accept",
    "free",
    "give",
    "help",
    "join",
    "pay",
    "recognise",
    "recognize",
    "release",
    "repay",
    "respect",
    "restore",
    "return",
    "support",
)
#: "Its call" belongs to those who ask: "called on Norway to heed its call for talks".
_UTTERED = frozenset(load_data("meaning/wording.yaml")["uttered"])
#: With these acts, an infinitive is about the future rather than about a duty.
_WILL = ("threatens", "expects", "fears", "warns")


def duty_pieces(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return an infinitive as a duty: "to withdraw" becomes "X should withdraw".

    Raises UnwordedError if it cannot be worded.
    """
    if head.tag_ == "VBG" and (wording.frame in ("ing", "of", "on", "to", "to-noun") or wording.act == "apologises"):
        return _gerund(tokens, head, words, wording)
    if head.lemma_ == "see" and (found := to_be_seen(tokens, head, words)):
        return found
    to = next((token for token in tokens if token.tag_ == "TO" and token.head == head), None)
    passive = head.tag_ == "VBN" and any(child.dep_ == "auxpass" and child.lower_ == "be" for child in head.children)
    if to is None:
        return _second(tokens, head, words, wording)
    if not (is_bare_form(head) or passive):
        raise UnwordedError("no infinitive")
    _refuse_so(tokens, head)
    _refuse_another(tokens, head)
    who = obliged(tokens, to, head, wording)
    _refuse_nobody(who)
    negated = [token for token in tokens if token.dep_ == "neg" and token.head == head]
    if found := _otherwise(tokens, head, words, wording, who) or (
        [] if negated else means_pieces(tokens, to, who, words, wording)
    ):
        return found
    rest = without_readiness([token for token in tokens if token.i > to.i and not _is_second_to(token, head)], head)
    words.acting = _acting(who, tokens)
    subject = words.pieces(who) if who else words.holder(wording.holder)
    no = [Piece("not", "RB")] if negated and not (words.negation and negated[0].i in words.negation.dropped) else []
    modal = _modal(who, wording)
    if wording.act in ("claims", "reports", "denies", "acknowledges") and rest and rest[0].lemma_ in ("have", "be"):
        return [*subject, Piece(_being(rest[0], who, wording), "VBZ"), *no, *words.pieces(rest[1:])]
    done = words.pieces(rest)
    if done and done[0].tag == "NN" and done[0].token == head:
        done[0].tag = "VB"  # parsed as a noun: "to host talks"
    return [*subject, Piece(modal, "MD"), *no, *done]


def _otherwise(tokens: list[Token], head: Token, words: Words, wording: Wording, who: list[Token]) -> list[Piece]:
    """Return an infinitive that is no duty of the holder: a plan that is denied, or what is to be done by others."""
    if who:
        return []
    to = next(token for token in tokens if token.tag_ == "TO" and token.head == head)
    if (planned := planned_pieces(wording, head)) and not any(child.dep_ == "neg" for child in head.children):
        return [*words.holder(wording.holder), *planned, *words.pieces([token for token in tokens if token.i >= to.i])]
    return done_by_others(tokens, head, words, wording)


def _modal(who: list[Token], wording: Wording) -> str:
    """Return whether something should be done, or will be: what the holder hopes to do, and what is expected."""
    own = not who and wording.act == "hopes"
    return "will" if own or wording.act in _WILL else "should"


def _being(verb: Token, who: list[Token], wording: Wording) -> str:
    """Return the "has" or "is" of what somebody is said to have or to be."""
    several = any(token.tag_ in ("NNS", "NNPS") or token.dep_ == "cc" for token in who)
    return {"have": ("has", "have"), "be": ("is", "are")}[verb.lemma_][several if who else wording.holder.plural]


def _is_second_to(token: Token, head: Token) -> bool:
    """Return whether a "to" only repeats that of the verb before: "should disarm and to withdraw"."""
    verb = token.head
    first = verb.head if verb.dep_ == "conj" else None
    while first is not None and first != head and first.dep_ == "conj":
        first = first.head
    joined = token.i > 0 and (token.nbor(-1).dep_ == "cc" or token.nbor(-1).text == ",")
    return token.tag_ == "TO" and joined and (first == head or (first is not None and first.head == head))


def having_pieces(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return what the holder has done: "admitted having sent troops"; empty for other words."""
    told = wording.act in ("acknowledges", "claims", "denies", "reports") and head.tag_ == "VBN"
    if not told or tokens[0].lower_ != "having" or tokens[0].head != head:
        return []
    have = Piece("have" if wording.holder.plural else "has", "VBZ")
    return [*words.holder(wording.holder), have, *words.pieces(tokens[1:])]


def need_pieces(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    """Return a need as a sentence: "reaching a deal" becomes "There is a need to reach a deal".

    Raises UnwordedError if somebody else is to act.
    """
    if head.lemma_ in ("be", "have") and head.tag_ == "VBG":
        raise UnwordedError("no deed")
    if any(child.dep_ == "nsubj" for child in head.children):
        raise UnwordedError("who should do it")
    rest = words.pieces([token for token in tokens if token.i > head.i])
    start = [
        Piece(text, tag) for text, tag in (("There", "EX"), ("is", "VBZ"), ("a", "DT"), ("need", "NN"), ("to", "TO"))
    ]
    return [*start, Piece(head.lemma_, "VB"), *rest]


def _refuse_nobody(who: list[Token]) -> None:
    """Refuse a duty of words that are nobody: "on how to leave"."""
    if who and not any(token.pos_ in ("NOUN", "PROPN", "PRON") for token in who):
        raise UnwordedError("nobody who should")


def _second(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return the second of two coordinated infinitives, which shares the first "to": "to open the port and leave"."""
    plain = head.dep_ == "conj" and (head.tag_ == "VB" or is_misread_verb(head)) and is_infinitive(head.head)
    first = head.head if plain else first_of(head)
    telling = wording.frame == "who-to" and wording.act in ("claims", "denies", "reports")
    if first is None or telling or not is_infinitive(first):
        raise UnwordedError("no infinitive")
    if any(token.dep_ == "neg" for token in (*head.children, *first.children)):
        raise UnwordedError("a denial that both may share")
    own = next((child for child in first.children if child.dep_ == "nsubj" and child.i < first.i), None)
    who = list(own.subtree) if own is not None else asked(first, first) if wording.frame == "who-to" else []
    words.acting = _acting(who, tokens)
    subject = words.pieces(who) if who else words.holder(wording.holder)
    modal = _modal(who, wording)
    done = words.pieces([token for token in tokens if token.i >= start_of(head)])
    for piece in done:
        piece.tag = "VB" if piece.token == head else piece.tag
    return [*subject, Piece(modal, "MD"), *done]


def _acting(who: list[Token], tokens: list[Token]) -> frozenset[int]:
    """Return the tokens that "its" and "their" in a duty may refer to: its bearers, or none if this is ambiguous."""
    owned = (
        next((up for up in token.ancestors if up.pos_ == "VERB"), token) for token in tokens if token.tag_ == "PRP$"
    )
    said = any(token.tag_ == "PRP$" and token.head.lemma_.lower() in _UTTERED for token in tokens)
    if said or any(verb.lemma_ in _BETWEEN_TWO for verb in owned):
        return frozenset()
    tops = (token for token in who if token.head not in who or token.dep_ == "pobj")
    # "the government of Norway" is one bearer, and "on Norway" has Norway
    return frozenset(top.i for top in tops if not (top.dep_ == "pobj" and top.head.head in who))


def _refuse_so(tokens: list[Token], head: Token) -> None:
    """Refuse an infinitive that only refers back: "refused to do so", "a war that Kenya vowed to prevent"."""
    if lacks_its_object(head):
        raise UnwordedError("its object stands before")
    after = next((token.lower_ for token in tokens if token.i == head.i + 1), "")
    if head.lemma_ == "do" and after in ("so", "it", "this", "that"):
        raise UnwordedError("it points back")


def _refuse_another(tokens: list[Token], head: Token) -> None:
    """Refuse an infinitive followed by the finite verb of another clause: "the decision to run led to a coup"."""
    verbless = head.head.pos_ == "NOUN" and head.head.dep_ == "ROOT"  # the parser missed the main verb of the sentence
    if verbless and any(token.tag_ == "VBN" and token.dep_ == "acl" and token.i > head.i for token in tokens):
        raise UnwordedError("another verb")
    for token in tokens:
        if token.i <= head.i or token.tag_ not in ("VBD", "VBZ") or token.dep_ in ("relcl", "acl", "aux", "auxpass"):
            continue
        own = any(child.dep_ in ("nsubj", "nsubjpass", "expl") and child.i > head.i for child in token.children)
        linked = any(token.doc[i].tag_ in ("WDT", "WP", "WRB") for i in range(max(head.i, token.i - 5), token.i))
        if not own and not linked and not any(child.dep_ == "mark" for child in token.children):
            raise UnwordedError("another verb")


def _gerund(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return a gerund as a duty or as an ongoing action: "proposes converting X", "denied arming Y"."""
    rest = [token for token in tokens if token.i > head.i]
    if any(token.i < head.i and token.lower_ not in ("for", "of", "on", "over", "to") for token in tokens):
        raise UnwordedError("something before the gerund")
    if planned := planned_pieces(wording, head):  # "denied any intention of closing the port"
        to_do = [Piece("to", "TO"), Piece(head.lemma_, "VB")]
        return [*words.holder(wording.holder), *planned, *to_do, *words.pieces(rest)]
    if wording.act in ("denies", "acknowledges", "claims", "reports"):
        if head.lemma_ in ("have", "be"):
            verb = (
                {"have": "has", "be": "is"}[head.lemma_]
                if not wording.holder.plural
                else {"have": "have", "be": "are"}[head.lemma_]
            )
            return [*words.holder(wording.holder), Piece(verb, "VBZ"), *words.pieces(rest)]
        done = done_or_doing(head, plural=wording.holder.plural, by_itself=True, over=wording.backshifted)
        return [*words.holder(wording.holder), *done, *words.pieces(rest)]
    if wording.act == "apologises":
        return [*words.holder(wording.holder), Piece(past(head.lemma_), "VBD"), *words.pieces(rest)]
    if wording.act in ("opposes", "supports", "criticises", "praises", "rejects"):
        return undergone_pieces(tokens, head, words, wording.act)
    return [*words.holder(wording.holder), Piece("should", "MD"), Piece(head.lemma_, "VB"), *words.pieces(rest)]


def imperative_pieces(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return an imperative as a duty of those addressed: "stop the war", "do not leave"; empty for other clauses.

    Raises UnwordedError if it cannot be worded.
    """
    wanted = wording.act in ("calls-for", "demands", "urges") and wording.frame == "clause"
    if not wanted or head.tag_ != "VB" or has_subject(head):
        return []
    helpers = {child.lower_ for child in head.children if child.dep_ == "aux" and child in tokens}
    opens = tokens[0] == head or tokens[0].lower_ in ("do", "please", "never", "not", "immediately")
    if not (helpers <= {"do"} and opens) or _follows_a_noun(tokens[0]):
        return []
    who = words.referents.addressee()
    if who is None or head.lemma_ in ("let", "imagine", "look", "listen", "see", "remember"):
        raise UnwordedError("nobody who should")
    kept = [token for token in tokens if token.i >= head.i]
    denied = any(token.dep_ == "neg" and token.head == head for token in tokens)
    dropped = words.negation.dropped if words.negation else frozenset()
    stays = denied and not any(token.i in dropped for token in tokens if token.dep_ == "neg" and token.head == head)
    words.given.append(Piece(who.label, who.tag, noun=True))
    no = [Piece("not", "RB")] if stays else []
    pieces = words.pieces(kept)
    pieces[0].tag = "VB"
    pieces[0].text = pieces[0].text.lower() if head.text[1:].islower() else pieces[0].text
    return [words.given[0], Piece("should", "MD"), *no, *pieces]


def _follows_a_noun(first: Token) -> bool:
    """Return whether a noun stands before a verb, outside its quotation marks: 'said raids "do no good"'."""
    before = first.i - 1
    while before > first.sent.start and first.doc[before].is_quote:
        before -= 1
    return before >= first.sent.start and first.doc[before].pos_ in ("NOUN", "PRON", "PROPN")


def _contracted(tokens: list[Token], head: Token) -> Token | None:
    """Return an "'s" that is a verb and was parsed as a possessive: "the caliphate's destroyed", "Oslo's been told"."""
    been = next((token for token in tokens if token.lower_ == "been" and token.head == head), None)
    if been is not None and been.nbor(-1).tag_ == "POS" and been.nbor(-1) in tokens[1:]:
        return been.nbor(-1)
    mark = next((token for token in tokens if token.tag_ == "POS" and token.i + 1 == head.i), None)
    last = head.tag_ in ("VBN", "VBD") and mark is not None and tokens[-1].i == head.i
    return mark if last and mark is not None and mark.i > tokens[0].i else None


def contraction_pieces(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    """Return the words of a clause whose "'s" is a verb: "the caliphate's destroyed"; empty for other clauses."""
    mark = _contracted(tokens, head)
    if mark is None:
        return []
    before = [token for token in tokens if token.i < mark.i]
    return [
        *words.pieces(before),
        Piece("has" if mark.nbor(1).lower_ == "been" else "is", "VBZ"),
        *words.pieces([token for token in tokens if token.i > mark.i]),
    ]
