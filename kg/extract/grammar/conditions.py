"""Splits sentences with two halves: "demands X, as a precondition for Y", "what we need is Y", "the fact is that Y"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.contents import Content
from kg.extract.grammar.tree import has_subject, is_infinitive, span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["below", "demanded", "due", "halves", "intended", "needed", "regretted", "stated", "unfailing"]

_CONDITIONS = ("condition", "precondition", "prerequisite")
_NEEDING = ("need", "want", "demand", "seek")
#: After these subjects, the clause that follows is the statement: "the fact is that ...".
_LEADING = ("fact", "truth", "reality", "point", "message", "view", "belief", "opinion", "position", "answer")
#: The speaker's aim: "our objective is to help them".
_AIMS = (
    "aim",
    "ambition",
    "desire",
    "goal",
    "intention",
    "objective",
    "preference",
    "priority",
    "purpose",
    "task",
    "wish",
)
#: What has to be done, whoever does it: "the imperative is to stop the raids".
_DUE = ("imperative", "necessity", "need", "priority", "task", "urgency")
#: If the speaker "does not hesitate to" do something, the speaker does it.
_UNFAILING = ("cease", "fail", "falter", "hesitate", "shrink", "shy", "stop", "tire", "waver")
#: "It is clear they left" states that they left.
_PLAIN_TO_SEE = ("apparent", "clear", "evident", "obvious")
_TO_SAY = (
    "add",
    "emphasise",
    "emphasize",
    "note",
    "recall",
    "reiterate",
    "repeat",
    "say",
    "state",
    "stress",
    "underline",
)
_HOLDING = ("think", "believe", "know", "say", "mean", "understand")


def halves(doc: Doc, content: Content) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the tokens of the condition, and the tokens of what depends on it."""
    pivot, cut = _pivot(doc, content)
    return tuple(i for i in content.tokens if i < cut), tuple(i for i in content.tokens if i > pivot)


def demanded(doc: Doc, content: Content) -> Content | None:
    """Return the part that has to come true first as a separate content, or None."""
    pivot, cut = _pivot(doc, content)
    tokens = tuple(i for i in content.tokens if i < cut) + ((pivot,) if cut == pivot else ())
    if len(tokens) < 3 or content.head not in tokens:
        return None
    last = doc[tokens[-1]]
    return Content(tokens, content.head, (doc[tokens[0]].idx, last.idx + len(last)))


def _pivot(doc: Doc, content: Content) -> tuple[int, int]:
    """Return the index of the word "condition" and the end of the words before it; -1 for both if there is none."""
    pivot = next((i for i in content.tokens if doc[i].lemma_.lower() in _CONDITIONS), -1)
    if pivot < 0:
        return -1, -1
    governing = doc[pivot].head
    return pivot, governing.i if governing.lower_ == "as" else pivot


# -- clauses that only introduce the statement


def needed(head: Token) -> Token | None:
    """Return what the speakers say they need or want: "what we want is a truce"; None if there is nothing."""
    clause = _what(head)
    denied = any(child.dep_ == "neg" for child in head.children)
    if clause is None or denied or clause.lemma_ not in _NEEDING or not _is_spoken(clause):
        return None
    found = next((child for child in head.children if child.dep_ == "attr" and child.i > head.i), None)
    return found if found is not None and found.pos_ in ("NOUN", "PROPN") else None


def stated(head: Token) -> Token | None:
    """Return the clause that a sentence introduces: "the fact is that they left"; None if it introduces none."""
    if (said := _meant_to_say(head)) is not None:
        return said
    if head.lemma_ != "be" or any(child.dep_ == "neg" for child in head.children):
        return None
    if (certain := _undoubted(head) or _announced(head) or _cleft(head)) is not None:
        return certain
    clear = next((child for child in head.children if child.dep_ == "acomp" and child.lower_ in _PLAIN_TO_SEE), None)
    beside = (*head.children, *(clear.children if clear is not None else ()))
    inner: Token | None = next((child for child in beside if child.dep_ == "ccomp" and child.i > head.i), None)
    if inner is None or is_infinitive(inner) or not has_subject(inner):
        return None
    if clear is not None and not any(child.dep_ == "mark" for child in inner.children):
        return inner  # with "that", the whole sentence is clear as it is
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    plain = subject is not None and subject.lemma_.lower() in _LEADING and _is_bare(subject)
    clause = _what(head)
    held = clause is not None and clause.lemma_ in _HOLDING and _is_spoken(clause)
    return inner if plain or held else None


def intended(head: Token) -> Token | None:
    """Return what speakers aim at or would rather do: "our goal is to help", "we would prefer to stay"."""
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    if subject is None or any(child.dep_ == "neg" for child in head.children):
        return None
    aim = head.lemma_ == "be" and subject.lemma_.lower() in _AIMS
    aim = aim and any(child.lower_ in ("my", "our") for child in subject.children)
    would = any(child.lower_ in ("would", "'d", "’d") for child in head.children)
    if not (aim or (head.lemma_ == "prefer" and would) or _is_at_work(head)):
        return None
    after = (child for child in head.children if child.i > head.i and child.dep_ in ("xcomp", "ccomp", "advcl", "acl"))
    return next((child for child in after if is_infinitive(child) and not has_subject(child)), None)


def due(head: Token) -> Token | None:
    """Return what is said to be the thing to do: "the imperative is to stop the raids"; None if nothing is."""
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    if subject is None or head.lemma_ != "be" or any(child.dep_ == "neg" for child in head.children):
        return None
    if subject.lemma_.lower() not in _DUE or any(child.dep_ == "poss" for child in subject.children):
        return None
    after = (child for child in head.children if child.i > head.i and child.dep_ in ("xcomp", "ccomp", "advcl"))
    return next((child for child in after if is_infinitive(child) and not has_subject(child)), None)


