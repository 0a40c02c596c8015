"""How a plain reading of a small world answers questions: as their descriptions say, not as their queries do it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plain_reading import AGAINST, FOR, TONES, Ground, Reading, Said, Stance, comparable, members_of, within
from worlds import CONCERNS, ISSUES, PERSONS, POSTS, UNNAMED, VOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BROADER = {"ceasefire": "war-and-security", "armed-conflict": "war-and-security", "civilian-harm": "war-and-security"}
Answer = dict[str, str]
Given = dict[str, str]
#: How answers are narrowed down by the parameters that mean the same everywhere.
NARROWED: dict[str, Callable[[Answer, str], bool]] = {
    "since": lambda row, value: row["said_to"] >= value,
    "until": lambda row, value: row["said_to"] <= value,
    "issue": lambda row, value: any(value in (issue, BROADER.get(issue)) for issue in ISSUES[row["proposition"]]),
    "text": lambda row, value: value.lower() in row["quote"],
    "certainty": lambda row, value: (row["certainty"] or "certain") == value,
}


@dataclass(frozen=True)
class Question:
    """How a question is answered, its columns that are compared, and which parameters narrow the answer down."""

    answer: Callable[[Reading, Given], Iterable[Answer]]
    columns: tuple[str, ...]
    parameters: tuple[str, ...]


QUESTIONS: dict[str, Question] = {}


def answers(columns: str, parameters: str) -> Callable[[Callable[[Reading, Given], Iterable[Answer]]], None]:
    def take(answer: Callable[[Reading, Given], Iterable[Answer]]) -> None:
        QUESTIONS[answer.__name__.replace("_", "-")] = Question(answer, (*columns.split(),), (*parameters.split(),))

    return take


def words(said: Said) -> Answer:
    keys = {key: said.row[key] for key in ("proposition", "quote", "source", "act")}
    return {
        **keys,
        "statement": said.name,
        "said_to": said.day,
        "side": said.side,
        "certainty": said.row.get("certainty", ""),
    }


# What is said of others


@answers(
    "actor kind target official post firm proposition capacity through statement",
    "target actor issue since until text certainty source",
)
def said_of(world: Reading, given: Given) -> Iterator[Answer]:
    asked = [given["target"]] if "target" in given else sorted({target for _, target in world.acts()})
    for target in asked:
        for ground, official, posts in world.aimed_at(target):
            if not official or "target" in given:
                row = {
                    "actor": ground.actor,
                    "kind": ground.said.does,
                    "target": target,
                    "official": official,
                    "post": posts,
                }
                firm = {"firm": "yes" if ground.firm else "no", "capacity": ground.capacity, "through": ground.through}
                yield {**words(ground.said), **row, **firm}


@answers(
    "target official actor proposition said_to taken_back capacity answer answer_standing answer_quote statement",
    "target actor issue since until text source",
)
def demands(world: Reading, given: Given) -> Iterator[Answer]:
    asked = [given["target"]] if "target" in given else sorted({target for _, target in world.acts()})
    for target in asked:
        for ground, official, _ in world.aimed_at(target):
            if ground.said.does != "demands-of" or (official and "target" not in given):
                continue
            back = world.taken_back(ground) if ground.sure else ""
            row = {
                "actor": ground.actor,
                "target": target,
                "official": official,
                "taken_back": back,
                "capacity": ground.capacity,
            }
            for answer in _replies(world, official or target, ground.said):
                yield {**words(ground.said), **row, **answer}


def _replies(world: Reading, asked: str, demand: Said) -> list[Answer]:
    """Return what somebody, or those for whom he speaks then, hold on a matter; a row of blanks if nothing is known."""
    about = demand.row["proposition"]
    who = {asked, *(body for one, body in world.speaks if one == asked and world.speaks_on(one, body, demand.day))}
    found = [
        {"answer": side, "answer_standing": stance.standing, "answer_quote": stance.shown.row["quote"]}
        for stance in world.stances
        if stance.actor in who
        for side in stance.on(about)
    ]
    return found or [dict.fromkeys(("answer", "answer_standing", "answer_quote"), "")]


# Two stances


@answers(
    "actor relation other proposition side standing other_side other_proposition other_standing statement"
    " other_statement",
    "actor other issue proposition",
)
def between(world: Reading, given: Given) -> Iterator[Answer]:
    for one in world.stances:
        for other in world.stances:
            if one.actor != other.actor and comparable(one, other) and not world.own_side(one.actor, other.actor):
                theirs = {"other": other.actor, "other_side": other.side, "other_proposition": other.about}
                theirs |= {"other_standing": other.standing, "other_statement": other.shown.name}
                for relation in _relations(one, other):
                    mine = {"actor": one.actor, "relation": relation, "standing": one.standing}
                    yield {**words(one.shown), **mine, **theirs}


def _relations(one: Stance, other: Stance) -> Iterator[str]:
    if one.favours & other.disfavours or one.disfavours & other.favours:
        yield "differs from"
    wanted = one.favours and other.favours and (one.about in other.favours or other.about in one.favours)
    if wanted or (one.about, one.side) == (other.about, other.side):
        yield "agrees with"


@answers(
    "actor side proposition standing later_side later_proposition later_standing statement later_statement",
    "actor issue proposition",
)
def shifts(world: Reading, given: Given) -> Iterator[Answer]:
    for one in world.stances:
        for later in world.stances:
            contrary = one.favours & later.disfavours or one.disfavours & later.favours
            firm = "not-firm" not in (one.standing, later.standing)
            if one.actor == later.actor and comparable(one, later) and contrary and firm and _came_first(one, later):
                row = {
                    "actor": one.actor,
                    "standing": one.standing,
                    "later_side": later.side,
                    "later_standing": later.standing,
                }
                yield {**words(one.shown), **row, "later_proposition": later.about, "later_statement": later.shown.name}


def _came_first(one: Stance, later: Stance) -> bool:
    if later in one.contraries:
        return bool(one.counts_on < later.counts_on)
    return bool(one.until and later.since and one.until < later.since)  # their times are apart


@answers(
    "actor side proposition standing other_side other_proposition other_standing statement other_statement",
    "actor issue proposition standing",
)
def contradictions(world: Reading, given: Given) -> Iterator[Answer]:
    open_pairs = {("disputed", "disputed"), ("last-known", "not-firm"), ("disputed", "not-firm")}
    for one in world.stances:
        for other in one.contraries:
            kept = any(not (each.sure and world.taken_back(each)) for each in other.grounds)
            if (one.standing, other.standing) in open_pairs and kept:
                theirs = {"other_side": other.side, "other_proposition": other.about, "other_standing": other.standing}
                row = {"actor": one.actor, "standing": one.standing, "other_statement": other.shown.name}
                yield {**words(one.shown), **row, **theirs}


@answers("proposition side holder actors_on_side statement", "proposition issue")
def common_ground(world: Reading, given: Given) -> Iterator[Answer]:
    known = [stance for stance in world.stances if stance.standing == "last-known"]
    for about in ISSUES:
        sides = {side: [each for each in known if side in each.on(about)] for side in ("supports", "opposes")}
        for side, other in (("supports", "opposes"), ("opposes", "supports")):
            # Who is for what excludes it is in the way of those for it, but not on the side of those against it.
            mine = [each for each in sides[side] if each.side == side and each.own]
            there = {each.actor for each in mine}
            counted = {name for name in there if not members_of(name) & there}  # a group not beside its members
            if not sides[other] and len(counted) > 1:
                for each in mine:
                    row = {"holder": each.actor, "side": side, "actors_on_side": str(len(counted))}
                    yield {**words(each.shown), **row, "proposition": about}


@answers("actor other congruence conflict n speaks_against speaks_well_of", "actor other")
def agreement(world: Reading, given: Given) -> Iterator[Answer]:
    sides = {
        (each.actor, each.about): each.side
        for each in world.stances
        if each.standing == "last-known" and each.side in ("supports", "opposes")
    }
    spoken = {each for ground, target in world.acts() if ground.firm for each in _spoken(ground, target)}
    everyone = {name for name, _ in sides} | {name for each in spoken for name in each[:2]}
    for one in everyone:
        for other in everyone - {one}:
            both = [
                sides[one, about] == sides[other, about]
                for about in ISSUES
                if (one, about) in sides and (other, about) in sides
            ]
            tones = Counter(tone for who, whom, tone, _ in spoken if (who, whom) == (one, other))
            if (both or tones) and not world.own_side(one, other):
                counts = {"congruence": sum(both), "conflict": len(both) - sum(both), "n": len(both)}
                counts |= {"speaks_against": tones["against"], "speaks_well_of": tones["well"]}
                yield {"actor": one, "other": other, **{key: str(count) for key, count in counts.items()}}


def _spoken(ground: Ground, target: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield against or for whom something is said: its target, and the bodies whose posts that one held on the day."""
    bodies = {each["of"] for each in POSTS.get(target, ()) if within(each, ground.said.day)}
    for whom in {target, *bodies} - {ground.actor}:
        if ground.said.does in TONES:
            yield ground.actor, whom, TONES[ground.said.does], ground.said.name


