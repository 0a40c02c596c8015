"""Whether two sentences say the same of the same: not only words in common, but the predicate and its side.

Words in common are no evidence: "Sanctions must end" and "There should be sanctions" share theirs. Two sentences are
taken for one proposition only when both are wished, both are facts or both are to come, both are affirmed or both
denied, and nothing is left over in one of them but names and places that the text tells anyway. What is only near is
suggested to a person.
"""

from __future__ import annotations

import re

from kg.extract.names.similarity import names_in, stem, stems

__all__ = ["says_the_same"]

_WISHED = re.compile(r"\b(should|must|shall|ought|needs? to|ha(?:s|ve) to)\b")
_COMING = re.compile(r"\b(will|would|going to)\b")
_POSSIBLE = re.compile(r"\b(may|might|can|could|possible|possibly|likely|probably)\b")
_DENIED = re.compile(r"\b(not|no|never|nobody|nothing|none|neither|nor|without|hardly|unlikely|cannot)\b|n['’]t\b")
#: Words that a sentence may have more or less than another one that says the same.
_WEAK = frozenset(stem(word) for word in ("full", "fully", "immediate", "immediately", "now", "again", "new", "also"))


def says_the_same(first: str, second: str, told: frozenset[str]) -> bool:
    """Tell whether two sentences say the same; `told` are the stems of the text that the first was made from."""
    if _side(first) != _side(second):
        return False
    mine, known = stems(first), stems(second)
    names = {*names_in(first), *names_in(second)}
    left = (mine ^ known) - _WEAK
    if not left <= names or not mine & known - names:
        return False
    if any(name in known and name not in told for name in left):
        return False
    return _order(first, mine & known) == _order(second, mine & known) and len(left & mine) <= 1


def _side(sentence: str) -> tuple[str, bool, bool]:
    """Return whether a sentence wishes, foresees or states, whether it is denied, and whether it only may be."""
    low = sentence.casefold()
    kind = "wished" if _WISHED.search(low) else "coming" if _COMING.search(low) else "stated"
    return kind, len(_DENIED.findall(low)) % 2 == 1, bool(_POSSIBLE.search(low))


def _order(sentence: str, shared: frozenset[str]) -> list[str]:
    """Return the shared stems in the order in which a sentence has them: who does it to whom."""
    found = [stem(word.strip(".'’").casefold()) for word in re.findall(r"[\w][\w'’.-]*", sentence)]
    return [word for word in dict.fromkeys(found) if word in shared]
