"""How good and how fast extraction is: `python benchmarks/extraction.py [--data DIR] [--show]`.

Scores drafts against the gold of tests/gold (see benchmarks/gold.py), and parts of the extraction against corpora in
`--data` (which are not part of this repository; what is not there is left out): polnear_dev/polnear_dev.jsonl
(attributions: for evaluation only, it has no licence), plover/gold_standard_records (classes of deeds, CC BY-SA
4.0), gum_news/dep (attribution relations, CC BY). `--show` prints what was missed.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import gold

from kg.extract.article.nlp import parse, pipeline
from kg.extract.draft.drafting import Drafter
from kg.extract.grammar.attribution import find_attributions, spans_of
from kg.extract.meaning.plover import classify
from kg.extract.meaning.topics import propositions
from kg.extract.names.gazetteer import Gazetteer
from kg.text import SourceText

ROOT = Path(__file__).parents[1]
Span = tuple[int, int]


@dataclass
class Score:
    """Counts of what was right, wrongly given, and missed."""

    right: int = 0
    given: int = 0
    wanted: int = 0
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def mean(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0

    def __str__(self) -> str:
        """Return precision, recall and their harmonic mean, with the counts."""
        precision = self.right / self.given if self.given else 0.0
        recall = self.right / self.wanted if self.wanted else 0.0
        return f"P {precision:.3f}  R {recall:.3f}  F {self.mean:.3f}  ({self.right} right of {self.given} given, {self.wanted} wanted)"  # noqa: E501  # one line of the report


def dice(first: set[int], second: set[int]) -> float:
    """Return how much two sets of offsets overlap, 0 to 1."""
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def covered(spans: list[Span] | list[list[int]]) -> set[int]:
    """Return the offsets that spans cover."""
    return {offset for start, end in spans for offset in range(start, end)}


# -- PolNeAR


def attributions(path: Path, show: bool) -> None:
    """Print how well sources, cues, contents and whole attributions are found."""
    texts = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    whole, parts = (
        Score(),
        {f"{name}, {how}": Score() for name in ("cue", "source", "content") for how in ("overlap", "exact")},
    )
    for article, doc in zip(texts, pipeline().pipe(item["text"] for item in texts), strict=True):
        gold = [tuple(covered(item[name]) for name in ("source", "cue", "content")) for item in article["attributions"]]
        mine = [
            tuple(covered(spans_of(doc, part)) for part in (item.source, item.cue, item.content))
            for item in find_attributions(doc)
        ]
        _whole(gold, mine, whole)
        _parts(gold, mine, parts)
    print(f"\nattributions, {len(texts)} articles of PolNeAR dev")
    print(f"  whole attribution  {whole}")
    for name, score in parts.items():
        print(f"  {name:<19}{score}")
    print(f"extraction-attributions {whole.mean:.3f}")  # for programs
    if show:
        print("  wrong:", dict(whole.missed.most_common()))


def _whole(gold: list[tuple[set[int], ...]], mine: list[tuple[set[int], ...]], score: Score) -> None:
    """Count whole attributions: cue shared, source shared or both empty, content Dice >= .5, one to one."""
    candidates = []
    for i, (source, cue, content) in enumerate(gold):
        for j, (other_source, other_cue, other_content) in enumerate(mine):
            if cue & other_cue:
                likeness = dice(content, other_content)
                named = bool(source & other_source) or not (source or other_source)
                candidates.append((named and likeness >= 0.5, likeness, named, i, j))
    taken: set[tuple[int, int]] = set()
    score.given += len(mine)
    score.wanted += len(gold)
    met = 0
    for right, likeness, named, i, j in sorted(candidates, key=lambda item: (-item[0], -item[1])):
        if (0, i) not in taken and (1, j) not in taken:
            taken |= {(0, i), (1, j)}
            met += 1
            score.right += right
            if not right:
                score.missed["content" if named else "source" if likeness >= 0.5 else "source and content"] += 1
    score.missed["not found at all"] += len(gold) - met
    score.missed["given, and none there"] += len(mine) - met


def _parts(gold: list[tuple[set[int], ...]], mine: list[tuple[set[int], ...]], scores: dict[str, Score]) -> None:
    for index, name in enumerate(("source", "cue", "content")):
        wanted, given = [item[index] for item in gold if item[index]], [item[index] for item in mine if item[index]]
        for how in ("overlap", "exact"):
            score = scores[f"{name}, {how}"]
            left = list(given)
            score.given, score.wanted = score.given + len(given), score.wanted + len(wanted)
            for span in wanted:
                hit = next((other for other in left if (other == span if how == "exact" else other & span)), None)
                if hit is not None:
                    left.remove(hit)
                    score.right += 1


# -- PLOVER


def deeds(path: Path, show: bool) -> None:
    """Print how often the class of a sentence's deed is right."""
    records = json.loads(path.read_text("utf-8"))
    wanted: OrderedDict[str, set[str]] = OrderedDict()
    for record in records:
        if record.get("text") and record["event"] != "DOCUMENT":
            text = record["text"].strip("{}").replace("``", '"').replace("''", '"')
            wanted.setdefault(text, set()).add(record["event"])
    score, wrong = Score(), Counter[str]()
    for (_, classes), doc in zip(wanted.items(), pipeline().pipe(wanted), strict=True):
        name = classify(doc)
        score.wanted += len(classes)
        score.given += name is not None
        score.right += name in classes
        if name not in classes:
            wrong[f"{'/'.join(sorted(classes))} taken for {name}"] += 1
    print(f"\ndeeds, {len(wanted)} sentences of PLOVER's gold standard records\n  class              {score}")
    print(f"extraction-deeds {score.mean:.3f}")
    if show:
        print("  wrong:", wrong.most_common(12))


