"""Finds sentences that stop in the middle: "Kenya should prevent", "to settle a $230 million", "he was"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import is_infinitive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from kg.extract.meaning.forms.order import Word

__all__ = ["cut_faults", "is_left_open", "lacks_its_object"]

#: What completes a verb behind it.
_COMPLEMENTS = ("acomp", "attr", "ccomp", "dobj", "oprd", "xcomp")
_OF_SUBJECT = ("agent", "auxpass", "acomp", "attr", "ccomp", "dobj", "oprd", "xcomp")
#: Forms that stand for another verb at the end, and the words after which they may: "as strong as they are".
_PLAIN = ("am", "are", "be", "did", "do", "does", "had", "has", "have", "is", "was", "were")
_LINKING = ("as", "how", "than", "that", "what", "whatever", "where", "wherever", "which", "who", "whoever")
#: Verbs that never end a sentence in the active voice.
_NEVER_LAST = frozenset(
    f"{verb}{end}"
    for verb in ("appear", "emphasise", "emphasize", "enable", "ensure", "feel", "prevent", "remind", "seem", "stress")
    for end in ("", "s", "d", "ed", "es")
)
_AMOUNTS = ("billion", "million", "trillion")


def is_left_open(verb: Token | None, inside: set[int]) -> bool:
    """Return whether the last word of a sentence is a verb whose complement was left out: "the ships appear"."""
    if verb is None or verb.pos_ not in ("VERB", "AUX"):
        return False
    after = [child for child in verb.children if child.dep_ in _COMPLEMENTS and child.i > verb.i]
    said = verb.doc[verb.i + 1].text if verb.i + 1 < len(verb.doc) else ""
    return bool(after) and said != "," and not any(child.i in inside for child in after)


def lacks_its_object(verb: Token) -> bool:
    """Return whether the object of an infinitive is a noun before its clause: "a war Kenya has vowed to prevent"."""
    if verb.right_edge != verb or not is_infinitive(verb) or any(child.dep_ in _OF_SUBJECT for child in verb.children):
        return False
    cue = verb.head
    while cue.dep_ in ("xcomp", "conj") and cue.head.pos_ in ("VERB", "AUX"):
        cue = cue.head
    subjects = [child for child in cue.children if child.dep_ in ("nsubj", "nsubjpass")]
    between = any(token.tag_ in ("WDT", "WP") for token in cue.subtree if token.i < cue.i)
    behind_noun = cue.dep_ == "relcl" and not between and bool(subjects)
    return behind_noun or (len(subjects) > 1 and subjects[0].i + 1 == subjects[1].left_edge.i)


def cut_faults(words: Sequence[Word]) -> list[str]:
    """Return the faults of a sentence that lacks its end."""
    last, before = words[-1], words[:-1]
    low = [word.text.casefold() for word in before]
    if last.text.casefold() in _PLAIN and not any(word in _LINKING for word in low):
        return ["ends with a verb that refers back"]
    active = last.tag != "VBN" and not any(word.text.casefold() in _PLAIN for word in words[-3:-1])
    if active and last.text.casefold() in _NEVER_LAST and last.tag.startswith("VB") and not {*low} & {*_LINKING}:
        return ["ends with a verb that lacks its complement"]
    if "either" in low and "or" not in low and words[low.index("either")].tag != "RB":
        return ["has only one of two things"]
    if len(words) > 2 and words[-2].text in ("said", "says") and last.tag == "NNP":
        return ["ends with who said it or to whom"]  # "Holm said Berg", of "Holm said Berg had left"
    amount = last.text.casefold() in _AMOUNTS and any(word.text in ("a", "an") for word in words[-5:-1])
    if (amount and any(word.text == "$" for word in words[-4:])) or _is_without_noun(words):
        return ["lacks a noun at the end"]
    return []


def _is_without_noun(words: Sequence[Word]) -> bool:
    """Return whether there are only adjectives after an owner or an article: "Kenya's sad, backward"."""
    at = len(words) - 1
    while at and words[at].tag in ("JJ", "CC"):
        at -= 1
    return at < len(words) - 1 and (words[at].tag == "POS" or words[at].text in ("a", "an"))
