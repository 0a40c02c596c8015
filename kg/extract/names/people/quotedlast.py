"""Tells who "he said" means if somebody has been named since the last speech, but has only been mentioned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["over_mentioned"]


#: The actors, and the candidates if this is unclear.
_Meant = tuple[tuple["Actor", ...], tuple["Actor", ...]]


def over_mentioned(discourse: Discourse, token: Token, meant: _Meant) -> _Meant:
    """Return who spoke last instead of one whom the text has only mentioned since, or both as candidates.

    "Holm said so. The deal failed for want of Berg, who opposed it. It is late. 'We hope,' he said": Holm hopes.
    If the mention is in the sentence directly before, it may be either.
    """
    if len(meant[0]) != 1 or not _tells(token) or not _ends_quotation(token):
        return meant
    one = meant[0][0]
    place, speaker = _last_speech(discourse, token)
    since = [at for at, actor in discourse.named if actor == one and place < at < token.i]
    if speaker is None or speaker == one or not since or any(_acts(discourse, at) for at in since):
        return meant
    return ((speaker,), ()) if _is_apart(discourse, since[-1], token) else ((), (speaker, one))


def _ends_quotation(subject: Token) -> bool:
    """Return whether words of saying stand right behind a quotation: '"We hope," he said', '"We hope," said he'."""
    start = min(subject.i, subject.head.i)
    return start > 0 and subject.doc[start - 1].is_quote


def _is_apart(discourse: Discourse, at: int, token: Token) -> bool:
    """Return whether other sentences stand between a name and the quotation that a pronoun follows."""
    mark = token.doc[min(token.i, token.head.i) - 2].idx  # before the closing mark
    quote = discourse.layout.quotation(mark) if discourse.layout is not None else None
    words = token.doc[at : token.i]
    return len({word.sent.start for word in words if word.is_alpha and word.idx < (quote.start if quote else mark)}) > 1


def _tells(subject: Token) -> bool:
    """Return whether a word is the subject of a plain verb of saying."""
    return subject.dep_ == "nsubj" and subject.head.lemma_.lower() in lexicon().plain


def _last_speech(discourse: Discourse, token: Token) -> tuple[int, Actor | None]:
    """Return the last person within reach who said something and whom a pronoun may mean, and where this is told."""
    first = discourse.earliest(token.i)
    for at, actors in reversed(discourse.stack):
        one = len(actors) == 1 and actors[0].kind == "person" and not actors[0].plural
        if first <= at < token.i and one and _tells(discourse.doc[at]) and discourse.agrees(actors[0], token.lower_):
            return at, actors[0]
    return -1, None


def _acts(discourse: Discourse, at: int) -> bool:
    """Return whether a name is a subject or owns one: "Berg left", "Berg's office was closed"."""
    word = discourse.doc[at]
    return discourse.is_subject(at) or (word.dep_ == "poss" and discourse.is_subject(word.head.i))
