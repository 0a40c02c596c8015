"""Drafts against the sheets that were coded by hand (tests/gold): `python benchmarks/gold.py [--half test] [--show]`.

Without a person: of 100 drafted rows, how many have the words, the holder, the act and the side of a gold row, how many
say the other side or are given to somebody else, how many are blank or left open, and how many sentences the grammar
check refuses; and how many gold rows have a draft. With the judgements that are kept beside the gold
(`judgements.tsv`): how many are usable as they are, after one edit, or not. `--judge FILE` writes the rows that have no
judgement yet, to be filled in.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extract.draft.drafting import Drafter
from kg.extract.meaning.wellformed import faults_of
from kg.extract.names.gazetteer import Gazetteer
from kg.extract.names.nametable import folded
from kg.reference.shared import load_reference
from kg.sources.quotes import locate_quote
from kg.sources.sheet import SheetReading, read_sheet
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Draft, Row
    from kg.sources.model import Statement

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
#: Words are the same when their Dice is at least the first of these, and about the same when it is the second.
SAME, ALIKE = 0.8, 0.5
NEGATIVE = frozenset(["not", "no", "never", "nobody", "nothing", "none", "neither", "nor", "without", "hardly", "n't"])


@dataclass
class Article:
    """One article: the gold rows, the draft, and by what names each knows its actors."""

    name: str
    statements: tuple[Statement, ...]
    places: dict[str, tuple[int, int]]
    sentences: dict[str, str]
    called: dict[str, frozenset[str]]
    draft: Draft
    gazetteer: Gazetteer
    pairs: list[tuple[Statement, Row, float]] = field(default_factory=list)

    def sentence(self, row: Row) -> str:
        """Return the sentence of a drafted row; empty where it is to be worded."""
        slug = str(row["proposition"])
        new = self.draft.propositions.get(slug)
        return new.sentence if new else self.gazetteer.propositions[slug][0]

    def holds(self, gold: Statement, row: Row) -> bool:
        """Tell whether a drafted row has the holders of a gold row: by slug, or by a name that both know."""
        mine = [self.names(slug) for slug in slugs(row.get("speaker"))]
        wanted = [self.called.get(slug, frozenset((folded(slug.replace("-", " ")),))) for slug in gold.holders]
        return len(mine) == len(wanted) and all(any(alike(one, other) for other in mine) for one in wanted)

    def names(self, slug: str) -> frozenset[str]:
        """Return the names of a drafted actor, folded."""
        known = self.gazetteer.known.get(slug)
        labels = known.names if known else tuple(entry.label for entry in self.draft.entries if entry.slug == slug)
        return frozenset(folded(name) for name in (*labels, slug.replace("-", " ")))


def halves() -> list[str]:
    """Return the parts of the gold, by the names of their folders."""
    return sorted({path.parents[1].name for path in GOLD.glob("*/*/sheet.yaml")})


def load(half: str) -> list[Article]:
    """Return the articles of one part of the gold with their drafts, matched row by row."""
    reference = load_reference(ROOT / "seeds" / "reference")
    gazetteer = Gazetteer.load(ROOT / "seeds" / "reference")
    return [
        article(path, read_sheet(path, reference), gazetteer) for path in sorted((GOLD / half).glob("*/sheet.yaml"))
    ]


def article(path: Path, reading: SheetReading, gazetteer: Gazetteer) -> Article:
    """Return one article with its draft."""
    assert reading.sheet is not None  # the gold conforms: a test holds it
    assert reading.text is not None
    draft = Drafter(reading.text.content, gazetteer, reading.sheet.source.published_on()).draft()
    places = {
        row.id: place
        for row in reading.sheet.statements
        if isinstance(place := locate_quote(reading.text, row.quote), tuple)
    }
    names = reading.proposals.reference if reading.proposals else load_reference(ROOT / "seeds" / "reference")
    called = {
        slug: frozenset(folded(name) for name in (entry.label, *entry.aliases, slug.replace("-", " ")))
        for slug, entry in names.named.items()
    }
    sentences = {slug: entry.label for slug, entry in names.propositions.items()}
    found = Article(path.parent.name, reading.sheet.statements, places, sentences, called, draft, gazetteer)
    found.pairs = matched(found)
    return found


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two actors share a name, or the name of one is part of the other's: "critics", "his critics"."""
    words = [[set(name.split()) for name in names] for names in (one, other)]
    return bool(one & other) or any(first <= second or second <= first for first in words[0] for second in words[1])


