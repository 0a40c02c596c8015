"""The heads of state and of government in the packages that kg ships, whatever a repository lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg.rdf.periods import is_within
from kg.reference.packages import shipped_entries

__all__ = ["Incumbency", "terms_of_leaders"]

#: Of members of governments the package does not know the office.
_UNTITLED = "Member of the government"


@dataclass(frozen=True, slots=True)
class Incumbency:
    """A term of office: its title, its state (a slug), the names of its holder, and its first and last day if known."""

    title: str
    of: str
    names: tuple[str, ...]
    since: str
    until: str | None

    def holds(self, day: str) -> bool:
        """Return whether the office may have been held in this term on a day (ISO 8601)."""
        return is_within(day, self.since, self.until)

    def surely_holds(self, day: str) -> bool:
        """Return whether the office was held in this term on a day (ISO 8601), whatever days its bounds leave open."""
        begun = self.since <= day if len(self.since) == len(day) else self.since < day[: len(self.since)]
        if self.until is None:
            return begun
        return begun and (day <= self.until if len(self.until) == len(day) else day[: len(self.until)] < self.until)


@lru_cache(maxsize=1)
def terms_of_leaders() -> tuple[Incumbency, ...]:
    """Return the terms of all heads of state and of government with a title."""
    people = [row for package in ("world", "leaders") for row in shipped_entries(package, "officials.yaml").values()]
    return tuple(
        Incumbency(
            post["title"],
            post["of"],
            (row["label"], *row.get("aliases", ())),
            str(post["since"]),
            str(post["until"]) if "until" in post else None,
        )
        for row in people
        for post in row["posts"]
        if post["title"] != _UNTITLED
    )
