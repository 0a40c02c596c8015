"""Checks of what is said to be there, and of what something is said to be: "there is", "it is a member"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.meaning.forms.order import Word

__all__ = ["being_faults"]

_BE = ("be", "been", "is", "are", "was", "were")
#: Finite verbs that no participle looks like.
_SURE = ("am", "are", "did", "do", "does", "had", "has", "have", "is", "was", "were")
_LINKS = (
    "as",
    "because",
    "how",
    "if",
    "like",
    "since",
    "so",
    "than",
    "that",
    "unless",
    "until",
    "what",
    "when",
    "where",
    "whether",
)
_LINKED = (*_LINKS, "which", "while", "who", "whom", "whose", "why")
#: What somebody or something is, which has an article in the singular.
_COUNTED = frozenset(load_data("meaning/wording.yaml")["counted_roles"])
_SOME = ("all", "any", "both", "each", "either", "few", "many", "most", "neither", "none", "one", "some")


def being_faults(words: Sequence[Word]) -> list[str]:
    """Return the faults of a sentence in what is there or what something is."""
    found = ["runs into another clause"] if _runs_on(words) else []
    if any(word.text == "am" and word.tag in ("VBP", "VBZ") for word in words):
        found.append("`am` has no subject that it agrees with")  # nobody is "I" in a proposition
    if _is_one(words):
        found.append("`there are` is followed by one thing")
    for at, word in enumerate(words):
        if word.text.casefold() in _BE and (noun := _bare_role(words, at)) is not None:
            found.append(f"`{noun.text}` lacks an article")
        if word.text == "them" and _is_of_nobody(words, at):
            found.append("`them` does not say who is meant")
    return found


def _runs_on(words: Sequence[Word]) -> bool:
    """Return whether what is there goes on with another clause: "there should be a truce and they were committed"."""
    start = next((at for at, word in enumerate(words[:6]) if word.text.casefold() in _BE), None)
    if words[0].text != "There" or start is None:
        return False
    end = next((at for at in range(start + 1, len(words)) if words[at].text.casefold() in _SURE), None)
    inner = words[start + 1 : end] if end is not None else words[start + 1 :]
    first = next((at for at, word in enumerate(inner) if word.text.casefold() in _LINKED), len(inner))
    joined = any(word.text in ("and", "or") for word in inner)
    if end is not None and first == len(inner) and joined and not any(word.tag in ("MD", "VBD") for word in inner):
        return True
    return _goes_on_doing(inner[:first])


def _is_one(words: Sequence[Word]) -> bool:
    """Return whether one thing follows "there are": "there are proper distance and ease tensions"."""
    if [word.text.casefold() for word in words[:2]] not in (["there", "are"], ["there", "were"]):
        return False
    rest = [word for word in words[2:] if word.tag not in ("JJ", "JJR", "JJS", "RB")]
    return len(rest) > 1 and rest[0].tag == "NN" and rest[1].tag in ("CC", "IN") and not rest[0].text.endswith("s")


def _goes_on_doing(inner: Sequence[Word]) -> bool:
    """Return whether a thing is followed by a deed without "to": "there is proper distance and ease tensions"."""
    for at, word in enumerate(inner[:-1]):
        after = inner[at + 1]
        before = {other.tag for other in inner[:at]}
        if word.tag == "CC" and after.tag in ("VB", "VBP") and not before & {"TO", "VB", "VBP", "MD"}:
            return True
    return False


def _bare_role(words: Sequence[Word], be: int) -> Word | None:
    """Return a singular noun that needs an article: "Chad is member of the union"; else None."""
    rest = [word for word in words[be + 1 : be + 5] if word.tag != "RB"]
    at = next((i for i, word in enumerate(rest) if word.tag not in ("JJ", "JJR", "JJS")), None)
    if at is None or rest[at].tag != "NN" or rest[at].text.casefold() not in _COUNTED:
        return None
    ended = at + 1 == len(rest) or rest[at + 1].tag in ("IN", "TO", "CC")
    return rest[at] if ended else None


def _is_of_nobody(words: Sequence[Word], at: int) -> bool:
    """Return whether "of them" only repeats an owner: "a responsibility of them"; "some of them" is right."""
    before = words[max(0, at - 2) : at]
    if len(before) < 2 or before[1].text.casefold() != "of":
        return False
    return before[0].tag in ("NN", "NNS") and before[0].text.casefold() not in _SOME
