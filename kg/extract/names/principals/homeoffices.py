"""Finds the state of an office that a text names without one, because it is the state in which the text is set."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import ALL_PORTFOLIOS, BODIES
from kg.extract.names.groups.ministries import OWN_NAMES

if TYPE_CHECKING:
    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.principals.setting import Setting

__all__ = ["FIELDS", "HIGHEST", "may_hold", "office_at", "start_of_name", "state_of_setting", "words_before"]

#: States with ministers who are called secretaries; in others the title is that of a visitor.
_WITH_SECRETARIES = frozenset(map(str, load_data("names/people.yaml")["titles_elsewhere"])) | {"united-kingdom"}
_FIELD = rf"(?:{'|'.join(sorted(ALL_PORTFOLIOS))})"
#: The fields of a minister or ministry, as a pattern.
FIELDS = rf"{_FIELD}(?:,? (?:and )?{_FIELD})*"
_SECRETARIES = re.compile(rf"\b(?:{FIELDS}|home) secretary\b")
HIGHEST = "president|prime minister|premier"
#: Offices that a state has once, as texts write them.
_OFFICE = (
    rf"(?:(?:state |deputy |vice |junior )?(?:{FIELDS} minister|minister (?:of|for) {FIELDS})"
    rf"|(?:deputy )?(?:{HIGHEST})|vice[- ]president|(?:{FIELDS}|home) secretary"
    r"|(?:deputy )?national security advis[eo]r|junta (?:chief|leader)|(?:army|military) chief(?: of staff)?"
    r"|(?:government|military|army|presidential) (?:spokes\w+)|electoral commission (?:chair\w*|head|president))"
)
#: Spokesmen of ministries with names that few states have.
_SPOKEN_FOR = re.compile(
    rf"(?:|.*(?:\bthe|\band|,|\n) )(?P<body>{'|'.join(OWN_NAMES)}) spokes\w+",
    re.DOTALL,
)
_RANK = (
    r"(?:(?:rear |vice )?admiral|\(ret(?:d|ired)?\.?\)|ambassador|hon(?:ou?rable)?|md|dr|prof(?:essor)?|shri|sir"
    r"|senator|mr|mrs|ms|datuk|dato|tan|sri|seri|(?:(?:lt|maj|brig)\.?[- ]?)?(?:col|gen)"
    r"|(?:major|brigadier|lieutenant|retired)?[- ]?(?:general|colonel)|h\.?e|the)\.?"
)
_BEFORE = re.compile(rf"(?:^|.*? )(?P<office>{_OFFICE}),?(?: {_RANK})*$")
_BEHIND = re.compile(rf"^(?:the )?(?P<office>{_OFFICE})(?: ?[,.]|$| who)")
_REACH = 7


def may_hold(state: str, words: str) -> bool:
    """Return whether a state has a title that only some states have: no "foreign secretary" is Kenya's."""
    return state in _WITH_SECRETARIES or _SECRETARIES.search(words) is None


def state_of_setting(setting: Setting, discourse: Discourse, person: Actor) -> str | None:
    """Return the state in which a text is set, if it introduces a person by an office that only states have."""
    at = next((at for at, actor in discourse.named if actor == person), None)
    if at is not None and (body := _SPOKEN_FOR.fullmatch(words_before(discourse, at))) is not None:
        return setting.titled(body["body"])
    office = office_at(discourse, at) if at is not None else None
    if at is None or office is None:
        return None
    state = setting.of_office(at, office.split())
    if state is None or not may_hold(state, office):
        return None
    # The press of a state does not say of its own president whose he is.
    governing = re.fullmatch(HIGHEST, office.removeprefix("deputy ")) is not None
    return state if setting.is_written_in(state) or not governing else None


def office_at(discourse: Discourse, at: int) -> str | None:
    """Return the office of a state (in lower case) that stands before a name, or behind it with a comma."""
    doc, end, before = discourse.doc, at + 1, words_before(discourse, at)
    behind = doc[end + 1 : end + _REACH].text.lower() if end < len(doc) and doc[end].text == "," else ""
    found = _BEFORE.match(before) or _BEHIND.match(behind)
    if found is None or BODIES & set(before[: found.start("office")].split()[-1:]):
        return None  # "Commission President Anna Berg"
    return found["office"]


def start_of_name(discourse: Discourse, at: int) -> int:
    """Return the first token of the name that ends at a token."""
    doc, start = discourse.doc, at
    while start and doc[start - 1].ent_type_ == "PERSON" and doc[start - 1].ent_iob_ in ("B", "I"):
        start -= 1
    return start


def words_before(discourse: Discourse, at: int) -> str:
    """Return the words (in lower case) before the name that ends at a token."""
    doc, start, first = discourse.doc, start_of_name(discourse, at), discourse.doc[at].sent.start
    while first and doc[first - 1].is_alpha:  # the parser may cut a title behind a headline: "Fishery | Minister Berg"
        first -= 1
    return doc[max(0, start - _REACH, first) : start].text.lower().rstrip(" ,")