# Actors and propositions


@answers("proposition actor stances_on_the_issue last_said", "proposition issue actor")
def silent(world: Reading, given: Given) -> Iterator[Answer]:
    for about in {stance.about for stance in world.stances}:
        for who in {stance.actor for stance in world.stances}:
            held = [stance for stance in world.stances if stance.actor == who]
            near = [stance for stance in held if {*ISSUES[stance.about]} & {*ISSUES[about]}]
            meant = (
                {who, *(envoy for envoy, body in world.speaks if body == who)} & {*CONCERNS.get(about, ())} & {*PERSONS}
            )
            aimed = {target for ground, target in world.acts() if ground.said.row["proposition"] == about}
            excused = {one for one in meant - aimed if not world.is_party(one)}
            if near and not excused and not any(stance.on(about) for stance in held):
                row = {
                    "actor": who,
                    "stances_on_the_issue": str(len(near)),
                    "last_said": max(each.last for each in near),
                }
                yield {"proposition": about, **row}


@answers("proposition supporters opponents others", "proposition issue")
def propositions(world: Reading, given: Given) -> Iterator[Answer]:
    for about in ISSUES:
        held = [
            each
            for each in world.stances
            if each.about == about and any(g.capacity != "in-office" for g in each.grounds)
        ]
        known = [each for each in held if each.standing == "last-known" and each.own]
        counted = {
            "supporters": {each.actor for each in known if each.side in FOR},
            "opponents": {each.actor for each in known if each.side in AGAINST},
            "others": {each.actor for each in held if each.standing != "last-known"},
        }
        yield {"proposition": about, **{key: str(len(who)) if held else "" for key, who in counted.items()}}


