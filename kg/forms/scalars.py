"""Reads single values (text, names, terms, dates and numbers) and reports what is wrong with them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.forms.types import NARRATOR
from kg.suggestions import suggest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.forms.types import Choice, Count, Day, Flag, Licence, Moment, Name, PartDay, Score, Term, Text, ValueReader
    from kg.forms.yaml_nodes import YamlNode

__all__ = [
    "DAY_PATTERN", "LICENCES", "LICENCE_PATTERN", "MOMENT_PATTERN", "PART_DAY_PATTERN", "RESERVED", "WANTED_LICENCE",
    "choice", "count", "day", "flag", "known_licence", "licence", "moment", "name", "part_day", "score", "term", "text",
]  # fmt: skip

DAY_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PART_DAY_PATTERN = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_FARTHEST = timedelta(hours=14)  # of a time zone from UTC, in XML Schema
MOMENT_PATTERN = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


#: What a sheet says of a text that nobody may pass on.
RESERVED = "all-rights-reserved"
#: Licences that articles are often under.
LICENCES = ("CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0", RESERVED)
WANTED_LICENCE = f"an SPDX id such as CC-BY-4.0, a web address, or {RESERVED}"
LICENCE_PATTERN = re.compile(r"https?://[^\s<>\"{}|\\^`]+|[A-Za-z0-9][A-Za-z0-9.+-]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def text(reader: ValueReader, node: YamlNode, kind: Text) -> str | None:
    """Return text that matches its pattern (blank only if allowed), or report a finding and return None."""
    if kind.blank and node.kind == "text" and not node.text.strip():
        return ""
    value = reader.words(node, kind.hint)
    if value is None:
        return None
    if odd := _CONTROL.search(value):
        reader.report(node, "bad-value", f"the text contains the control character U+{ord(odd[0]):04X}: remove it")
        return None
    if kind.pattern and not re.fullmatch(kind.pattern, value):
        reader.report(node, "bad-value", f"`{_cut(value)}` is not {kind.hint}")
        return None
    return value


def name(reader: ValueReader, node: YamlNode, kind: Name) -> str | None:
    """Return the slug that a name resolves to, or report a finding and return None."""
    # Without reference data (a baseline, a header), any well-formed name will do.
    value = reader.words(node, "a name")
    if value is None or (kind.narrator and value == NARRATOR) or reader.known is None:
        return value
    slug = reader.known.resolve(value, kind)
    if slug is None:
        reader.report(node, "unknown-name", reader.known.explain(value, kind))
    return slug


def term(reader: ValueReader, node: YamlNode, kind: Term) -> str | None:
    """Return a term from one of the ontology's lists, or report a finding and return None."""
    return _one_of(reader, node, list(reader.vocabulary.lists.get(kind.list, ())), kind.list.replace("-", " "))


def choice(reader: ValueReader, node: YamlNode, kind: Choice) -> str | None:
    """Return one of the allowed words, or report a finding and return None."""
    return _one_of(reader, node, list(kind.options), "value")


def _one_of(reader: ValueReader, node: YamlNode, known: list[str], what: str) -> str | None:
    value = reader.words(node, f"one of the known values ({what})")
    if value is not None and value not in known:
        reader.report(node, "unknown-term", f"unknown {what} `{_cut(value)}`: {suggest(value, known)}")
        return None
    return value


def day(reader: ValueReader, node: YamlNode, _kind: Day) -> str | None:
    """Return a valid day, or report a finding and return None."""
    return _dated(reader, node, DAY_PATTERN, "a day as YYYY-MM-DD", date.fromisoformat)


def part_day(reader: ValueReader, node: YamlNode, _kind: PartDay) -> str | None:
    """Return a valid year, month or day, or report a finding and return None."""
    # `since: 2012` is a number in YAML, and the one date that nobody would put in quotes.
    if node.kind == "integer" and re.fullmatch("[0-9]{4}", node.text):
        return _existing(reader, node, node.text, lambda text: date.fromisoformat(f"{text}-01-01"))
    wanted = "a day, month or year as YYYY-MM-DD, YYYY-MM or YYYY"
    return _dated(reader, node, PART_DAY_PATTERN, wanted, lambda text: date.fromisoformat(f"{text}-01-01"[:10]))


