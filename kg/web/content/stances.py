"""What an actor holds on a proposition, with the statements that it rests on, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.web.content.statements import FIRM_SIGNS, SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.content.edition import Edition, Row

__all__ = ["Ground", "Holding", "Spell", "gather", "grounds", "holdings", "sign_of"]

#: The sides that are neither for nor against, the one to show first.
_OPEN = ("conditional", "doubts", "neutral")
#: The sides by which something is wanted or not; the others say that something is so or not.
_WANTED = ("supports", "opposes")


class Spell(NamedTuple):
    """A stance as the store has derived it: one side, for as long as it was taken. Days are dates.

    `stance` is its IRI, `standing` is `last-known`, `ended`, `superseded`, `disputed` or `not-firm`; `since` and
    `until` are what the words say of when it is held, `first_said` and `last_said` the days by which they were said;
    `degree` is `strong`, `weak` or nothing.
    """

    stance: str
    side: str
    standing: str
    first_said: str | None
    last_said: str | None
    since: str | None
    until: str | None
    degree: str | None

    @property
    def says_more(self) -> bool:
        """Whether it says more than the date of a single statement does."""
        return self.first_said != self.last_said or any((self.since, self.until, self.degree))

    @property
    def taken(self) -> tuple[bool, str] | None:
        """Whether it is about what is wanted (or about what is so), and its sign; None for one that takes no side."""
        sign = SIGNS.get(self.side, "")
        return (self.side in _WANTED, sign) if sign in FIRM_SIGNS else None


@dataclass(frozen=True, slots=True)
class Ground:
    """How one statement is one actor's: all names are IRIs, days are dates; `firm` is False for what is not certain.

    `capacity` is `itself`, `in-office`, `represented`, `named-member` or `supplied-member`, `through` whoever spoke.
    """

    actor: str
    proposition: str
    statement: str
    side: str
    capacity: str
    through: str | None
    firm: bool
    withdrawn: bool
    first: str | None
    last: str | None
    source: str
    published: str
    #: The stance that it is a ground of.
    spell: Spell | None = None

    @property
    def day(self) -> str:
        """The latest day on which it can have been said."""
        return (self.last or self.first or self.published)[:10]


@dataclass
class Holding:
    """An actor on a proposition: every ground, the latest first. The grounds are complete before it is asked."""

    actor: str
    proposition: str
    grounds: list[Ground]

    @property
    def statements(self) -> list[str]:
        """The statements that it rests on, the latest first, each once."""
        return list(dict.fromkeys(ground.statement for ground in self.grounds))

    @cached_property
    def sign(self) -> str:
        """`+`, `−`, `±`, or for what is not firm `if`, `○`, `?`; empty where everything was withdrawn."""
        return sign_of(self.grounds)

    @property
    def spells(self) -> list[Spell]:
        """The stances that it consists of, the one spoken on last first; of a single one, only where it says more."""
        found = dict.fromkeys(ground.spell for ground in self.grounds if ground.spell)
        return [spell for spell in found if len(found) > 1 or spell.says_more]

    @property
    def firm(self) -> bool:
        """Whether anything firm is among the grounds."""
        return any(ground.firm and not ground.withdrawn for ground in self.grounds)

    @property
    def day(self) -> str:
        """The last day on which anything was said."""
        return max((ground.day for ground in self.grounds), default="")

    @property
    def first_day(self) -> str:
        """The day of the earliest statement."""
        return min((ground.day for ground in self.grounds), default="")

    @property
    def firm_spells(self) -> list[Spell]:
        """The stances that its firm grounds belong to, each once."""
        firm = (ground.spell for ground in self.grounds if ground.firm and not ground.withdrawn)
        return list(dict.fromkeys(spell for spell in firm if spell))

    @property
    def change(self) -> str:
        """`changed` where one side came after the other, `contradictory` where no order is known, else empty.

        The rules have decided it: they leave two contrary stances disputed where neither came last.
        """
        sides = {spell.taken: spell.standing for spell in self.firm_spells if spell.taken}
        pairs = [((wanted, "+"), (wanted, "−")) for wanted in (True, False)]
        both = [{sides[one], sides[other]} for one, other in pairs if one in sides and other in sides]
        if {"disputed"} in both:
            return "contradictory"
        return "changed" if both else ""


def sign_of(grounds: Iterable[Ground]) -> str:
    """Return the sign of several grounds of one actor on one proposition.

    What is firm decides; only where nothing is firm does the rest, and then the sign is in brackets.
    """
    kept = [ground for ground in grounds if not ground.withdrawn]
    firm = {ground.side for ground in kept if ground.firm}
    sides = firm or {ground.side for ground in kept}
    signs = {sign for side in sides if (sign := SIGNS.get(side, "")) in FIRM_SIGNS}
    if not signs:
        return next((SIGNS[side] for side in _OPEN if side in sides), "")
    sign = "±" if len(signs) == 2 else next(iter(signs))
    return sign if firm else f"({sign})"


def grounds(edition: Edition, **bindings: str) -> list[Ground]:
    """Return all grounds, or those of one `actor` or `proposition` (IRIs).

    All of them are remembered once they have been read; until then, one actor's are asked for alone.
    """
    if not bindings:
        return _remembered(edition)[""]
    # One actor's grounds are a fast question, and all of them a slow one that a page of one actor should not have to
    # wait for.
    if "grounds" in edition.memory:
        (iri,) = bindings.values()
        return _remembered(edition).get(iri, [])
    return [_ground(row) for row in edition.ask("grounds", **bindings)]


def _remembered(edition: Edition) -> dict[str, list[Ground]]:
    """Return all grounds under an empty name, and those of each actor and proposition under theirs."""
    if "grounds" not in edition.memory:
        everything = [_ground(row) for row in edition.ask("grounds")]
        found: dict[str, list[Ground]] = {"": everything}
        for ground in everything:
            found.setdefault(ground.actor, []).append(ground)
            found.setdefault(ground.proposition, []).append(ground)
        edition.memory["grounds"] = found
    remembered: dict[str, list[Ground]] = edition.memory["grounds"]
    return remembered


def holdings(found: Iterable[Ground]) -> list[Holding]:
    """Return grounds gathered by actor and proposition; the one spoken on last comes first."""
    gathered = gather(found).values()
    return sorted(gathered, key=lambda holding: (_backwards(holding.day), holding.proposition, holding.actor))


def gather(found: Iterable[Ground]) -> dict[tuple[str, str], Holding]:
    """Return grounds gathered by actor and proposition."""
    gathered: dict[tuple[str, str], Holding] = {}
    for ground in found:
        key = (ground.actor, ground.proposition)
        gathered.setdefault(key, Holding(*key, [])).grounds.append(ground)
    for holding in gathered.values():
        holding.grounds.sort(
            key=lambda ground: (_backwards(ground.day), ground.statement, ground.capacity, ground.through or "")
        )
    return gathered


def _backwards(day: str) -> tuple[int, ...]:
    """Return a key that sorts later days first."""
    return tuple(-ord(character) for character in day)


def _ground(row: Row) -> Ground:
    def value(column: str) -> str:
        return row[column] or ""

    spell = Spell(
        value("stance"), value("side"), value("standing"), row["first_said"], row["last_said"], row["since"],
        row["until"], row["degree"],
    )  # fmt: skip  # the columns in their order
    return Ground(
        value("actor"), value("proposition"), value("statement"), value("side"), value("capacity"), row["through"],
        value("firm") == "firm", value("firm") == "withdrawn", row["first"], row["last"], value("source"),
        value("published"), spell if spell.standing else None,
    )  # fmt: skip  # the columns in their order
