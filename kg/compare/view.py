"""A difference between two versions as text, Markdown, JSON, or an RDF patch."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from kg.namespaces import kind_of, shorten, slug_of
from kg.rdf.labels import enumeration

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.compare.statements import Changed, Difference, Record

__all__ = ["FORMATS", "show"]

#: Fields that the sentence already shows, or the evidence after it.
_TOLD = ("holder", "polarity", "proposition", "quote", "kind", "source", "label", "start", "end", "id")


def show(difference: Difference, form: str) -> str:
    """Return the difference in one of FORMATS; if nothing differs, it is empty except for JSON and a patch."""
    return FORMATS[form](difference)


def _text(difference: Difference) -> str:
    lines = [f"+ {_sentence(difference, record)}" for record in difference.added]
    lines += [f"- {_sentence(difference, record)}" for record in difference.removed]
    lines += [f"~ {_change(difference, changed)}" for changed in difference.changed]
    lines += [f"* {_other(difference, other)}" for other in difference.others]
    return "".join(f"{line}\n" for line in lines)


def _markdown(difference: Difference) -> str:
    if not difference:
        return ""
    lines = [f"### What changes: {_count(difference)}", ""]
    for title, items in (
        ("Added", [_sentence(difference, record) for record in difference.added]),
        ("Removed", [_sentence(difference, record) for record in difference.removed]),
        ("Changed", [_change(difference, changed) for changed in difference.changed]),
        ("Reference data and sources", [_other(difference, other) for other in difference.others]),
    ):
        lines += [f"**{title}**", "", *(f"- {_escaped(item)}" for item in items), ""] if items else []
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<|#" else char for char in " ".join(text.split()))


def _count(difference: Difference) -> str:
    parts = (
        (len(difference.added), "added"),
        (len(difference.removed), "removed"),
        (len(difference.changed), "changed"),
    )
    told = ", ".join(f"{count} {word}" for count, word in parts if count)
    return f"{told} statements" if told else "no statement"


def _sentence(difference: Difference, record: Record) -> str:
    """Return a record on one line: who, which side, what, the words, and where."""
    return f"{_who(difference, record)} {_stance(record)}{_evidence(record)}".replace("  ", " ").strip()


def _who(difference: Difference, record: Record) -> str:
    return enumeration([difference.label(iri) for iri in record.fields.get("holder", ())])


def _stance(record: Record) -> str:
    if not record.first("proposition"):
        return record.first("label") or slug_of(record.iri)
    return f"{slug_of(record.first('polarity') or '')} {_what(record)} ({slug_of(record.first('act') or '')})"


def _what(record: Record) -> str:
    return slug_of(record.first("proposition") or "")


def _evidence(record: Record) -> str:
    quote = " ".join((record.first("quote") or "").split())
    return f", evidence “{quote}”, {shorten(record.iri)}" if quote else f", {shorten(record.iri)}"


def _change(difference: Difference, changed: Changed) -> str:
    """Return a change on one line: `Qatar: supports -> opposes arming-the-rebels, since ..., evidence ...`."""
    who = _who(difference, changed.new) or difference.label(changed.new.iri)
    parts = [_sides(difference, changed)]
    parts += [_field(difference, changed, name) for name in changed.fields if name not in _TOLD or name == "holder"]
    if "quote" in changed.fields:
        parts.append(f"quote “{changed.old.first('quote') or ''}” -> “{changed.new.first('quote') or ''}”")
    elif {"start", "end"} & set(changed.fields):
        parts.append("its place in the text")
    if "id" in changed.fields:
        parts.append(f"id {slug_of(changed.old.iri)} -> {slug_of(changed.new.iri)}")
    return f"{who}: {', '.join(part for part in parts if part)}{_evidence(changed.new)}"


def _sides(difference: Difference, changed: Changed) -> str:
    """Return the stance, with its earlier value if that differs."""
    if not changed.new.first("proposition"):
        return _field(difference, changed, "label") if "label" in changed.fields else ""
    polarity, proposition = (_arrow(changed, name) for name in ("polarity", "proposition"))
    return f"{polarity} {proposition}"


def _arrow(changed: Changed, name: str) -> str:
    old, new = (slug_of(record.first(name) or "nothing") for record in (changed.old, changed.new))
    return new if old == new else f"{old} -> {new}"


def _field(difference: Difference, changed: Changed, name: str) -> str:
    old, new = (_listed(difference, record.fields.get(name, ())) for record in (changed.old, changed.new))
    if name == "holdsDuring":
        return "no longer dated" if new == "nothing" else new
    return f"{name} {old} -> {new}"


def _listed(difference: Difference, values: tuple[str, ...]) -> str:
    return ", ".join(_shown(difference, value) for value in values) or "nothing"


def _shown(difference: Difference, value: str) -> str:
    kind, slug = kind_of(value), slug_of(value)
    if kind == "actor":
        return difference.label(value)
    if kind == "interval":
        since, until = slug.partition(".")[::2]
        return f"since {since or '?'}" + (f" until {until}" if until not in ("", "open") else "")
    return f"“{value}”" if " " in value else slug  # words, or one name, number or day


def _other(difference: Difference, other: Changed) -> str:
    """Return a thing that is no statement on one line: `proposition:truce changed: label “...” -> “...”`."""
    fate, name = _fate(other), shorten(other.new.iri)
    if fate != "changed":
        label = difference.label(other.new.iri)
        return f"{name} {fate}" + (f": {label}" if label != slug_of(other.new.iri) else "")
    told = ", ".join(_field(difference, other, name) for name in other.fields)
    return f"{name} changed" + (f": {told}" if told else "")


def _fate(other: Changed) -> str:
    return "added" if not other.old.fields else "changed" if other.new.fields else "removed"


def _json(difference: Difference) -> str:
    document = {
        "old": difference.old.name,
        "new": difference.new.name,
        "added": [_plain(record) for record in difference.added],
        "removed": [_plain(record) for record in difference.removed],
        "changed": [
            {
                "old": _plain(changed.old),
                "new": _plain(changed.new),
                "fields": list(changed.fields),
            }
            for changed in difference.changed
        ],
        "others": [_plain_other(other) for other in difference.others],
        "triples": {"added": len(difference.added_quads), "removed": len(difference.removed_quads)},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _plain(record: Record) -> dict[str, object]:
    return {"iri": record.iri, **{name: list(values) for name, values in sorted(record.fields.items())}}


def _plain_other(other: Changed) -> dict[str, object]:
    values = {
        name: {"old": other.old.fields.get(name, ()), "new": other.new.fields.get(name, ())} for name in other.fields
    }
    return {"iri": other.new.iri, "fate": _fate(other), "fields": values}


def _patch(difference: Difference) -> str:
    """Return an RDF patch (https://afs.github.io/rdf-patch/) that turns the old version into the new one."""
    rows = [f"D {quad} ." for quad in difference.removed_quads] + [f"A {quad} ." for quad in difference.added_quads]
    name = uuid.uuid5(uuid.NAMESPACE_OID, "\n".join(rows))
    return "".join(f"{line}\n" for line in (f"H id <urn:uuid:{name}> .", "TX .", *rows, "TC ."))


#: Every format, by name.
FORMATS: dict[str, Callable[[Difference], str]] = {"text": _text, "md": _markdown, "json": _json, "patch": _patch}