def moment(reader: ValueReader, node: YamlNode, _kind: Moment) -> str | None:
    """Return a valid day, with or without a time, or report a finding and return None."""
    wanted = "a day as YYYY-MM-DD, or with a time as YYYY-MM-DDThh:mm:ss-04:00"
    return _dated(reader, node, MOMENT_PATTERN, wanted, _check_moment)


def _check_moment(text: str) -> None:
    offset = datetime.fromisoformat(text).utcoffset()
    if offset and abs(offset) > _FARTHEST:
        raise ValueError("a time zone is at most 14:00 from UTC")


def _dated(
    reader: ValueReader, node: YamlNode, pattern: re.Pattern[str], wanted: str, check: Callable[[str], object]
) -> str | None:
    value = reader.words(node, wanted)
    if value is not None and not pattern.fullmatch(value):
        reader.report(node, "bad-date", f"`{_cut(value)}` is not {wanted}")
        return None
    return None if value is None else _existing(reader, node, value, check)


def _existing(reader: ValueReader, node: YamlNode, value: str, check: Callable[[str], object]) -> str | None:
    try:
        check(value)
    except ValueError as error:
        reader.report(node, "bad-date", f"there is no such date as {value}: {error}")
        return None
    return value


def count(reader: ValueReader, node: YamlNode, _kind: Count) -> int | None:
    """Return a whole number from 0, or report a finding and return None."""
    # As it is written: 0x1F and 1e3 are numbers in YAML, and no count that a reader of the sheet would see as one.
    if node.kind != "integer" or not re.fullmatch("[0-9]{1,9}", node.text):
        if node.kind == "integer":
            reader.report(node, "bad-value", f"{_cut(node.text)} is not a count: write a whole number from 0")
        else:
            reader.expected(node, "a whole number from 0")
        return None
    return int(node.text)


def licence(reader: ValueReader, node: YamlNode, _kind: Licence) -> str | None:
    """Return a licence (an SPDX id as listed, a web address or `all-rights-reserved`), or report a finding and None."""
    value = reader.words(node, WANTED_LICENCE)
    if value is None:
        return None
    known = known_licence(value)
    if known is None:
        reader.report(node, "bad-value", f"`{_cut(value)}` is not {WANTED_LICENCE}: {suggest(value, LICENCES)}")
    return known


def known_licence(value: str) -> str | None:
    """Return a licence in the form that a sheet accepts, with an SPDX id as listed; None if it is not a licence."""
    if not re.fullmatch(LICENCE_PATTERN, value):
        return None
    if value == RESERVED or "://" in value:
        return value
    # Imported only here: it holds the whole SPDX list, and most runs read no licence.
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        return str(canonicalize_license_expression(value))
    except InvalidLicenseExpression:
        return None


def flag(reader: ValueReader, node: YamlNode, _kind: Flag) -> str | None:
    """Return `true` or `false`, or report a finding and return None."""
    if node.kind != "boolean" or node.text.lower() not in ("true", "false"):
        reader.report(
            node, "wrong-type", f"`{_cut(node.text)}` is neither true nor false: write one of them, without quotes"
        )
        return None
    return node.text.lower()


def score(reader: ValueReader, node: YamlNode, _kind: Score) -> str | None:
    """Return a number from 0 to 1 in its shortest form, or report a finding and return None."""
    if node.kind not in ("integer", "number"):
        reader.expected(node, "a number from 0 to 1")
        return None
    if not re.fullmatch(r"\+?([01]|[01]?\.[0-9]{1,18}|[01]\.)", node.text) or not 0 <= Decimal(node.text) <= 1:
        reader.report(node, "bad-value", f"{_cut(node.text)} is not a number from 0 to 1, such as 0.85")
        return None
    # `f`, since a normalised Decimal writes 0.0000001 as 1E-7, which is no xsd:decimal.
    return f"{Decimal(node.text).normalize():f}"


def _cut(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
