"""Formats a proof: as text for a terminal or a pipe, as Markdown, or as JSON for programs."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg.proof.parts import Derived, Proof, ProofStep

if TYPE_CHECKING:
    from kg.proof.passage import Passage

__all__ = ["FORMATS", "as_json", "as_markdown", "as_text", "bold"]

FORMATS = ("text", "json", "md")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[22m"
_INDENT, _WIDTH = 14, 100
#: Placeholders for the marks while a paragraph is wrapped: one character wide, and not used in any text.
_OPEN, _CLOSE = "\ue000", "\ue001"


def as_text(shown: Proof | Derived, *, marks: tuple[str, str] | None = None, width: int = _WIDTH) -> str:
    """Return a proof as lines of text, with the quotation between `marks` (by default `[[` and `]]`).

    Control characters in the data are replaced, so that none of them reaches a terminal.
    """
    opening, closing = marks or ("[[", "]]")
    text = _derived_text(shown, width) if isinstance(shown, Derived) else _proof_text(shown, width)
    # Done before the marks are inserted, because these may be escape sequences.
    safe = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", text)
    return safe.replace(_OPEN, opening).replace(_CLOSE, closing)


def bold() -> tuple[str, str]:
    """Return the marks that make a terminal print in bold."""
    return _BOLD, _PLAIN


def _derived_text(found: Derived, width: int) -> str:
    rows = [_row(heading, value, width) for heading, value in found.facts]
    lines = [found.name, *textwrap.wrap(found.sentence, width), *([""] if rows else []), *rows, "", "follows by"]
    lines += [line for step in found.steps for line in textwrap.wrap(f"- {_step(step)}", width, subsequent_indent="  ")]
    lines += ["", f"from {len(found.proofs)}:", ""] if found.proofs else [""]
    return "\n".join([*lines, *(textwrap.indent(_proof_text(proof, width - 2), "  ") for proof in found.proofs)])


def _step(step: ProofStep) -> str:
    """Return one step in words: what follows, the position of the entry, and the rule."""
    where = f" ({step.at})" if step.at else ""
    return f"{step.text}{where} [{step.rule}]" if step.rule else f"{step.text}{where}"


def _proof_text(proof: Proof, width: int) -> str:
    rows = [*proof.facts, *_places(proof.passage), *proof.corrections]
    lines = [proof.name, *textwrap.wrap(f"{proof.sentence} ({proof.kind})", width), ""]
    lines += [_row(heading, value, width) for heading, value in rows]
    lines += ["", "chain"] + [f"  {'  ' * step}{'-> ' if step else ''}{words}" for step, words in _chain_words(proof)]
    lines += ["", *(_table_rows(proof, width) if proof.rows else _paragraph(proof.passage, width))]
    for other in proof.others:
        lines += ["", _row(other.relation, f"{other.name}: {other.label}: “{other.quote}”", width)]
    return "\n".join(lines) + "\n"


def _row(heading: str, value: str, width: int) -> str:
    first = f"{heading:<{_INDENT - 1}} "  # at least one space after a long heading
    wrap = textwrap.TextWrapper(width, first, " " * _INDENT, break_long_words=False, break_on_hyphens=False)
    return wrap.fill(value)


def _places(passage: Passage) -> list[tuple[str, str]]:
    rows = [("written in", passage.text_at), ("coded in", passage.sheet_at)]
    rows += [("note", problem) for problem in passage.problems]
    return [(heading, value) for heading, value in rows if value]


def _chain_words(proof: Proof) -> list[tuple[int, str]]:
    """Return the chain from the source inwards, one voice per line, with its step, role, name and posts at the time."""
    return [
        (link.step, f"{link.role}: {link.label}{''.join(f', {post}' for post in link.posts)} ({link.name})")
        for link in proof.chain
    ]


def _paragraph(passage: Passage, width: int) -> list[str]:
    marked = f"{passage.before}{_OPEN}{passage.exact}{_CLOSE}{passage.after}"
    return [line for part in marked.splitlines() for line in textwrap.wrap(part, width - 4, initial_indent="    ",
            subsequent_indent="    ", break_on_hyphens=False) or [""]]  # fmt: skip  # one call, kept on two lines


def _table_rows(proof: Proof, width: int) -> list[str]:
    """Return the lines for table rows: the address of each, and its cells with their headings."""
    lines = []
    for row in proof.rows:
        lines += [_row("row", row.address, width), *([_row("written in", row.at, width)] if row.at else [])]
        lines += [_row("note", problem, width) for problem in row.problems]
        lines += [f"    {head}: {_OPEN}{cell}{_CLOSE}" for head, cell in zip(row.heads, row.cells, strict=False)]
    return lines


def _markdown_rows(proof: Proof) -> str:
    """Return each table row as a Markdown table with a single row."""
    parts = []
    for row in proof.rows:
        heads, cells = (" | ".join(map(_md, values)) for values in (row.heads, row.cells))
        rule = " | ".join("---" for _ in row.heads)
        notes = "".join(f"{_md(problem)}\n\n" for problem in row.problems)
        table = f"| {heads} |\n| {rule} |\n| {cells} |\n" if heads else ""
        parts.append(f"{_md(row.at or row.address)}\n\n{notes}{table}")
    return "\n".join(parts)


def as_markdown(shown: Proof | Derived) -> str:
    """Return a proof as Markdown: the paragraph as a quotation, the facts as a list, the chain as a nested list."""
    if isinstance(shown, Derived):
        return _derived_markdown(shown)
    rows = [*shown.facts, *_places(shown.passage), *shown.corrections]
    rows += [(other.relation, f"{other.name}: {other.label}: “{other.quote}”") for other in shown.others]
    facts = "\n".join(f"- {heading}: {_md(value)}" for heading, value in rows)
    chain = "\n".join(f"{'  ' * step}- {_md(words)}" for step, words in _chain_words(shown))
    quoted = f"{_md(shown.passage.before)}**{_md(shown.passage.exact)}**{_md(shown.passage.after)}"
    quotation = _markdown_rows(shown) if shown.rows else textwrap.indent(quoted, "> ", lambda _line: True)
    return f"## {_md(shown.sentence)}\n\n`{shown.name}`\n\n{quotation}\n\n{facts}\n\nChain:\n\n{chain}\n"


def _derived_markdown(found: Derived) -> str:
    facts = [f"- {heading}: {_md(value)}" for heading, value in found.facts]
    steps = [f"- {_md(_step(step))}" for step in found.steps]
    lines = [f"# {_md(found.sentence)}", "", f"`{found.name}`", "", *facts, "", "Follows by:", "", *steps]
    return "\n\n".join(["\n".join(lines), *(as_markdown(proof) for proof in found.proofs)])


def _md(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)


def as_json(shown: Proof | Derived) -> str:
    """Return a proof as one JSON object; its facts become an object of lists, since a heading can occur twice."""
    if isinstance(shown, Derived):
        plain = {**asdict(shown), "proofs": [_plain(proof) for proof in shown.proofs]}
    else:
        plain = _plain(shown)
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _plain(proof: Proof) -> dict[str, object]:
    # Every heading gets a list, even with a single value, so that programs need not distinguish the two cases.
    gathered: dict[str, list[str]] = {}
    for heading, value in proof.facts:
        gathered.setdefault(heading, []).append(value)
    corrections = [{"relation": relation, "value": value} for relation, value in proof.corrections]
    return {**asdict(proof), "facts": gathered, "corrections": corrections}