# Voices and doubts


@answers("voice holder side proposition standing statements statement", "voice holder issue proposition text source")
def through(world: Reading, given: Given) -> Iterator[Answer]:
    everybody = {*VOICES, *(voice for said in world.said for voice in said.row.get("reported_by", ()))}
    for ground in world.grounds:
        voices = {
            *ground.said.row.get("reported_by", ()),
            *({ground.actor} & everybody if ground.capacity == "itself" else ()),
        }
        for voice in voices if ground.capacity in ("itself", "in-office") else ():
            stance = world.stance_of(ground)
            row = {"voice": voice, "holder": ground.actor, "standing": stance.standing}
            yield {**words(ground.said), **row, "statements": str(len({each.said for each in stance.grounds}))}


@answers("why holder side item capacity", "why source text")
def uncertain(world: Reading, given: Given) -> Iterator[Answer]:
    for ground in world.grounds:
        said = ground.said
        reasons = [*({said.row.get("certainty"), said.side} & {"possible", "doubts", "conditional", "neutral"})]
        reasons += ["source not named"] * (UNNAMED in said.row["speaker"])
        reasons += ["member supplied by the coder"] * (ground.capacity == "supplied-member")
        for why in [] if ground.firm else reasons or ["passed on by another party, or taken back"]:
            yield {**words(said), "why": why, "holder": ground.actor, "item": said.name, "capacity": ground.capacity}
