"""What `kg extract` drafts of real articles conforms as proposed, in a repository that has none of their names."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from data_repository import ROOT, new_repository, run

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = sorted((ROOT / "seeds").glob("20*/article.txt"))


def test_drafts_conform_until_somebody_accepts_them(tmp_path: Path) -> None:
    """Of a whole folder, with what the articles say in their own voice; none is in the store before it is accepted."""
    folder, articles = new_repository(tmp_path), tmp_path / "articles"
    articles.mkdir()
    for text in ARTICLES:
        shutil.copy(text, articles / f"{text.parent.name}.txt")
    drafted = run(folder, "kg", "extract", str(articles), "-o", "seeds", "--publisher", "Wikinews", "--narrator")
    assert drafted.returncode == 0, drafted.stderr
    sheets = sorted((folder / "seeds").glob("20*/sheet.yaml"))
    rows = {sheet.parent.name: sheet.read_text("utf-8").count("status: proposed") for sheet in sheets}
    assert len(rows) == len(ARTICLES) + 1 >= 4
    assert sum(count > 0 for count in rows.values()) == len(ARTICLES)
    done = run(folder, "kg", "validate")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout
    assert f"{len(sheets)} sources and the reference data checked: conforms" in done.stderr
    assert run(folder, "kg", "build").returncode == 0
    found = run(folder, "kg", "query", "-q", "SELECT ?s { ?s dp:evidence ?e }", "-f", "csv")
    assert found.stdout.count("2024-05-02-example-border-talks.") == found.stdout.count("\n") - 1 > 0
