"""Small worlds at random: rows of sheets that are right, of people with several posts, groups in groups, and voices.

Days lie close together, so that many rows are on the first or the last day of a post, or on one day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from repositories import DataRepository

if TYPE_CHECKING:
    import random
    from pathlib import Path

FIRST, DAYS = date(2012, 3, 1), 10
PUBLISHED = "2012-03-12"
#: Ann changes her post from one day to the next, Bob and Cid hold one on the same day, Eve holds several at once.
POSTS: dict[str, list[dict[str, str]]] = {
    "ann": [
        {"title": "Foreign Minister", "of": "aland", "since": "2001-01-01", "until": "2012-03-05"},
        {"title": "President", "of": "aland", "since": "2012-03-06"},
    ],
    "bob": [{"title": "Foreign Minister", "of": "bland", "since": "2010", "until": "2012-03-06"}],
    "cid": [{"title": "Foreign Minister", "of": "bland", "since": "2012-03-06", "until": "2012-03-06"}],
    "eve": [
        {"title": "Minister", "of": "cland", "since": "2012-03", "until": "2012-03"},
        {"title": "Envoy", "of": "league", "until": "2012-03-07"},
    ],
    "fay": [{"title": "Head", "of": "wing"}],
}
STATES = {"aland": "Aland", "bland": "Bland", "cland": "Cland"}
ORGANISATIONS = {
    "league": "international-organisation",
    "wing": "opposition-organisation",
    "wire": "news-organisation",
    "herald": "news-organisation",
    "watch": "monitoring-organisation",
}
#: Who passes words on without taking a side.
VOICES = ("wire", "herald", "watch")
MEMBERS = {"allies": ("aland", "bland"), "wide": ("allies", "dan", "wing")}
UNNAMED, PERSONS = "whisper", (*POSTS, "dan")
#: The issues of each proposition, what it implies, and what it excludes.
ISSUES = {
    "truce": ("ceasefire",),
    "local-truce": ("ceasefire", "peace-talks"),
    "quarter-truce": ("ceasefire",),
    "war": ("armed-conflict",),
    "mission": ("peace-talks",),
    "killed": ("civilian-harm",),
    "many-killed": ("civilian-harm",),
    "none-killed": ("civilian-harm",),
}
WIDER = {"local-truce": ("truce",), "quarter-truce": ("local-truce", "truce"), "many-killed": ("killed",)}
EXCLUDED = {"war": "truce", "truce": "war", "none-killed": "killed", "killed": "none-killed"}
CONCERNS = {"mission": ("fay", "dan"), "truce": ("aland",)}
CLAIMS = ("killed", "many-killed", "none-killed")
#: Of each act what it is, on which side, and what it does to its target.
ACTS = {
    "claims": ("claim", "supports", ""),
    "denies": ("claim", "opposes", ""),
    "doubts": ("claim", "opposes", ""),
    "accuses": ("claim", "supports", "accuses"),
    "criticises": ("position", "opposes", "criticises"),
    "praises": ("position", "supports", "praises"),
    "supports": ("position", "supports", "backs"),
    "opposes": ("position", "opposes", ""),
    "calls-for": ("position", "supports", "demands-of"),
    "demands": ("position", "supports", "demands-of"),
    "makes-condition": ("position", "conditional", ""),
    "abstains": ("position", "neutral", ""),
}
#: Some more often than others, so that they say several things on one matter.
SPEAKERS = (*("aland", "ann", "eve") * 3, "bland", "league", "wing", "bob", "dan", UNNAMED, "allies", "wide", "watch")
POSITIONS = (*("truce",) * 4, "local-truce", "quarter-truce", *("war",) * 2, "mission")
BODIES = ("aland", "bland", "cland", "league", "wing", "allies")
TARGETS = ("aland", "bland", "cland", "ann", "bob", "cid", "eve", "league", "allies", "dan")
Row = dict[str, Any]


def day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def rows_at_random(pick: random.Random, count: int) -> list[Row]:
    """Return statements on all sides, some of which take back one before them."""
    rows: list[Row] = []
    for number in range(count):
        row = _row(pick, number)
        if rows and pick.random() < 0.12:
            own = [each for each in rows if set(each["speaker"]) & set(row["speaker"])]
            row["retracts"] = pick.choice(own or rows)["id"]
        rows.append(row)
    return rows


def _row(pick: random.Random, number: int) -> Row:
    act = pick.choice(list(ACTS))
    kind, side, does = ACTS[act]
    speakers = [*dict.fromkeys(pick.choices(SPEAKERS, k=pick.choice((1, 1, 1, 2))))]
    about = CLAIMS if kind == "claim" else POSITIONS
    row = {"id": f"r{number}", "quote": f"remark {number:02d} is made", "act": act, "mode": "indirect"}
    row |= {"speaker": speakers, "proposition": pick.choice(about)}
    found = {**row, **_said(pick), **_voices(pick, speakers)}
    if does and pick.random() < 0.8:
        found["target"] = pick.sample(TARGETS, pick.choice((1, 1, 2)))
    if side == "conditional":
        found["condition"] = "war"
    return found


def _said(pick: random.Random) -> Row:
    """Return when and how surely something was said, and for how long it holds."""
    said = day(pick.randrange(DAYS))
    found: Row = {"said": said} if pick.random() < 0.8 else {"said": {"not_before": said}}
    if pick.random() < 0.3:
        found["holds"] = pick.choice(({"until": said}, {"until": "2012"}, {"until": "2012-03"}, {"since": "2012-03"}))
    if pick.random() < 0.2:
        found["certainty"] = pick.choice(("possible", "certain"))
    return found


def _voices(pick: random.Random, speakers: list[str]) -> Row:
    """Return for whom and through whom something was said, and whether members are named."""
    found: Row = {}
    bodies = [body for body in pick.sample(BODIES, pick.choice((1, 2))) if body not in speakers]
    if bodies and pick.random() < 0.45:
        found["for"] = bodies if pick.random() < 0.5 else {pick.choice(speakers): bodies}
    if pick.random() < 0.3:
        found["reported_by"] = [pick.choice(("wire", "watch", "ann", "dan"))]
    if set(speakers) & set(MEMBERS) and pick.random() < 0.5:
        found["members_named"] = True
    return found


def write_world(folder: Path, rows: list[Row]) -> Path:
    """Write a repository with these rows in two sources, and return its seeds; each row knows its own as `source`."""
    made = DataRepository(folder)
    made.reference = _reference()
    made.write_reference()
    for number, slug in enumerate(("first", "second")):
        mine = rows[: len(rows) // 2] if number == 0 else rows[len(rows) // 2 :]
        named = "By " + ", ".join((*STATES.values(), *PERSONS, *ORGANISATIONS, *MEMBERS))
        article = "".join(f"{named}: {row['quote']}.\n" for row in mine)
        for row in mine:
            row["source"] = slug
            _name_in_full(row, rows)
        written = [{key: value for key, value in row.items() if key != "source"} for row in mine]
        made.write(slug, *written, article=article, published=PUBLISHED)
    return made.seeds


def _name_in_full(row: Row, rows: list[Row]) -> None:
    other = next((each for each in rows if each["id"] == row.get("retracts")), None)
    if other:
        row["retracts"] = f"{other['source']}.{other['id']}"


def _reference() -> dict[str, dict[str, Any]]:
    about = {
        name: {
            "sentence": f"It is {name.replace('-', ' ')}.",
            "issues": [*issues],
            "concerns": [*CONCERNS.get(name, ())],
        }
        for name, issues in ISSUES.items()
    }
    for name, wider in WIDER.items():
        about[name]["narrower_than"] = [*wider]
    about["war"]["incompatible_with"], about["none-killed"]["incompatible_with"] = ["truce"], ["killed"]
    return {
        "states": {slug: {"label": label} for slug, label in STATES.items()},
        "organisations": {slug: {"label": slug, "type": kind} for slug, kind in ORGANISATIONS.items()},
        "officials": {slug: {"label": slug, "posts": posts} for slug, posts in POSTS.items()},
        "persons": {"dan": {"label": "dan"}, UNNAMED: {"label": UNNAMED, "unnamed": True}},
        "groups": {
            slug: {"label": slug, "members": [*members], "description": slug} for slug, members in MEMBERS.items()
        },
        "propositions": {slug: {key: value for key, value in entry.items() if value} for slug, entry in about.items()},
        "places": {},
    }
