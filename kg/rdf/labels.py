"""How labels stand in sentences: names in a row, and a verb that agrees with its subject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["addressing", "enumeration", "is_plural", "tells_side", "verb", "with_side"]

#: Between an act and those to whom it is addressed: one urges somebody, and demands something when speaking to him.
_TO = {"urges": " ", "warns": " ", "promises": " ", "offers": " ", "apologises": " to "}

#: Where the head of a description ends: `Syrians involved in the uprising`, `ministers who met Lavrov`.
_HEAD_ENDS = re.compile(r" (?:who|which|that|in|of|on|at|for|from|with|against|to|by|near)\b|,|(?<=s) \w+(?:ed|ing)\b")
_IRREGULAR = {"is": "are", "has": "have"}


def enumeration(names: Sequence[str]) -> str:
    """Return names as a sentence has them: `A`, `A and B`, `A, B and C`; nothing for none."""
    *most, last = names or [""]
    return f"{', '.join(most)} and {last}" if most else last


def addressing(act: str) -> str:
    """Return what stands between an act (a slug) and its addressees: `urges Iran`, `demands, speaking to Iran`."""
    return _TO.get(act, ", speaking to ")


def tells_side(side: str, default: str, kind: str) -> bool:
    """Return whether an act tells its side by itself, so that the proposition may follow it: `rejects`.

    All are slugs: the side, the one that the act implies, and what it does to its targets. Who calls for something may
    be against the proposition, and who criticises it mostly is.
    """
    return side == default and (side, kind) != ("opposes", "criticises")


def with_side(act: str, side: str) -> str:
    """Return an act, with those to whom it is done, after its side, which it does not tell: `opposes (calls for)`."""
    is_verb = side not in ("conditional", "neutral")
    return f"{side} ({act})" if is_verb else f"{act} ({side})"


def is_plural(name: str) -> bool:
    """Return whether the name of a group stands for several: `Arab states`, but `Syrian opposition`.

    Not for names of states and organisations, which are one whatever their form: the United States says.
    """
    head = _HEAD_ENDS.split(name, maxsplit=1)[0].rstrip()
    return " and " in head or (head.endswith("s") and not head.endswith(("ss", "'s", "’s", "us", "is")))


def verb(third_person: str, *, plural: bool) -> str:
    """Return a verb as it stands after its subject; what follows it stays as it is: `calls for`, `call for`."""
    if not plural:
        return third_person
    first, space, rest = third_person.partition(" ")
    if first in _IRREGULAR:
        base = _IRREGULAR[first]
    elif first.endswith("ies"):
        base = first[:-3] + "y"
    elif first.endswith(("oes", "sses", "shes", "ches", "xes")):
        base = first[:-2]
    else:
        base = first.removesuffix("s")
    return base + space + rest
