"""Divides an article into its parts: headline, dateline, body, captions, credits, links to other articles, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from kg.extract.article.bylines import byline_end, credits_in, is_byline
from kg.extract.article.datelines import MONTH, STAMP, dateline_end
from kg.extract.article.firstperson import speaks_of_itself
from kg.extract.grammar.dates import MONTHS

__all__ = ["Block", "find_blocks", "find_date", "title_of", "without_bylines"]

_DAYS = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_AGENCIES = "AP|Reuters|AFP|EPA|Getty(?: Images)?|Associated Press|UPI|TASS|Xinhua|VOA|dpa|ANSA|file|Wikimedia"
_CREDIT = re.compile(
    rf"(?:(?:Photo|Image|Picture|Video|Credit|File)s?\b[^.]{{0,80}}|[^.\n]{{2,60}} ?[/|] ?(?:the )?(?:{_AGENCIES})[^\n.]{{0,40}}|(?:{_AGENCIES}))\s*",  # noqa: E501  # one pattern
    re.IGNORECASE,
)
#: A caption with its credit on the same line, if it quotes nobody: "They announce the plan. Image: Ole Berg."
_CREDITED = re.compile(
    r"[^\n\"“]{0,400}[^\n\"“:]\s(?:Image|Photo|Picture)(?: credit| by)?: [^\n.]{2,60}(?:\.[^\n.]{0,20})?\.?"
)
_STAMP = re.compile(STAMP)
#: The place in a line with a day: "Accra, 14 August 2023".
_PLACE = r"[A-ZÀ-Þ][\w.’'-]+(?:[ /][A-ZÀ-Þ][\w.’'-]+){0,2}(?<!Statement)(?<!Briefing)(?<!Remarks)"
_DATE_LINE = re.compile(
    rf"\s*(?:(?-i:{_PLACE}), )?(?:{_DAYS},?\s+)?(?:(?:{MONTH})\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+(?:{MONTH})\s+\d{{4}}|\d{{4}}-\d\d-\d\d)[^.\n]{{0,30}}\s*",  # noqa: E501  # one pattern
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?:(?P<m>{MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})|(?P<d2>\d{{1,2}})\s+(?P<m2>{MONTH}),?\s+(?P<y2>\d{{4}})|(?P<iso>\d{{4}}-\d\d-\d\d))\b"  # one pattern  # noqa: E501  # one pattern
)
_ENDING = re.compile(rf", {_DATE.pattern}\s*$")
_NOTE = re.compile(
    r"(?:.{0,80}contributed to this (?:report|story|article)|.{0,20}reporting by .{0,120}|editing by .{0,80}|copyright\b.{0,80}|©.{0,80}|all rights reserved.{0,40}"  # noqa: E501  # one pattern
    r"|.{0,10}\b(?:writing|additional reporting|compiled|edited|translated) by .{0,120}|\(?reporting by .{0,160}\)?"
    r"|our standards: .{0,80}|this (?:article|story|report) (?:was|has been|is) .{0,120}|(?:please )?(?:sign up|subscribe)\b.{0,120}"  # noqa: E501  # one pattern
    r"|(?:please )?(?:click|tap) here\b.{0,80}|.{0,60}\bfollow (?:us|.{0,30}) on (?:twitter|facebook|x|telegram|instagram)\b.{0,60}"  # noqa: E501  # one pattern
    r"|media playback is .{0,60}|have an opinion on this .{0,60}|the views expressed .{0,160}|.{0,30}newsletter.{0,80})\.?\s*",  # noqa: E501  # one pattern
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:Discuss as|Read more|Related|See also|More|Share this|Advertisement|Watch|Sources?|External links?|Follow .{0,40}|Tags?|Also read|Most (?:read|viewed|popular)|Top stories"  # noqa: E501  # one pattern
    r"|Recommended|Comments?|Share|Print|Email|Image caption|Getty Images|Topics|Listen|Image source.{0,40}|Sister links)\s*:?.{0,3}",  # noqa: E501  # one pattern
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of lines; its `kind` is headline, body, caption, credit, picture, related, teaser, note, date or lead-in.

    `start` and `end` exclude surrounding white space. `body` is where the text itself begins, after any dateline, and
    `written` where the byline before both ends, if there is one.
    """

    kind: str
    start: int
    end: int
    body: int
    written: int


