"""Writes anew what the tests compare with: `python tests/support/write_expected.py`.

That is the rows that each question has on the seeds (tests/expected/*.tsv) and the page of the catalogue
(docs/queries.md). Nothing here decides whether a row is right: read the difference against the articles before you
commit it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from graphs import EXPECTED, SEEDS, ask, graph_of, to_tsv

from kg.paths import shipped
from kg.query.catalogue import Catalogue, Question

PAGE = Path(__file__).parents[2] / "docs" / "queries.md"
_HEAD = """# Questions

Each question is a file in `queries/`: plain SPARQL 1.1 that runs unchanged on the embedded store and on any
endpoint with the graph. Run a question by its name, set any of its parameters, and choose a format:

    kg query for-and-against -p proposition=assad-should-step-down
    kg query for-and-against -f csv

Parameters mean the same everywhere. `actor` includes what is said on its behalf, `by` is the speaker in person;
`issue` includes narrower issues, `place` the places inside it. `since` and `until` refer to when something was said,
and `as-of` gives the situation on a day, the day included: of stances, what had been said by then, with its standing
then; of posts, ties and states, those of that day. "They were against it until 2020", said in 2021, is no answer as
of 2019, and `kg query` reports that it was left out; without `as-of`, `held_from` and `held_to` have the time.
Corrections by a coder, and who speaks for whom by a text, count for every day, a post while it was held. An actor who
is named by an office (`-p actor="Russian foreign minister"`) is whoever held it on the day of `as-of`, or else on the
last day in the store. A parameter that is not a column is a line of the file that begins with `#?`, a comment to any
other tool.

Every answer about a stance shows its day, mode, capacity, certainty and words. Past, disputed and uncertain stances are
included and marked by their standing. Every row based on a statement gives the statement and its source; `kg why`
proves it. Withdrawn and revised statements appear only in `corrections`. The names of earlier questions still work and
lead to their replacements. `python tests/support/write_expected.py` writes this page, and a test compares it with the
files.
"""


def page(catalogue: Catalogue) -> str:
    """Return the catalogue as Markdown."""
    return "\n".join([_HEAD, *(_section(question) for question in catalogue.questions())])


def _section(question: Question) -> str:
    lines = [f"## {question.name}", "", f"{question.question} {question.summary}.", ""]
    for parameter in question.parameters.values():
        default = f"; by default `{parameter.default}`" if parameter.default else ""
        lines.append(
            f"- `-p {parameter.name}={parameter.example}` ({parameter.type}{default}): {parameter.description}."
        )
    if question.description:
        lines[3:3] = ["", question.description]
    formerly = [f"Formerly: {', '.join(question.formerly)}"] if question.formerly else []
    tags = [f"Tags: {', '.join(question.tags)}", *formerly]
    return "\n".join([*lines, *([""] if question.parameters else []), "; ".join(tags), ""])


def main() -> None:
    """Write everything."""
    catalogue = Catalogue(shipped("queries"))
    for question in catalogue.questions():
        rows = ask(graph_of(SEEDS), question.text)
        (EXPECTED / f"{question.name}.tsv").write_text(to_tsv(rows), encoding="utf-8")
    PAGE.write_text(page(catalogue), encoding="utf-8")
    notebook = Path(__file__).parents[1] / "journeys" / "test_notebook.py"
    subprocess.run([sys.executable, notebook], check=True)  # which shows some of these rows


if __name__ == "__main__":
    main()