def _is_at_work(head: Token) -> bool:
    """Return whether the clause reports an effort under way: "we are working to end the war"."""
    now = head.tag_ == "VBG" and any(child.lower_ in ("is", "are", "am", "'re", "’re", "'m") for child in head.children)
    return head.lemma_ in ("seek", "strive", "try", "work") and (now or head.tag_ in ("VBP", "VBZ"))


def regretted(head: Token) -> Token | None:
    """Return what the speaker is sorry about: "we regret that people died", "I am sorry that it happened"."""
    sorry = next((child for child in head.children if child.dep_ == "acomp" and child.lower_ == "sorry"), None)
    if sorry is None and head.lemma_ not in ("regret", "apologise", "apologize"):
        return None
    below_it = (*head.children, *(sorry.children if sorry is not None else ()))
    return next(
        (child for child in below_it if child.dep_ == "ccomp" and child.i > head.i and has_subject(child)), None
    )


def unfailing(head: Token) -> Token | None:
    """Return what the speaker will certainly do: "we will never hesitate to act"; None if there is no such thing."""
    modal = any(child.lower_ in ("will", "'ll", "’ll", "wo", "shall") for child in head.children)
    denied = any(child.dep_ == "neg" for child in head.children)
    if head.lemma_ not in _UNFAILING or not (modal and denied):
        return None
    return next((child for child in head.children if child.dep_ == "xcomp" and is_infinitive(child)), None)


def _undoubted(head: Token) -> Token | None:
    """Return the clause stated to be beyond doubt: "there is no doubt that they left"."""
    there = any(child.dep_ == "expl" for child in head.children)
    nouns = [child for child in head.children if child.dep_ == "attr" and child.lower_ in ("doubt", "question")]
    if not there or not nouns or not any(child.lower_ == "no" for child in nouns[0].children):
        return None
    return next((child for child in nouns[0].children if child.dep_ in ("acl", "ccomp") and _has_that(child)), None)


def _announced(head: Token) -> Token | None:
    """Return the clause after "that is why" or "one thing is certain:"; None if nothing introduces it."""
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    if subject is not None and subject.lower_ in ("that", "this", "which"):
        clauses = (child for child in head.children if child.dep_ in ("ccomp", "advcl") and child.i > head.i)
        return next((item for item in clauses if _why(item) and has_subject(item)), None)
    sure = any(child.dep_ == "acomp" and child.lower_ in ("certain", "clear", "sure") for child in head.children)
    if subject is None or subject.lemma_ != "thing" or not sure:
        return None
    colon = next((token.i for token in head.sent if token.text == ":" and token.i > head.i), len(head.doc))
    later = (token for token in head.sent if token.left_edge.i > colon and token.pos_ in ("VERB", "AUX"))
    return next((token for token in later if has_subject(token)), None)


def _meant_to_say(head: Token) -> Token | None:
    """Return the clause after "I want to say that" or "we would like to stress that"; None for anything else."""
    subject = next((child for child in head.children if child.dep_ == "nsubj"), None)
    told = next((child for child in head.children if child.dep_ == "xcomp" and child.lemma_ in _TO_SAY), None)
    if head.lemma_ not in ("have", "like", "need", "want", "wish") or told is None or subject is None:
        return None
    own = subject.lower_ in ("i", "we") and not any(child.dep_ == "neg" for child in head.children)
    inner = next((child for child in told.children if child.dep_ == "ccomp"), None)
    return inner if own and inner is not None and has_subject(inner) else None


def _cleft(head: Token) -> Token | None:
    """Return the clause of a cleft sentence: "it is Oslo, not Rome, that broke the truce"."""
    named = next((child for child in head.children if child.dep_ == "attr" and child.pos_ == "PROPN"), None)
    it = any(child.lower_ == "it" and child.dep_ in ("nsubj", "expl") for child in head.children)
    if named is None or not it or any(child.dep_ == "det" for child in named.children):
        return None
    clauses = (child for child in named.children if child.dep_ == "relcl")
    return next(
        (item for item in clauses if any(c.dep_ == "nsubj" and c.tag_ in ("WDT", "WP") for c in item.children)), None
    )


def _why(clause: Token) -> Token | None:
    return next((child for child in clause.children if child.lower_ == "why" and child.i < clause.i), None)


def _has_that(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def below(content: Content, token: Token) -> Content:
    """Return the part of a content under a token, without the "that" or "why" that introduces it."""
    marks = {child.i for child in token.children if child.dep_ == "mark" and child.lower_ == "that"}
    marks |= {why.i for why in (_why(token),) if why is not None}
    tokens = tuple(i for i in content.tokens if i in span(token) and i not in marks)
    return Content(tokens or content.tokens, token.i, content.quote)


def _what(head: Token) -> Token | None:
    """Return the "what" clause that is the subject of "be", or None."""
    if head.lemma_ != "be":
        return None
    clauses = [child for child in head.children if child.dep_ in ("csubj", "nsubj", "advcl") and child.i < head.i]
    return next((item for item in clauses if any(child.lower_ == "what" for child in _governed(item))), None)


def _governed(clause: Token) -> list[Token]:
    """Return what a clause governs, and what it wants to see: "what we want to see is a truce"."""
    seen = [child for child in clause.children if child.dep_ == "xcomp" and child.lemma_ == "see"]
    return [*clause.children, *(inner for child in seen for inner in child.children)]


def _is_spoken(clause: Token) -> bool:
    return any(child.dep_ == "nsubj" and child.lower_ in ("i", "we") for child in clause.children)


def _is_bare(subject: Token) -> bool:
    return all(child.dep_ in ("det", "poss", "amod") for child in subject.children)
