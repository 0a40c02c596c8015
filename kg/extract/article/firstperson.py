"""Tells texts in which their author speaks, such as speeches and letters, from reports about others."""

from __future__ import annotations

import re

__all__ = ["QUOTED", "speaks_of_itself"]

#: What stands in quotation marks.
QUOTED = re.compile(r"[“\"][^”\"\n]*[”\"]")
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us|me)\b(?!\.)")
#: A passage of a speech has at least this many first-person words, and at least one among this many words.
_LEAST, _RATE = 5, 60


def speaks_of_itself(text: str) -> bool:
    """Return whether a text says "I" and "we" outside quotation marks, as speeches do and reports do not."""
    plain = QUOTED.sub(" ", text)
    spoken = len(_FIRST_PERSON.findall(plain))
    return spoken >= _LEAST and spoken * _RATE >= len(plain.split())
