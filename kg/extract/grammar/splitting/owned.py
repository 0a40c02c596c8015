"""Separates the stances that nouns of one owner name: "its readiness to talk and its commitment to the treaty"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["before_own_stance"]

#: Verbs by which holders voice what the noun after them names; of what they praise, the second thing is praised, too.
_VOICING = frozenset(load_data("meaning/wording.yaml")["expressing"]) | {
    "announce",
    "register",
    "restate",
    "show",
    "signal",
}
_OWN = ("her", "his", "its", "our", "their")
#: What may follow a noun for a stance whose content is in the same phrase.
_LINKS = ("about", "against", "for", "in", "of", "on", "over", "that", "to")


def before_own_stance(doc: Doc, via: int, content: set[int]) -> set[int]:
    """Return a content that ends where the same owner's next stance begins, if its cue is a noun or names one."""
    cue = doc[via]
    for i in sorted(content)[2:] if cue.pos_ == "NOUN" or cue.lemma_.lower() in _VOICING else ():
        owner = doc[i]
        if owner.lower_ in _OWN and i > via and _names_stance(doc, owner, content) and (stop := _joint(doc, i)) < i:
            return {j for j in content if j < stop} or content
    return content


def _joint(doc: Doc, i: int) -> int:
    """Return where the "and", the comma or the "as well as" before a word begins; the word itself if there is none."""
    before = [token.lower_ for token in doc[max(0, i - 3) : i]]
    if before == ["as", "well", "as"]:
        return i - 3
    if before[-2:] == [",", "and"]:
        return i - 2
    return i - 1 if before[-1:] in (["and"], [","]) else i


def _names_stance(doc: Doc, owner: Token, content: set[int]) -> bool:
    """Return whether the noun of an owner names a stance that its own words follow: "and its support for the talks"."""
    noun = owner.head
    after = doc[noun.i + 1] if noun.i + 1 < len(doc) else noun
    known = noun.lemma_.lower() in lexicon().nouns and noun.i > owner.i
    return known and after.lower_ in _LINKS and noun.i in content