def find_blocks(text: str) -> list[Block]:
    """Return the parts of a text in order; empty if the text is only white space."""
    stretches = [
        (match.start() + len(match[0]) - len(match[0].lstrip()), match.start() + len(match[0].rstrip()))
        for match in re.finditer(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*" if "\n\n" in text else r"[^\n]+", text)
        if match[0].strip()
    ]
    blocks: list[Block] = []
    for start, end in stretches:
        blocks.append(_block(text, start, end, blocks))
    return _without_teasers(blocks)


def _without_teasers(blocks: list[Block]) -> list[Block]:
    """Mark the headlines after the last paragraph as teasers if there are several, or if a lead-in precedes them."""
    last = max((i for i, block in enumerate(blocks) if block.kind == "body"), default=-1)
    tail = [block for block in blocks[last + 1 :] if block.kind == "related"]
    led = any(block.kind == "lead-in" for block in blocks[last + 1 :]) or len(tail) > 1
    return [replace(block, kind="teaser") if led and block in tail else block for block in blocks]


def _block(text: str, start: int, end: int, before: list[Block]) -> Block:
    content = text[start:end]
    kind = _plain_kind(content)
    seen = {block.kind for block in before}
    if kind is None and is_byline(content, between="headline" in seen and "body" not in seen):
        return Block("note", start, end, start, end)
    body = written = start
    if kind is None:
        words, closed = len(content.split()), content.rstrip("\"”'’) ")[-1:] in (".", "!", "?", "…", ":")
        if (
            before
            and before[-1].kind == "credit"
            and "body" not in {block.kind for block in before[-1:]}
            and words < 60
        ):
            kind = "caption"
        elif "headline" not in seen and "body" not in seen and words <= 25 and not closed:
            kind = "headline"
        elif "body" in seen and words <= 16 and not closed and "\n" not in content:
            kind = "related"
        else:
            kind = "body"
    if kind in ("body", "caption"):
        written += byline_end(content, between="body" not in seen)
        content = text[written:end]
        stamp = _STAMP.match(content)
        opening = dateline_end(content) or (stamp.end() if stamp else 0)
        body = written + (opening if opening < len(content) else 0)
    return Block(kind, start, end, body, written)


def _plain_kind(content: str) -> str | None:
    if _CREDITED.fullmatch(content):
        return "picture"
    if len(content) > 200:
        return None
    for kind, pattern in (("credit", _CREDIT), ("date", _DATE_LINE), ("note", _NOTE), ("lead-in", _LEAD_IN)):
        if pattern.fullmatch(content):
            return kind
    return None


def without_bylines(text: str) -> str:
    """Return a text with spaces in place of its bylines and other credits; its length does not change.

    Of a speech or a letter, the author is who speaks.
    """
    found = [] if speaks_of_itself(text) else [(block.start, block.written) for block in find_blocks(text)]
    for start, end in (*found, *credits_in(text)):
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def title_of(text: str, blocks: list[Block]) -> str:
    """Return the headline, or else the first words of the text."""
    for block in blocks:
        if block.kind == "headline":
            return " ".join(text[block.start : block.end].split())
    words = text.split()
    return " ".join(words[:12]) + (" ..." if len(words) > 12 else "")


def find_date(text: str, blocks: list[Block]) -> date | None:
    """Return the date given at the top of the text, or None."""
    for block in blocks[:6]:
        if block.kind in ("date", "body", "headline", "lead-in"):
            content = text[block.start : block.end]
            place = content if block.kind == "date" else text[block.start : block.body]
            # A headline may end with its day: "Press briefing, 3 June 2012".
            found = _ENDING.search(content) if block.kind == "headline" else _DATE.search(place)
            if found is not None or (block.body > block.start and (found := _DATE.search(content))):
                return _day(found)
    return None


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        month = (found["m"] or found["m2"])[:3].lower()
        number = [name[:3] for name in MONTHS].index(month) + 1
        return date(int(found["y"] or found["y2"]), number, int(found["d"] or found["d2"]))
    except ValueError:
        return None
