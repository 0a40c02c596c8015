"""Turns the rows of a sheet into the values of `kg.sources.model`, filling in what the sheet leaves to be implied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.forms.row import names
from kg.forms.types import Bounds
from kg.sources.model import Ballot, Event, Period, Quote, Relation, Review, Source, Statement, Toll, Withdrawal

if TYPE_CHECKING:
    from datetime import date

    from kg.forms.row import Row
    from kg.reference.lookup import Reference

__all__ = ["event_of", "relation_of", "source_of", "statement_of"]


def source_of(row: Row, slug: str) -> Source:
    """Return the source that a good row describes."""
    return Source(
        slug=slug,
        title=row.text("title"),
        publisher=row.text("publisher"),
        published=row.text("published"),
        text=row.text("text"),
        sha256=row.text("sha256"),
        url=row.maybe("url"),
        licence=row.maybe("licence"),
        language=row.maybe("language") or "en",
        contributors=row.names("contributors"),
        coder=row.maybe("coder"),
    )


def statement_of(row: Row, reference: Reference, published: date | None) -> Statement:
    """Return the statement of a good row; what the act implies and the day of publication fill in for it."""
    act = reference.vocabulary.acts[row.text("act")]
    return Statement(
        id=row.text("id"),
        kind=row.maybe("kind") or act.kind,
        quote=_quote(row),
        holders=row.names("speaker"),
        act=act.slug,
        polarity=row.maybe("polarity") or act.polarity,
        proposition=row.text("proposition"),
        mode=row.text("mode"),
        on_behalf_of=_represented(row),
        addressees=row.names("addressee"),
        condition=row.maybe("condition"),
        said=row.bounds("said") or Bounds(None, published),
        holds=_period(row.row("holds")),
        reported_by=row.names("reported_by"),
        event=row.maybe("event"),
        tolls=tuple(_toll(toll) for toll in row.rows("tolls")),
        certainty=row.maybe("certainty"),
        confidence=row.maybe("confidence"),
        status=row.maybe("status") or "accepted",
        review=_review(row),
        revises=row.maybe("revises"),
        withdrawn=_withdrawal(row),
    )


def _represented(row: Row) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return whom each speaker speaks for: the same for all, or as the mapping says."""
    if each := row.table("for"):
        return tuple((speaker, names(value)) for speaker, value in each.items())
    return tuple((speaker, row.names("for")) for speaker in row.names("speaker") if "for" in row.values)


def event_of(row: Row) -> Event:
    """Return the event of a good row."""
    return Event(
        id=row.text("id"),
        type=row.text("type"),
        label=row.text("label"),
        quote=_quote(row),
        mode=row.maybe("mode") or "narrator",
        when=row.bounds("when") or Bounds(),
        place=row.maybe("place"),
        participants=row.names("participants"),
        perpetrators=row.names("perpetrators"),
        victims=row.names("victims"),
        occurrence=row.maybe("occurrence") or "happened",
        body=row.maybe("body"),
        motion=row.maybe("motion"),
        ballots=tuple(Ballot(voter, str(choice)) for voter, choice in row.table("ballots").items()),
        issues=row.names("issues"),
        reported_by=row.names("reported_by"),
        confidence=row.maybe("confidence"),
        status=row.maybe("status") or "accepted",
        review=_review(row),
    )


def relation_of(row: Row) -> Relation:
    """Return the relation of a good row."""
    return Relation(
        id=row.text("id"),
        type=row.text("type"),
        between=row.names("between"),
        quote=_quote(row),
        mode=row.maybe("mode") or "narrator",
        holds=_period(row) if row.maybe("since") or row.maybe("until") else None,
        reported_by=row.names("reported_by"),
        confidence=row.maybe("confidence"),
        status=row.maybe("status") or "accepted",
        review=_review(row),
    )


def _quote(row: Row) -> Quote:
    return Quote(row.text("quote"), row.maybe("prefix"))


def _period(row: Row | None) -> Period | None:
    return Period(row.maybe("since"), row.maybe("until")) if row else None


def _toll(row: Row) -> Toll:
    return Toll(
        deaths=int(row.text("deaths")),
        qualifier=row.maybe("qualifier") or "exactly",
        victims=row.maybe("victims"),
        perpetrator=row.maybe("perpetrator"),
        place=row.maybe("place"),
        during=row.bounds("during") or Bounds(),
    )


def _review(row: Row) -> Review | None:
    review = row.row("reviewed")
    return Review(review.text("by"), review.text("on")) if review else None


def _withdrawal(row: Row) -> Withdrawal | None:
    withdrawn = row.row("withdrawn")
    return Withdrawal(withdrawn.text("on"), withdrawn.text("reason")) if withdrawn else None