# -- GUM


def relations(folder: Path, show: bool) -> None:
    """Print how many of the units that attribute something ("officials said") hold a cue that was found."""
    score, missed = Score(), []
    for path in sorted(folder.glob("*.conllu")):
        text, units = units_of(path.read_text("utf-8"))
        doc = parse(text)
        found = find_attributions(doc)
        cues = [covered(spans_of(doc, item.cue)) for item in found]
        wanted = [span for span, is_source in units if is_source]
        hit = [span for span in wanted if any(cue & set(range(*span)) for cue in cues)]
        score.right += len(hit)
        score.wanted += len(wanted)
        score.given += len(hit) + sum(not any(cue & set(range(*span)) for span in wanted) for cue in cues)
        missed += [text[span[0] : span[1]] for span in wanted if span not in hit]
    print(f"\nattribution relations, news of GUM\n  units with a cue   {score}")
    print(f"extraction-relations {score.mean:.3f}")
    if show:
        print("  missed:", missed[:25])


def units_of(conllu: str) -> tuple[str, list[tuple[Span, bool]]]:
    """Return the text of a file and its elementary discourse units, each with whether it attributes another one."""
    text, units = "", []
    for line in conllu.splitlines():
        if line.startswith("# newpar") and "newpar_block" not in line and text:
            text = text.rstrip() + "\n\n"
        columns = line.split("\t")
        if len(columns) != 10 or not columns[0].isdigit():
            continue
        if found := re.search(r"Discourse=([\w-]+):", columns[9]):
            units.append((len(text), found[1].startswith("attribution")))
        text += columns[1] + ("" if "SpaceAfter=No" in columns[9] else " ")
    ends = [*(start for start, _ in units[1:]), len(text)]
    return text, [((start, end), is_source) for (start, is_source), end in zip(units, ends, strict=True)]


# -- cost


def cost(runs: int = 7) -> None:
    """Print what extraction costs beside the bare parse of the same texts: processor time, the median over runs."""
    gazetteer = Gazetteer.load(ROOT / "seeds" / "reference")
    known_by_meaning = propositions.encoder
    print("\ncost, processor time, median of the runs")
    for path in sorted((ROOT / "seeds").glob("*/article.txt")):
        text = SourceText.read(path).content
        from datetime import date

        day = date(2012, 3, 11)
        parse(text)
        times: dict[str, list[float]] = {"parse": [], "extraction": [], "with the encoder": []}
        for _ in range(runs):
            for name, seconds in times.items():
                used = known_by_meaning if name == "with the encoder" else lambda: None
                started = time.process_time()
                doc = pipeline()(text)
                if name != "parse":
                    with mock.patch.object(propositions, "encoder", used):
                        Drafter(text, gazetteer, day, doc).draft()
                seconds.append(time.process_time() - started)
        bare, *others = (statistics.median(seconds) for seconds in times.values())
        ratios = "  ".join(f"{name} x{found / bare:.2f}" for name, found in zip(list(times)[1:], others, strict=True))
        print(f"  {path.parent.name:<45}{len(doc):>6} tokens  parse {bare:.3f} s  {ratios}")


def main() -> None:
    """Print every figure that can be had."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder with the corpora")
    parser.add_argument("--show", action="store_true", help="print what was missed")
    arguments = parser.parse_args()
    for half in gold.halves():
        articles = gold.load(half)
        print(f"\ndrafts against the gold, {half}")
        gold.report(articles)
        gold.judged(articles, half)
    if arguments.data:
        for function, place in (
            (attributions, "polnear_dev/polnear_dev.jsonl"),
            (deeds, "plover/gold_standard_records/PLOVER_GSR_CAMEO.txt"),
            (relations, "gum_news/dep"),
        ):
            path = arguments.data / place
            if path.exists():
                function(path, arguments.show)
            else:
                print(f"\nnot there, left out: {path}", file=sys.stderr)
    cost()


if __name__ == "__main__":
    main()