def slugs(value: object) -> list[str]:
    """Return one slug or several as a list."""
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []


def matched(item: Article) -> list[tuple[Statement, Row, float]]:
    """Return pairs of rows whose words are about the same, one to one, the best first."""
    candidates = []
    for gold in item.statements:
        for row in item.draft.statements:
            likeness = dice(item.places[gold.id], item.draft.spans[str(row["id"])])
            if likeness >= ALIKE:
                bonus = 0.3 * item.holds(gold, row) + 0.2 * (gold.act == row["act"])
                candidates.append((likeness + bonus, gold, row, likeness))
    pairs, taken = [], set[str]()
    for _, gold, row, likeness in sorted(candidates, key=lambda found: -found[0]):
        if not {f"gold {gold.id}", f"row {row['id']}"} & taken:
            taken |= {f"gold {gold.id}", f"row {row['id']}"}
            pairs.append((gold, row, likeness))
    return pairs


def dice(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Return how much two stretches of text overlap, 0 to 1."""
    common = max(0, min(first[1], second[1]) - max(first[0], second[0]))
    return 2 * common / (first[1] - first[0] + second[1] - second[0])


def side(polarity: str, sentence: str) -> int:
    """Return 1 for what is affirmed, -1 for what is denied, 0 for neither: the polarity times that of the sentence."""
    sign = {"supports": 1, "opposes": -1}.get(polarity, 0)
    words = sentence.casefold().replace("n't", " n't").replace("not only", "").rstrip(".").split()
    return -sign if NEGATIVE & set(words) else sign


def polarity_of(row: Row) -> str:
    """Return the side of a drafted row, that of its act where it has none of its own."""
    return str(row.get("polarity") or Vocabulary.load().acts[str(row["act"])].polarity)


# -- without a person


def counts(articles: list[Article]) -> Counter[str]:
    """Return what can be counted without a person."""
    found: Counter[str] = Counter()
    for item in articles:
        found["gold"] += len(item.statements)
        found["drafted"] += len(item.draft.statements)
        for row in item.draft.statements:
            sentence = item.sentence(row)
            found["blank"] += not sentence
            new = item.draft.propositions.get(str(row["proposition"]))
            found["unclear"] += new is not None and bool(new.unclear)
            found["open"] += "speaker" not in row
            found["refused"] += bool(sentence and faults_of(sentence))
        for gold, row, likeness in item.pairs:
            found.update(_pair(item, gold, row, likeness))
    return found


def _pair(item: Article, gold: Statement, row: Row, likeness: float) -> dict[str, int]:
    sentence, holder = item.sentence(row), item.holds(gold, row)
    mine = side(polarity_of(row), sentence)
    wanted = side(gold.polarity, item.sentences.get(gold.proposition, ""))
    same = not sentence or mine == wanted
    return {
        "found": 1,
        "span": likeness >= SAME,
        "holder": holder,
        "act": holder and gold.act == row["act"],
        "stance": holder and (same if sentence else polarity_of(row) == gold.polarity),
        "other side": bool(sentence) and mine * wanted < 0,
        "wrong mouth": "speaker" in row and not holder,
    }


def report(articles: list[Article]) -> None:
    """Print what can be counted without a person, as counts and per 100 drafted rows."""
    found = counts(articles)
    rows, gold = found["drafted"], found["gold"]
    print(f"{len(articles)} articles, {gold} gold rows, {rows} drafted rows")
    for name, says in (
        ("found", "have a gold row (words about the same, Dice >= .5)"),
        ("span", "have its words (Dice >= .8)"),
        ("holder", "have its holder"),
        ("act", "have its holder and act"),
        ("stance", "have its holder and side"),
        ("other side", "say the other side of the gold row"),
        ("wrong mouth", "are given to somebody else than the gold row"),
        ("open", "leave the speaker open"),
        ("blank", "leave the sentence blank"),
        ("unclear", "have words in the sentence that only the text makes clear"),
        ("refused", "have a sentence that the grammar check refuses"),
    ):
        print(f"  {found[name]:>4} ({100 * found[name] / max(1, rows):5.1f} of 100 drafted)  {says}")
    missing = gold - found["found"]
    print(f"  {missing:>4} ({100 * missing / max(1, gold):5.1f} of 100 gold)     have no drafted row")
    print(f"  recall of gold rows with holder and side: {found['stance']} of {gold} ({found['stance'] / gold:.1%})")


# -- with judgements


def fingerprint(item: Article, row: Row) -> str:
    """Return the hash of all that a judgement of a row is about."""
    told = [str(row.get(key, "")) for key in ("quote", "speaker", "candidates", "for", "act", "polarity", "certainty")]
    return hashlib.sha256("|".join((item.name, *told, item.sentence(row))).encode()).hexdigest()[:12]


def judgements(half: str) -> dict[str, tuple[str, str]]:
    """Return the judgements that are kept beside the gold, by the hash of their rows."""
    path = GOLD / half / "judgements.tsv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {line["row"]: (line["judgement"], line["why"]) for line in csv.DictReader(file, delimiter="\t")}


def judged(articles: list[Article], half: str) -> None:
    """Print how many rows a person found usable."""
    known = judgements(half)
    found = [known.get(fingerprint(item, row)) for item in articles for row in item.draft.statements]
    told = [verdict for verdict in found if verdict]
    print(f"  judged by hand: {len(told)} of {len(found)} rows as they are now")
    tally = Counter(verdict for verdict, _ in told)
    usable = tally["as-is"], tally["as-is"] + tally["one-edit"]
    for count, says in zip((*usable, tally["reject"]), ("usable as is", "with one edit", "rejected"), strict=True):
        print(f"  {count:>4} ({100 * count / max(1, len(told)):5.1f} of 100)  {says}")
    for why, count in Counter(why for verdict, why in told if verdict != "as-is").most_common(12):
        print(f"         {count:>4}  {why}")


def to_judge(articles: list[Article], half: str, path: Path) -> None:
    """Write the rows that have no judgement yet into a table."""
    known = judgements(half)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(("row", "judgement", "why", "source", "quote", "speaker", "for", "act", "polarity", "sentence"))
        for item in articles:
            for row in item.draft.statements:
                mark = fingerprint(item, row)
                if mark not in known:
                    speaker = row.get("speaker") or f"open: {row.get('candidates', '')}"
                    told = (row["quote"], speaker, row.get("for", ""), row["act"], polarity_of(row), item.sentence(row))
                    table.writerow((mark, "", "", item.name, *told))


def show(articles: list[Article]) -> None:
    """Print what is missing, and what differs."""
    for item in articles:
        print(f"\n== {item.name}")
        paired = {gold.id for gold, _, _ in item.pairs}
        for gold in item.statements:
            if gold.id not in paired:
                print(f"  missing: {' '.join(gold.holders)} {gold.act}: {gold.quote.text[:110]}")
        for gold, row, likeness in item.pairs:
            told = _pair(item, gold, row, likeness)
            wrong = [key for key in ("other side", "wrong mouth") if told[key]]
            if wrong:
                given = f"{row.get('speaker')} {row['act']} {item.sentence(row)}"
                print(f"  {' and '.join(wrong)}: {given} / {gold.holders} {gold.act} {gold.polarity}")


def main() -> None:
    """Print the figures of one part of the gold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=halves(), default="development", help="which part of the gold")
    parser.add_argument("--show", action="store_true", help="print what is missing and what differs")
    parser.add_argument("--judge", type=Path, metavar="FILE", help="write the rows that have no judgement yet")
    arguments = parser.parse_args()
    articles = load(arguments.half)
    if not articles:
        sys.exit(f"no gold in {GOLD / arguments.half}")
    report(articles)
    judged(articles, arguments.half)
    if arguments.show:
        show(articles)
    if arguments.judge:
        to_judge(articles, arguments.half, arguments.judge)


if __name__ == "__main__":
    main()
