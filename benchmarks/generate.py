"""Writes seeds of any size: sheets with their texts, over the reference data that the package ships.

The same arguments give the same bytes. Every sheet conforms, except for the mistakes that were asked for.

    python benchmarks/generate.py FOLDER [--sources 1000] [--statements 10] [--mistakes 0] [--seed 0]
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kg.paths import shipped
from kg.reference.shared import load_reference

if TYPE_CHECKING:
    from kg.reference.lookup import Reference

#: Act, words, and whether it takes an addressee.
_ACTS = (
    ("calls-for", "called for it that", False),
    ("urges", "urged everyone in the room to see that", True),
    ("demands", "demanded that", True),
    ("supports", "supported the view that", False),
    ("opposes", "opposed the view that", False),
    ("rejects", "rejected the proposal that", False),
    ("hopes", "hoped that", False),
    ("warns", "warned that", False),
    ("claims", "said that", False),
    ("denies", "denied that", False),
    ("criticises", "found fault with it that", False),
    ("promises", "promised that", False),
    ("makes-condition", "set a condition for it that", False),
)
_SPEAKERS = ("Official", "Person", "State", "Organisation")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that was put into a sheet on purpose: where, and the rule that finds it."""

    source: str
    statement: str
    rule: str


#: What can be made wrong in a row: the rule that finds it, the key of the line, and what the line becomes.
MISTAKES = (
    ("unknown-name", "proposition", "    proposition: no-such-proposition\n"),
    ("unknown-name", "speaker", "    speaker: nobody-by-that-name\n"),
    ("unknown-term", "act", "    act: mumbles\n"),
    ("missing-key", "mode", ""),
    ("quote-not-found", "quote", "    quote: these words are not in the text\n"),
    ("unknown-key", "act", "    deed: claims\n"),
)


class Names:
    """The names that sheets may use, by what they are needed for."""

    def __init__(self, reference: Reference) -> None:
        """Take them from reference data."""
        self.reference = reference
        self.publishers = reference.slugs(["NewsOrganisation"])
        self.speakers = reference.slugs(_SPEAKERS)
        self.states = reference.slugs(["State"])
        self.propositions = reference.slugs(["Proposition"])
        self.places = reference.slugs(["Place"])
        self.issues = sorted(reference.vocabulary.lists["issue"])


