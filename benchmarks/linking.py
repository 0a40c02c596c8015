"""How well the right proposition is found among the known ones: `python benchmarks/linking.py`.

The known ones are the propositions of the seeds and of the gold. Each drafted row that has a gold row of the same words
and holder asks with its sentence, or with its words where that is blank; right is the proposition of the gold row. Word
overlap and the sentence encoder answer the same questions in one run. The gold rows were worded by hand, so that few of
the answers can be had by the very same words.
"""

from __future__ import annotations

import argparse
import time
from functools import cached_property

import gold

from kg.extract.meaning.encoder import Nearest, encoder
from kg.extract.names.gazetteer import Gazetteer
from kg.extract.names.similarity import Sentences, names_in, stems


class Questions:
    """What the drafts of some articles ask, and what is right."""

    def __init__(self, articles: list[gold.Article]) -> None:
        self.known: dict[str, str] = {
            slug: sentence
            for slug, (sentence, _, _) in Gazetteer.load(gold.ROOT / "seeds" / "reference").propositions.items()
        }
        self.asked: list[tuple[str, str]] = []
        for article in articles:
            for row, drafted, likeness in article.pairs:
                if likeness < gold.SAME or not row.proposition or not article.holds(row, drafted):
                    continue
                self.known[row.proposition] = article.sentences[row.proposition]
                self.asked.append((self.words(article, drafted), row.proposition))

    def words(self, article: gold.Article, drafted: dict[str, object]) -> str:
        """Return the sentence of a drafted row, or its words where that is blank."""
        sentence = article.sentence(drafted)
        new = article.draft.propositions.get(str(drafted["proposition"]))
        return sentence or (new.words if new is not None else "")

    @cached_property
    def by_words(self) -> Sentences:
        """The known propositions by the stems of their words."""
        return Sentences(
            {slug: stems(sentence) for slug, sentence in self.known.items()},
            {slug: names_in(sentence) for slug, sentence in self.known.items()},
        )

    def overlap(self) -> list[list[str]]:
        """Return the nearest by the words in common, for each question."""
        return [[slug for slug, _ in self.by_words.ranked(stems(words), frozenset())] for words, _ in self.asked]

    def meaning(self, least: float = -1.0) -> list[list[str]]:
        """Return the nearest by the encoder, for each question."""
        found = encoder()
        assert found is not None  # main() has seen to that
        return Nearest(found, self.known).ranked([words for words, _ in self.asked], 12, least)

    def report(self, name: str, found: list[list[str]], seconds: float) -> None:
        """Print how often the right one is first, and among the first three and ten."""
        total = len(self.asked)
        counts = [
            sum(right in slugs[:most] for slugs, (_, right) in zip(found, self.asked, strict=True))
            for most in (1, 3, 10)
        ]
        shares = "  ".join(
            f"first {most:<2} {count:>3} ({100 * count / total:.1f}%)"
            for most, count in zip((1, 3, 10), counts, strict=True)
        )
        print(f"  {name:<14}{shares}  {seconds:.2f} s")
        print(f"linking-{name.replace(' ', '-')} {counts[0] / total:.3f}")  # for programs


def main() -> None:
    """Print both, side by side, for each part of the gold."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    if encoder() is None:
        raise SystemExit("the encoder is not installed: pip install 'diplomatic-positions-kg[extract,encoder]'")
    for half in gold.halves():
        questions = Questions(gold.load(half))
        print(f"{half}: {len(questions.asked)} drafted rows, {len(questions.known)} known propositions")
        for name, ranked in (("word overlap", questions.overlap), ("encoder", questions.meaning)):
            started = time.perf_counter()
            found = ranked()
            questions.report(name, found, time.perf_counter() - started)


if __name__ == "__main__":
    main()
