"""Finds the name that the next paragraph gives an official: "a UN envoy said" and then "Omar Said told reporters"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon
from kg.extract.names.actors import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["acting_officer", "named_next", "states_beside"]

#: Those whom articles often introduce before they name them.
_INTRODUCED = frozenset(("ambassador", "commissioner", "envoy", "minister", "spokesman", "spokesperson", "spokeswoman"))
#: Within how many words of a name a state may be that of the person.
_NEAR = 5
_TELLING = ("tell", "add")
_SPEAKING = ("answer", "comment", "react", "reply", "respond", "speak")


def _place(pair: tuple[int, Actor]) -> int:
    return pair[0]


def _behind_quote(discourse: Discourse, start: int) -> int:
    """Return where a paragraph goes on behind the quotation that opens it: '"We agree," Omar Said told Reuters'."""
    quote = discourse.layout.quotation(discourse.doc[start].idx + 1) if discourse.layout is not None else None
    if quote is None or quote.outer[0] != discourse.doc[start].idx:
        return start
    stop = discourse.paragraph_after(start)
    return next((i for i in range(start, stop) if discourse.doc[i].idx >= quote.outer[1]), start)


def named_next(discourse: Discourse, head: Token, *, only: bool = False) -> Actor | None:
    """Return the new person who speaks at the start of the next paragraph, with nothing that tells who it is.

    In the same paragraph, it may be somebody else ("an official said. Anna Berg said no"), unless, with `only`, one
    person has the office, which is that of a state: "Kenya's prime minister".
    """
    doc, end = discourse.doc, head.sent.end
    while end < len(doc) and doc[end].is_space:
        end += 1
    if not only and "\n" not in doc[head.sent.end - 1 : end].text:
        return None
    article = only or any(child.lower_ in ("a", "an") or child.dep_ == "poss" for child in head.lefts)
    speaks = head.dep_ == "nsubj" and head.head.lemma_.lower() in (*lexicon().plain, *_TELLING)
    speaks = speaks or (only and head.dep_ == "nsubj")
    if not (only or head.lower_ in _INTRODUCED) or not article or not speaks or end >= len(doc):
        return None
    named = [(at, actor) for at, actor in discourse.named if actor.kind == "person"]
    end = _behind_quote(discourse, end)
    at, person = max(((at, actor) for at, actor in named if end < at < end + 4), default=(-1, NOBODY), key=_place)
    if at < 0 or any(actor == person for before, actor in named if before < end):
        return None
    verb = doc[at].head
    begins = doc[at].sent.start <= end and doc[at].left_edge.i in (end, end - 1) and at - end in (1, 2, 3)
    near = (
        verb.i == at + 1
        or (verb.i == at + 2 and doc[at + 1].pos_ == "AUX")
        or (only and at < verb.i < at + 5 and all(t.text != "," for t in doc[at : verb.i]))
    )
    plain = doc[at].dep_ == "nsubj" and near and verb.lemma_.lower() in (*lexicon().plain, *_TELLING, *_SPEAKING)
    told = discourse.roles.get(person.slug, set()) - {head.lower_}  # "a spokesman said", "spokesman Omar Said said"
    fresh = begins and plain and not person.known and not told
    return person if fresh else None


def acting_officer(
    discourse: Discourse, head: Token, states: Sequence[tuple[int, str]], later: Sequence[Actor]
) -> tuple[Actor, str] | None:
    """Return the only later holder of an office, and the only state that acts before it in its sentence; else None.

    "Kenya will sue, the foreign minister said", before the text names him: `states` has those of the text.
    """
    acting = {slug for at, slug in states if head.sent.start <= at < head.i and discourse.is_subject(at)}
    return (later[0], acting.pop()) if len(set(later)) == 1 == len(acting) else None


def states_beside(discourse: Discourse, states: Sequence[tuple[int, str]], person: Actor) -> set[str]:
    """Return the states that the words beside the first mention of a person name; `states` has those of the text.

    They stand a few words before the name ("Norwegian President Jan Holm") or behind it with "of".
    """
    first = next((at for at, actor in discourse.named if actor == person), None)
    if first is None:
        return set()
    after = _NEAR if discourse.doc[first + 1 : first + 2].text == "of" else 0
    return {slug for at, slug in states if -_NEAR < at - first < after}
