"""The words by which an English text says that something is only possible, doubted or hearsay.

What a word says depends on the words beside it: "is said to" is hearsay, "said to reporters" is not, and "no doubt" is
none. `shapes/integrity/hedged-quote.rq` has the same conditions for the words right before a quote.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.sources.words.lists import words_of

__all__ = ["hedge_in", "without_settled_doubts"]

#: What stands in place of words that are left out, so that the words on both sides do not meet.
_BLANK = " . "

#: "Is widely said to": a form of "be", and at most an adverb between; who "asked not to be named said that" did say it.
_ADVERB = r"(?:\s+(?:\w+ly|also|long|often|now|still|once|been|not|never|thus))?"
_PASSIVE = rf"(?:is|are|was|were|be|been|being|['’](?:s|re)){_ADVERB}"
#: Between "said" and "to": "said by some diplomats to want it", "assumed, wrongly, to want it".
_ASIDE = r"(?:\s+by(?:\s+\w+){1,3}|,(?:\s+\w+){1,4},)?"
#: "Could not" and "could only" say what was, as a rule, and "could have" what was not.
_NOT_PAST = r"(?!n['’]t|\s+(?:not|no|only|ever|never|hardly|have|be\s+no)\b)"
#: Between a negation and the doubt that it takes away: "no longer any doubt", "nobody can doubt", "no reason to doubt".
_BETWEEN = (
    r"one|who|can|could|would|has|have|ever|longer|be|in|a|an|any|all|the|real|much|serious|reasonable|slightest|shadow|of|for|"
    r"reason|grounds|need|cause|room|to"
)
#: What a negation takes away as well: "will not hesitate", "in no uncertain terms".
_TAKEN_AWAY = (
    r"doubt(?:s|ed|ing)?|hesita(?:te[sd]?|ting|tion|nt)|reluctan(?:t|ce)|misgivings|second\s+thoughts|unclear|uncertain(?:ty)?|"
    r"dubious|s[ck]eptic(?:al|ism)"
)
#: Who is spoken to, or what: "was said to reporters", "appeared to the public".
_NO_VERB = r"(?!\s+(?:a|an|the|his|her|its|their|him|them|us|me|it|reporters|journalists)\b)"
#: With what "appear" says how somebody looks, and not that he came: "appears ready", "appeared to give in".
_MANNER = r"as\s+(?:if|though)|likely|set|ready|willing|unwilling|poised|keen|determined"

#: "Their chances are good" says nothing of what follows, and "to be seen" only after "remains" that it is open.
_CHANCES = "".join(rf"(?<!\b{whose}\s)" for whose in ("my", "our", "your", "his", "her", "its", "their"))
_CLAUSE = r"(?=\s+(?:that|it|they|he|she|we|you|there|\w+\s+(?:will|would|can|could|is|are|has|have|had))\b)"
_LIKELY = rf"(?i:{_CHANCES}%s\s+are{_CLAUSE})"
_RESERVED = {
    "chances are": _LIKELY % "chances",
    "odds are": _LIKELY % "odds",
    "question mark": r"(?i:question\s+marks?(?:\s+\w+){0,2}\s+(?:over|about|around|on))",
    "to be seen": r"(?i:remain(?:s|ed)?\s+to\s+be\s+seen)",
}
#: What has still to be shown: "the reports, if true".
_CONFIRMED = r"(?:true|proven|proved|verified|substantiated)"


def hedge_in(words: str) -> str:
    """Return the first English word that makes a text only possible, doubted or hearsay, empty if there is none."""
    found = _hedges().search(_unlikely().sub(_BLANK, without_settled_doubts(words)))
    return next((word for word in found.groups() if word), found[0]) if found else ""


def without_settled_doubts(words: str) -> str:
    """Return a text with a full stop for each doubt that it says there is none of: "no doubt", "will not hesitate"."""
    return _settled().sub(_BLANK, words)


@lru_cache(maxsize=1)
def _hedges() -> re.Pattern[str]:
    hearsay = "|".join(word.removesuffix(" to") for word in words_of("hearsay"))
    seem = (word for word in words_of("semblance") if not word.endswith(" to"))
    appear = "|".join(word.removesuffix(" to") for word in words_of("semblance") if word.endswith(" to"))
    alternatives = [
        *(_in_any_case(word) for kind in ("doubt", "possibility", "doubting") for word in words_of(kind)),
        *(_in_any_case(word) for word in seem),
        rf"(?i:(?:{appear})(?:\s+(?:not|increasingly))*{_ASIDE}\s+(?:to\b{_NO_VERB}|that|{_MANNER}))",
        rf"(?i:{_PASSIVE}\s+((?:{hearsay}){_ASIDE}\s+to)\b{_NO_VERB})",
        rf"(?i:((?:{hearsay})\s+to\s+(?:be|have)))",
        rf"(?i:it\s+(?:\w+\s+)?{_PASSIVE}\s+({hearsay})(?!\s+(?:to|by|in|on|at|from)\b))",
        rf"(?i:{_PASSIVE}\s+it\s+({hearsay})(?=\s+that))",
        r"(?i:it\s+(?:would|does|did|may)\s+appear)(?!\s+(?:in|on|at|before|with))",
        rf"(?i:{_PASSIVE}\s+((?:seen|regarded|viewed|perceived|portrayed)\s+as)(?=\s+(?:an?|the|its|\w+ing)\b))",
        r"(?i:(?:suspect|assume|guess|speculate)(?:s|es|d|ed)?\s+that)",
        rf"(?i:looks?|looked|looking)\s+(?:like|{_MANNER})",
        r"(?i:suspected\s+of|possible\s+that|an?\s+(?:possible|potential|probable|apparent))",
        r"(?i:according\s+to|by)\s+(?i:(?:\w+\s+)?(?:reports|accounts|rumou?rs))",
        *(rf"(?i:(?<!regardless\sof\s)(?<!no\smatter\s){word}\b(?!\s+or\s+not))" for word in words_of("open")),
        r"(?i:(?:ask|wonder|see|know|sure)(?:s|ed|ing)?\s+if)",
        *(_RESERVED.get(phrase, rf"(?i:{phrase})".replace(" ", r"\s+")) for phrase in words_of("reservations")),
        rf"(?i:if\s+{_CONFIRMED}|(?<=,\s)if\s+confirmed)",
    ]
    # "May" is a month, and a word in its own quotation marks is only mentioned.
    return re.compile(rf"(?<!['‘“\"])\b(?:{'|'.join(alternatives)})\b(?!['’”\"])")


def _in_any_case(word: str) -> str:
    if word == "could":
        return f"(?i:could{_NOT_PAST})"
    return "may" if word == "may" else f"(?i:{word[0]}){word[1:]}"


@lru_cache(maxsize=1)
def _settled() -> re.Pattern[str]:
    negations = r"no|not|nobody|none|never|neither|nor|cannot|without|beyond|little|few|hardly|scarcely|barely"
    return re.compile(rf"(?i)(?:\b(?:{negations})|n['’]t)\s+(?:(?:{_BETWEEN})\s+)*(?:{_TAKEN_AWAY})\b")


@lru_cache(maxsize=1)
def _unlikely() -> re.Pattern[str]:
    # "Not likely" denies, as "unlikely" does, and so does "nobody could": they are looked for among the negations.
    nobody = r"nobody|nothing|none|no\s+one|neither"
    return re.compile(rf"(?i)(?:\b(?:not|least|less)|n['’]t)\s+likely\b|\b(?:{nobody})\s+could\b")
