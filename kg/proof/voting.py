"""Proves a record of votes: which ballots it counts, in the order of their days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES, shorten, slug_of
from kg.proof.parts import Derived, ProofStep
from kg.vocabulary import COUNTED_CHOICES

if TYPE_CHECKING:
    from kg.proof.node_facts import NodeReader

__all__ = ["ballots_of_record", "prove_record"]

_DCTERMS, _PROV, _RDFS = (VOCABULARIES[name] for name in ("dcterms", "prov", "rdfs"))
#: The choices of the ballots that a record counts, by its own.
_CHOICES = {choices[0]: choices for choices in COUNTED_CHOICES.values()}
#: How many ballots are proved with their rows: a record can have a thousand, and each takes a search in a table.
_PROVED = 3
#: How votes say what they are on, by the property of the record.
_ON = {"issue": DP + "issue", "towards": DP + "motion", "matter": _RDFS + "label"}


def ballots_of_record(facts: NodeReader, record: str) -> list[str]:
    """Return the first ballots that a record counts and the last one: as many as a proof shows with their rows.

    A ballot that has no row of its own, as in a sheet, is proved by that of its vote.
    """
    found = list(
        dict.fromkeys(ballot if facts.is_written(ballot) else vote for _, vote, ballot in _counted(facts, record))
    )
    return found if len(found) <= _PROVED else [*found[: _PROVED - 1], found[-1]]


def prove_record(facts: NodeReader, record: str) -> Derived:
    """Return what a record says, and each ballot that it counts with its day and its vote."""
    actor, choice = facts.one(record, DP + "actor") or "", facts.one(record, DP + "choice") or ""
    name, about = _about(facts, record)
    on = f"“{about}”" if name == "matter" else facts.label(about)
    found = Derived(record, shorten(record), f"{facts.label(actor)}, {slug_of(choice)}: {on}")
    counted = _counted(facts, record)
    said = [(_said(facts, vote, day), day, vote, ballot) for day, vote, ballot in counted]
    days = {day: words for words, day, _, _ in sorted(said, reverse=True)}  # a day of its own comes before a bound
    told = [(word, facts.one(record, DP + key) or "") for word, key in _FACTS]
    found.facts = [(word, days.get(value, value)) for word, value in told]
    found.steps = [
        ProofStep(f"{words}: {facts.label(vote)} ({shorten(ballot)})", "") for words, _, vote, ballot in said
    ]
    found.steps.append(ProofStep(f"so the number of votes is {len(counted):,}", ""))
    return found


_FACTS = (("votes", "votes"), ("first voted", "firstVoted"), ("last voted", "lastVoted"))


def _about(facts: NodeReader, record: str) -> tuple[str, str]:
    """Return what a record is on: the property that says so, and its value."""
    pairs = ((name, facts.one(record, DP + name)) for name in _ON)
    return next((name, value) for name, value in pairs if value is not None)


def _counted(facts: NodeReader, record: str) -> list[tuple[str, str, str]]:
    """Return the day, the vote and the ballot of each vote that a record counts, in order.

    They are found again from the ballots themselves, so a count that was changed in the store does not agree.
    """
    actor, choice = facts.one(record, DP + "actor") or "", slug_of(facts.one(record, DP + "choice") or "")
    name, about = _about(facts, record)
    found = []
    for ballot in facts.subjects(DP + "voter", actor):
        if slug_of(facts.one(ballot, DP + "choice") or "") in _CHOICES.get(choice, ()):
            vote = next(iter(facts.subjects(DP + "ballot", ballot)), "")
            if about in _matters(facts, vote, name) and _took_place(facts, vote):
                found.append((_day(facts, vote), vote, ballot))
    return sorted(found)


def _matters(facts: NodeReader, vote: str, name: str) -> list[str]:
    """Return what a vote is on, by the property of a record; its issues are also those of its motion."""
    motions = facts.values(vote, _ON["towards"]) if name == "issue" else []
    return [*facts.values(vote, _ON[name]), *(one for motion in motions for one in facts.values(motion, _ON[name]))]


def _said(facts: NodeReader, vote: str, day: str) -> str:
    """Return the day of a vote in words: often it is only that of the publication, by which it had been."""
    return day if facts.values(vote, DP + "happenedNotBefore") == [day] else f"not after {day}"


def _took_place(facts: NodeReader, vote: str) -> bool:
    happened = slug_of(facts.one(vote, DP + "occurrence") or "") == "happened"
    return happened and not facts.values(vote, _PROV + "invalidatedAtTime")


def _day(facts: NodeReader, vote: str) -> str:
    source = facts.one(vote, _DCTERMS + "isPartOf") or ""
    return (facts.one(vote, DP + "happenedNotAfter") or facts.one(source, _DCTERMS + "issued") or "")[:10]