class _Writer:
    """One sheet and its text, made sentence by sentence."""

    def __init__(self, names: Names, number: int, seed: int) -> None:
        self.names, self.random = names, random.Random(f"{seed}/{number}")
        self.day = date(2012, 1, 1) + timedelta(days=number % 3000)
        self.slug = f"{self.day.isoformat()}-generated-{number:06d}"
        self.title = f"Diplomats speak of many things, report {number}"
        self.text = self.title + "\n\n"

    def statement(self, number: int) -> str:
        """Add a sentence to the text, and return the row that codes it."""
        names, pick = self.names, self.random.choice
        act, words, addressed = pick(_ACTS)
        speaker, proposition = pick(names.speakers), pick(names.propositions)
        sentence = names.reference.label(proposition, "proposition").rstrip(".")
        quote = f"In remark {number} {names.reference.label(speaker)} {words} {sentence[0].lower()}{sentence[1:]}"
        lines = {"id": f"remark-{number}", "quote": _quoted(quote), "speaker": speaker, "act": act}
        if addressed:
            lines["addressee"] = pick([state for state in names.states if state != speaker])
        lines["proposition"] = proposition
        if act == "makes-condition":
            lines["condition"] = pick([other for other in names.propositions if other != proposition])
        lines |= self._circumstances()
        self.text += f"“{quote}.”\n" if lines["mode"] == "direct" else f"{quote}.\n"
        return _row(lines)

    def _circumstances(self) -> dict[str, str]:
        """Return what a row says about the telling: when, how, by whom, how surely."""
        lines = {}
        if self.random.random() < 0.5:
            first = self.day - timedelta(days=self.random.randrange(4))
            lines["said"] = f"{{not_before: {first.isoformat()}, not_after: {self.day.isoformat()}}}"
        lines["mode"] = self.random.choice(("direct", "indirect"))
        if self.random.random() < 0.2:
            lines["reported_by"] = self.random.choice(self.names.publishers)
        if self.random.random() < 0.2:
            lines["certainty"] = self.random.choice(("certain", "probable", "possible"))
        if self.random.random() < 0.2:
            lines["confidence"] = f"0.{self.random.randrange(10, 99)}"
        return lines

    def event(self, number: int) -> str:
        """Add a sentence about a meeting to the text, and return its row."""
        pair = self.random.sample(self.names.states, 2)
        quote = f"Envoys of {' and '.join(map(self.names.reference.label, pair))} met for talk number {number}"
        self.text += quote + ".\n"
        lines = {"id": f"meeting-{number}", "type": "meeting", "label": _quoted(quote), "quote": _quoted(quote)}
        lines |= {"when": self.day.isoformat(), "place": self.random.choice(self.names.places)}
        lines |= {"participants": f"[{', '.join(pair)}]", "issues": f"[{self.random.choice(self.names.issues)}]"}
        return _row(lines)

    def sheet(self, statements: list[str], events: list[str]) -> str:
        """Return the sheet, once the text is complete."""
        source = {
            "title": _quoted(self.title),
            "publisher": self.random.choice(self.names.publishers),
            "published": self.day.isoformat(),
            "text": "article.txt",
            "sha256": hashlib.sha256(self.text.encode()).hexdigest(),
        }
        head = "source:\n" + "".join(f"  {key}: {value}\n" for key, value in source.items())
        sections = {"statements": statements, "events": events}
        return head + "".join(f"{name}:\n{''.join(rows)}" for name, rows in sections.items() if rows)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _row(lines: dict[str, str]) -> str:
    text = "".join(f"    {key}: {value}\n" for key, value in lines.items())
    return "  - " + text[4:]


def _spoilt(row: str, key: str, line: str) -> str:
    """Return a row in which the line of `key` is another one; never its first line, the id."""
    return "".join(line if part.startswith(f"    {key}: ") else part for part in row.splitlines(keepends=True))


def write_source(
    folder: Path, names: Names, number: int, statements: int, seed: int = 0, mistakes: int = 0
) -> list[Mistake]:
    """Write one source into a folder of its own inside `folder`; spoil up to `mistakes` of its rows."""
    writer = _Writer(names, number, seed)
    rows = [writer.statement(index) for index in range(1, statements + 1)]
    events = [writer.event(1)] if writer.random.random() < 0.3 else []
    made = []
    for index in writer.random.sample(range(len(rows)), min(mistakes, len(rows))):
        rule, key, line = writer.random.choice(MISTAKES)
        rows[index] = _spoilt(rows[index], key, line)
        made.append(Mistake(writer.slug, f"remark-{index + 1}", rule))
    target = folder / writer.slug
    target.mkdir(parents=True)
    (target / "sheet.yaml").write_text(writer.sheet(rows, events), "utf-8")
    (target / "article.txt").write_text(writer.text, "utf-8")
    return made


def write_seeds(folder: Path, sources: int, statements: int = 10, mistakes: int = 0, seed: int = 0) -> list[Mistake]:
    """Write seeds with a copy of the reference data; spread `mistakes` over the sources, at most one each.

    Returns the mistakes. Raises OSError when the folder holds such sources already.
    """
    reference = folder / "reference"
    if not reference.exists():
        shutil.copytree(shipped("seeds") / "reference", reference)
    names = Names(load_reference(reference))
    wrong = set(random.Random(seed).sample(range(sources), mistakes))
    made = [write_source(folder, names, n, statements, seed, int(n in wrong)) for n in range(sources)]
    return [mistake for some in made for mistake in some]


def main() -> None:
    """Write seeds, and name the mistakes in them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for name, default in (("sources", 1000), ("statements", 10), ("mistakes", 0), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    for mistake in write_seeds(options.folder, options.sources, options.statements, options.mistakes, options.seed):
        print(mistake.source, mistake.statement, mistake.rule, sep="\t")


if __name__ == "__main__":
    main()
