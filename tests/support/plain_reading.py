"""What follows from the rows of a small world, read as the documentation says it: slowly, and without SPARQL.

Grounds come from the rows. Stances, their times and their standing are read from the store, since `test_stances.py`
holds those against a reading of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from worlds import ACTS, EXCLUDED, ISSUES, MEMBERS, PERSONS, POSTS, PUBLISHED, STATES, UNNAMED, VOICES, WIDER, Row

from kg.namespaces import PREFIXES, slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

SIDES = {
    ("position", "supports"): "supports",
    ("position", "opposes"): "opposes",
    ("claim", "supports"): "claims",
    ("claim", "opposes"): "denies",
}
FOR, AGAINST = ("supports", "claims"), ("opposes", "denies")
TONES = {"accuses": "against", "criticises": "against", "praises": "well", "backs": "well"}


@dataclass(eq=False)
class Said:
    """A row: who says it, for whom, of whom, on which side, and by which day."""

    row: Row

    @property
    def name(self) -> str:
        return f"{self.row['source']}.{self.row['id']}"

    @property
    def day(self) -> str:
        return self.row["said"] if isinstance(self.row["said"], str) else PUBLISHED

    @property
    def side(self) -> str:
        kind, polarity, _ = ACTS[self.row["act"]]
        return "doubts" if self.row["act"] == "doubts" else SIDES.get((kind, polarity), polarity)

    @property
    def does(self) -> str:
        return ACTS[self.row["act"]][2]

    @property
    def surely_held(self) -> str:
        """The day that counts in the order of what was said."""
        until = self.row.get("holds", {}).get("until")
        begun = until and date.fromisoformat(until + "-01-01"[len(until) - 4 :])
        return min(self.day, (begun - timedelta(days=1)).isoformat()) if begun else self.day

    def bodies(self, speaker: str) -> tuple[str, ...]:
        """Return those for whom a speaker speaks."""
        given = self.row.get("for", ())
        return tuple(given.get(speaker, ()) if isinstance(given, dict) else given)


@dataclass(eq=False)
class Ground:
    said: Said
    actor: str
    capacity: str
    through: str = ""
    sure: bool = False  # firm but for what was taken back
    firm: bool = False


@dataclass(eq=False)
class Stance:
    name: str
    actor: str
    side: str
    about: str
    standing: str
    last: str
    since: str
    until: str
    grounds: list[Ground] = field(default_factory=list)
    contraries: list[Stance] = field(default_factory=list)

    @property
    def shown(self) -> Said:
        """The words that answers show: firm ones before others, then the latest."""
        return max(self.grounds, key=lambda each: (each.firm, each.said.day, ground_name(each))).said

    @property
    def favours(self) -> set[str]:
        return {self.about, *WIDER.get(self.about, ())} if self.side in FOR else set()

    @property
    def disfavours(self) -> set[str]:
        against = {self.about} if self.side in AGAINST else {EXCLUDED[one] for one in self.favours if one in EXCLUDED}
        return {name for name in ISSUES if against & {name, *WIDER.get(name, ())}}

    @property
    def counts_on(self) -> str:
        """The day that decides which of two contraries came last."""
        return max(each.said.surely_held for each in self.grounds if each.firm)

    @property
    def own(self) -> bool:
        """Whether it is firmly held, and not only for those for whom the actor speaks."""
        return any(each.firm and each.capacity != "in-office" for each in self.grounds)

    def on(self, about: str) -> set[str]:
        """Return what it says on a proposition: its own side, or what follows from it."""
        own = {self.side} if about in {self.about, *self.favours} else set()
        turned = {"supports": "opposes", "claims": "denies"}.get(self.side, self.side)
        return own | ({turned} if about in self.disfavours else set())


def ground_name(ground: Ground) -> str:
    through = f".{ground.through}" if ground.through else ""
    return f"{ground.said.name}.{ground.actor}.{ground.capacity}{through}"


def comparable(one: Stance, other: Stance) -> bool:
    """Return whether both say what is wanted, or both what is true."""
    return any({one.side, other.side} <= {*pair} for pair in zip(FOR, AGAINST, strict=True))


def within(post: Row, day: str) -> bool:
    """Return whether a post, or a state, held on a day, by as much of the day as it says."""
    since, until = post.get("since", ""), post.get("until", "")
    return since <= day[: len(since)] and (not until or day[: len(until)] <= until)


def members_of(group: str) -> set[str]:
    """Return the members of a group and of groups in it."""
    return {name for one in MEMBERS.get(group, ()) for name in (one, *members_of(one))}


class Reading:
    """A world as read: its grounds, and the stances that the store makes of them."""

    def __init__(self, rows: list[Row], store: ox.Store) -> None:
        self.said, self.store = [Said(row) for row in rows], store
        self.speaks = {(who, each["of"]) for who, posts in POSTS.items() for each in posts}
        self.speaks |= {(who, body) for said in self.said for who in said.row["speaker"] for body in said.bodies(who)}
        self.grounds = [ground for said in self.said for ground in self._grounds(said)]
        for ground in self.grounds:
            ground.sure = ground.capacity != "supplied-member" and self._is_sure(ground.said)
            ground.firm = ground.sure and not self.taken_back(ground)
        self.stances = self._stances()

    def _grounds(self, said: Said) -> Iterator[Ground]:
        todo = []
        for who in said.row["speaker"]:
            bodies = said.bodies(who)
            todo += [Ground(said, who, "in-office" if who in PERSONS and bodies else "itself")]
            todo += [Ground(said, body, "represented", who) for body in bodies]
        capacity, passed = "named-member" if "members_named" in said.row else "supplied-member", set[str]()
        while todo:
            ground = todo.pop(0)
            yield ground
            if ground.actor in MEMBERS and ground.actor not in passed:
                passed.add(ground.actor)
                todo += [Ground(said, member, capacity, ground.actor) for member in MEMBERS[ground.actor]]

    def _is_sure(self, said: Said) -> bool:
        partial = [voice for voice in said.row.get("reported_by", ()) if voice not in VOICES]
        passed_on = any(
            voice != who and (self._was_with(voice, who, said.day) or not self._speak_alike(voice, who))
            for voice in partial
            for who in said.row["speaker"]
        )
        certain = said.row.get("certainty", "certain") == "certain"
        return certain and said.side in (*FOR, *AGAINST) and not passed_on and UNNAMED not in said.row["speaker"]

    def _speak_alike(self, one: str, other: str) -> bool:
        """Return whether one speaks for the other, or both for somebody."""
        return (one, other) in self.speaks or any(
            (other, body) in self.speaks for who, body in self.speaks if who == one
        )

    def _was_with(self, voice: str, who: str, day: str) -> bool:
        """Return whether somebody has posts with another, or with whom that one speaks for, but none on a day."""
        bodies = {who, *(body for speaker, body in self.speaks if speaker == who)}
        posts = [each for each in POSTS.get(voice, ()) if each["of"] in bodies]
        return bool(posts) and not any(within(each, day) for each in posts)

    def speaks_on(self, who: str, body: str, day: str) -> bool:
        """Return whether somebody speaks for a body on a day: by a text, or in a post with it."""
        posts = [each for each in POSTS.get(who, ()) if each["of"] == body]
        return (who, body) in self.speaks and (not posts or any(within(each, day) for each in posts))

    def _has_left(self, later: Said, body: str) -> bool:
        """Return whether those who take something back have posts with a body, but none then, and speak as others."""
        speakers = later.row["speaker"]
        posts = [each for who in speakers for each in POSTS.get(who, ()) if each["of"] == body]
        named = {*speakers, *(spoken for who in speakers for spoken in later.bodies(who))}
        return bool(posts) and body not in named and not any(within(each, later.day) for each in posts)

    def _may_take_back(self, later: Said, taking: str, who: str) -> bool:
        bodies = {who, *(body for speaker, body in self.speaks if speaker == who)}
        spoken_for = {body for body in bodies if (taking, body) in self.speaks and not self._has_left(later, body)}
        return taking == who or bool(spoken_for) or (who, taking) in self.speaks

    def taken_back(self, ground: Ground) -> str:
        """Return by which day somebody entitled to do so took words back, or nothing."""
        days = [
            later.day
            for later in self.said
            if later.row.get("retracts") == ground.said.name
            for taking in later.row["speaker"]
            for who in ground.said.row["speaker"]
            if self._may_take_back(later, taking, who) and self._goes_with(ground, who, later)
        ]
        return min(days, default="")

    def _goes_with(self, ground: Ground, speaker: str, later: Said) -> bool:
        """Return whether somebody's ground falls with the words of a speaker: of several, each has its own."""
        speakers = ground.said.row["speaker"]
        if ground.actor in speakers:
            return ground.actor == speaker
        if self._has_left(later, ground.actor):
            return False
        return (speaker, ground.actor) in self.speaks or not any((who, ground.actor) in self.speaks for who in speakers)

    def _stances(self) -> list[Stance]:
        query = """SELECT ?stance ?actor ?side ?about ?standing ?last ?since ?until {
          ?stance a dp:Stance ; dp:actor ?actor ; dp:side ?side ; dp:towards ?about .
          ?stance dp:standing ?standing ; dp:lastSaid ?last
          OPTIONAL { ?stance dp:since ?since } OPTIONAL { ?stance dp:until ?until } }"""
        found = {row[0]: Stance(*row) for row in self.slugs(query)}
        known = {ground_name(ground): ground for ground in self.grounds}
        for stance, ground in self.slugs("SELECT ?stance ?ground { ?stance a dp:Stance ; dp:ground ?ground }"):
            found[stance].grounds.append(known[ground])
        for stance, other in self.slugs("SELECT ?stance ?other { ?stance dp:contraryTo ?other }"):
            found[stance].contraries.append(found[other])
        return list(found.values())

    def slugs(self, query: str) -> list[tuple[str, ...]]:
        rows: Any = self.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        names = [variable.value for variable in rows.variables]
        return [tuple(slug_of(row[name].value) if row[name] else "" for name in names) for row in rows]

    def stance_of(self, ground: Ground) -> Stance:
        return self._by_ground[ground]

    @cached_property
    def _by_ground(self) -> dict[Ground, Stance]:
        return {ground: stance for stance in self.stances for ground in stance.grounds}

    def own_side(self, one: str, other: str) -> bool:
        """Return whether two are not compared: one speaks for the other, or is its member."""
        return bool({(one, other), (other, one)} & self.speaks) or other in members_of(one) or one in members_of(other)

    def is_party(self, person: str) -> bool:
        return any(who == person and body in STATES for who, body in self.speaks)

    def acts(self) -> Iterator[tuple[Ground, str]]:
        """Yield each ground with each other actor to whom it does something."""
        for ground in self.grounds:
            for target in ground.said.row.get("target", ()) if ground.said.does else ():
                if target != ground.actor:
                    yield ground, target

    def aimed_at(self, asked: str) -> Iterator[tuple[Ground, str, str]]:
        """Yield what is done to an actor: the ground, and the official and the posts by which it is meant."""
        every = list(self.acts())
        yield from ((ground, "", "") for ground, target in every if target == asked)
        direct = {ground for ground, target in every if target == asked}
        for ground, target in every:
            held = {
                each["title"] for each in POSTS.get(target, ()) if each["of"] == asked and within(each, ground.said.day)
            }
            if held and ground not in direct and ground.actor != asked:
                yield ground, target, ", ".join(sorted(f"{title} of {STATES.get(asked, asked)}" for title in held))
