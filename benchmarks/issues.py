"""How often drafts file words under the issues that a coder chose for them, by the gold and by the sample.

Counted over the rows of the gold, whether or not a draft has them: their quotes are filed as the content of a draft
would be, and compared with the issues of their propositions. Precision and recall are over pairs of a row and an issue.

    python benchmarks/issues.py [--half test]
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from kg.extract.article.nlp import parse
from kg.extract.meaning.topics.issues import Issues
from kg.reference.shared import load_reference
from kg.sources.quotes import locate_quote
from kg.sources.sheet import read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
HALVES = {path.name: path for path in sorted((ROOT / "tests" / "gold").iterdir()) if path.is_dir()}
HALVES["sample"] = ROOT / "seeds"
_RIGHT = (("first", "the first issue is right"), ("any", "one of them"))


def filed(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the issues of each quote in a sheet: those that a draft has, and those of the row's proposition."""
    reading = read_sheet(path, load_reference(ROOT / "seeds" / "reference"))
    assert reading.sheet is not None
    assert reading.text is not None
    wanted = coded(path.parent / "reference.proposed") | coded(ROOT / "seeds" / "reference")
    doc = parse(reading.text.content)
    issues = Issues(doc)
    for row in reading.sheet.statements:
        place = locate_quote(reading.text, row.quote)
        if isinstance(place, tuple) and row.proposition in wanted:
            span = doc.char_span(*place, alignment_mode="expand")
            yield issues.of([token.i for token in span]), wanted[row.proposition]


def coded(folder: Path) -> dict[str, list[str]]:
    """Return the issues of the propositions in a folder of reference data."""
    file = folder / "propositions.yaml"
    rows = YAML(typ="safe").load(file.read_text("utf-8")) if file.is_file() else {}
    return {slug: [told] if isinstance(told := row["issues"], str) else told for slug, row in rows.items()}


def report(name: str, rows: list[tuple[list[str], list[str]]]) -> None:
    """Print one line for a part of the gold."""
    found: Counter[str] = Counter()
    for drafted, wanted in rows:
        common = set(drafted) & set(wanted)
        found.update(drafted=len(drafted), wanted=len(wanted), common=len(common))
        found.update(first=drafted[0] in wanted, any=bool(common))
    precision, recall = found["common"] / found["drafted"], found["common"] / found["wanted"]
    shares = ", ".join(f"{says} in {found[key]} ({found[key] / len(rows):.1%})" for key, says in _RIGHT)
    print(f"{name:>12}  {len(rows):>4} rows: {shares}; precision {precision:.3f}, recall {recall:.3f}")


def main() -> None:
    """Print a line for each part, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--half", choices=list(HALVES), action="append")
    everything = []
    for name in parser.parse_args().half or HALVES:
        rows = [pair for path in sorted(HALVES[name].glob("*/sheet.yaml")) for pair in filed(path)]
        report(name, rows)
        everything += rows
    report("all", everything)


if __name__ == "__main__":
    main()
