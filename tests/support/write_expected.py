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

Each question is a file in `queries/`, plain SPARQL 1.1 that runs unchanged on the embedded store and on any
endpoint that holds the graph. Ask one by its name, bind what you want to bind, and take any format:

    kg query for-and-against -p proposition=assad-should-step-down
    kg query for-and-against -f csv

Parameters mean the same everywhere: `actor` is asked about with what is said on its behalf, `by` in person only;
`issue` includes those below it, `place` those inside it; `since` and `until` are days of saying, `as-of` how things
stood on a day. A parameter that is no column is a line of the file that begins with `#?`: to any other tool a comment.

Every answer about a stance has its day, mode, capacity, certainty and words. What is past, not firm or disputed is
there and marked by its standing. Every row that rests on a statement carries its name and its source; `kg why` proves
it. A statement that was withdrawn is in no answer but that of `corrections`. The names of the first catalogue lead to
the questions that replaced them. This page is written by
`python tests/support/write_expected.py`, and a test holds it to the files.
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
