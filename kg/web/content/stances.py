"""An actor's position on a proposition and the statements behind it, as the pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.rdf.periods import as_told
from kg.web.content.statements import FIRM_SIGNS, SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.web.content.edition import Edition, Row
    from kg.web.content.statements import ReadStatement

__all__ = ["Ground", "Holding", "Spell", "gather", "grounds", "holdings", "sign_of"]

#: The sides that are neither for nor against; the first that applies is shown.
_OPEN = ("conditional", "doubts", "neutral")
#: The sides that say whether something is wanted; the others say whether something is true.
_WANTED = ("supports", "opposes")


class Spell(NamedTuple):
    """A stance as derived in the store: one side, for as long as the actor took it.

    `stance` is its IRI; `standing` is `last-known`, `ended`, `superseded`, `disputed` or `not-firm`. Days are ISO
    dates: `since` and `until` bound the time for which it is held according to the text, `first_said` and `last_said`
    are the days by which it was said. `degree` is `strong`, `weak` or None.
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
        """Whether there is more to show than the date of a single statement."""
        return self.first_said != self.last_said or any((self.since, self.until, self.degree))

    @property
    def taken(self) -> tuple[bool, str] | None:
        """Whether it says what is wanted (or else what is true), and its sign; None if it has neither sign."""
        sign = SIGNS.get(self.side, "")
        return (self.side in _WANTED, sign) if sign in FIRM_SIGNS else None


@dataclass(frozen=True, slots=True)
class Ground:
    """What makes a statement count as an actor's. All names are IRIs, and days are ISO dates.

    `capacity` is `itself`, `in-office`, `represented`, `named-member` or `supplied-member`; `through` is the one who
    spoke, if not the actor. `firm` is False if the statement is uncertain.
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
    #: The stance that it supports.
    spell: Spell | None = None

    @property
    def day(self) -> str:
        """The last day on which it can have been said."""
        return (self.last or self.first or self.published)[:10]


@dataclass
class Holding:
    """An actor's position on a proposition, with all its grounds, latest first.

    Add all grounds before reading its properties, because some of them are computed only once.
    """

    actor: str
    proposition: str
    grounds: list[Ground]

    @property
    def statements(self) -> list[str]:
        """The IRIs of the statements behind it, latest first, without duplicates."""
        return list(dict.fromkeys(ground.statement for ground in self.grounds))

    @cached_property
    def sign(self) -> str:
        """`+`, `−` or `±` (in brackets if nothing is firm), `if`, `○` or `?`; empty if nothing is in force."""
        return sign_of(self.grounds)

    @property
    def spells(self) -> list[Spell]:
        """The stances that it consists of, latest first; a single one only if it has more to show than a date."""
        found = dict.fromkeys(ground.spell for ground in self.grounds if ground.spell)
        return [spell for spell in found if len(found) > 1 or spell.says_more]

    def told(self, spell: Spell, loaded: Mapping[str, ReadStatement]) -> tuple[str, str]:
        """Return since when and until when a stance is held, as its statements tell it, or empty; see `as_told`."""
        held = [loaded[ground.statement].held for ground in self.grounds if ground.spell == spell]
        since, until = ([bounds[end] for bounds in held] for end in (0, 1))
        return as_told(spell.since or "", since), as_told(spell.until or "", until)

    @property
    def firm(self) -> bool:
        """Whether any ground is firm and was not withdrawn."""
        return any(ground.firm and not ground.withdrawn for ground in self.grounds)

    @property
    def day(self) -> str:
        """The day of the latest statement."""
        return max((ground.day for ground in self.grounds), default="")

    @property
    def first_day(self) -> str:
        """The day of the earliest statement."""
        return min((ground.day for ground in self.grounds), default="")

    @property
    def firm_spells(self) -> list[Spell]:
        """The stances behind its firm grounds, without duplicates."""
        firm = (ground.spell for ground in self.grounds if ground.firm and not ground.withdrawn)
        return list(dict.fromkeys(spell for spell in firm if spell))

    @property
    def last_known(self) -> list[Spell]:
        """The stances behind its firm grounds that are neither over nor superseded nor disputed."""
        return [spell for spell in self.firm_spells if spell.taken and spell.standing == "last-known"]

    @property
    def now(self) -> str:
        """The sign of what is last known; empty if what was firmly taken is over or disputed."""
        if not any(spell.taken for spell in self.firm_spells):
            return self.sign
        signs = {spell.taken[1] for spell in self.last_known if spell.taken}
        return "±" if len(signs) > 1 else "".join(signs)

    @property
    def change(self) -> str:
        """`changed` if one side came after the other, `contradictory` if their order is unknown, otherwise empty.

        This follows from the standings in the store: if neither of two contrary stances came last, both are disputed.
        The contrary of one that is disputed may be on a proposition that excludes this one.
        """
        # Of several on one side the latest, which comes first.
        sides = {spell.taken: spell.standing for spell in reversed(self.firm_spells) if spell.taken}
        pairs = [((wanted, "+"), (wanted, "−")) for wanted in (True, False)]
        both = [{sides[one], sides[other]} for one, other in pairs if one in sides and other in sides]
        if {"disputed"} in both or not (self.now or self.over):
            return "contradictory"
        return "changed" if both else ""

    @property
    def over(self) -> bool:
        """Whether all that was firmly taken has ended or been superseded."""
        return not self.now and all(spell.standing != "disputed" for spell in self.firm_spells if spell.taken)


def sign_of(grounds: Iterable[Ground]) -> str:
    """Return the sign of several grounds of one actor on one proposition.

    Firm grounds decide. If there are none, the others do, and a sign for or against is put in brackets.
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

    Once all of them have been read, they are kept. Until then, the store is asked for those of one actor only.
    """
    if not bindings:
        return _remembered(edition)[""]
    # The grounds of one actor are a fast query. All grounds are a slow one, and the page of an actor should not wait
    # for it.
    if "grounds" in edition.memory:
        (iri,) = bindings.values()
        return _remembered(edition).get(iri, [])
    return [_ground(row) for row in edition.ask("grounds", **bindings)]


def _remembered(edition: Edition) -> dict[str, list[Ground]]:
    """Return the grounds by the IRI of their actor and of their proposition; all of them are under an empty key."""
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
    """Return one holding for each actor and proposition, that with the latest statement first."""
    gathered = gather(found).values()
    return sorted(gathered, key=lambda holding: (_backwards(holding.day), holding.proposition, holding.actor))


def gather(found: Iterable[Ground]) -> dict[tuple[str, str], Holding]:
    """Return the holdings by actor and proposition."""
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
    """Return a sort key that puts later days first."""
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
