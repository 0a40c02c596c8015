"""Small data repositories in temporary folders: reference data, sources, and git."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

REFERENCE: dict[str, dict[str, Any]] = {
    "states": {
        "aland": {"label": "Aland", "iso": "AA", "wikidata": "Q1", "aliases": ["Republic of Aland"]},
        "bland": {"label": "Bland", "iso": "BB", "wikidata": "Q2"},
    },
    "organisations": {"herald": {"label": "The Herald", "type": "news-organisation"}},
    "officials": {
        "ann": {"label": "Ann", "posts": [{"title": "Foreign Minister", "of": "aland", "since": "2001-01-01"}]},
        "bob": {
            "label": "Bob",
            "posts": [{"title": "Foreign Minister", "of": "bland", "since": "2001-01", "until": "2030"}],
        },
    },
    "places": {"city": {"label": "City"}, "quarter": {"label": "Quarter", "within": "city"}},
    "propositions": {
        "truce": {"sentence": "There should be a truce.", "issues": ["ceasefire"], "concerns": ["aland"]},
        "talks": {"sentence": "There should be talks.", "issues": ["peace-talks"]},
        "war": {"sentence": "The war should go on.", "issues": ["armed-conflict"]},
    },
}
ARTICLE = "Ann said that a truce is needed. Bob said no to that. Both want talks.\n"
QUOTES = ("a truce is needed", "Bob said no", "Both want talks")


def statement(number: int = 0, **changes: Any) -> dict[str, Any]:
    """Return a row of a sheet that is right; `changes` replace its keys, None removes them."""
    row = {
        "id": f"row-{number}",
        "quote": QUOTES[number % len(QUOTES)],
        "speaker": "ann",
        "for": "aland",
        "act": "calls-for",
        "proposition": "truce",
        "mode": "indirect",
        **changes,
    }
    return {key: value for key, value in row.items() if value is not None}


class DataRepository:
    """A folder `seeds` with reference data and sources, perhaps in a git repository."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seeds = folder, folder / "seeds"
        self.seeds.mkdir(parents=True)
        self.reference = copy.deepcopy(REFERENCE)
        self.write_reference()

    def write_reference(self) -> None:
        (self.seeds / "reference").mkdir(exist_ok=True)
        for name, entries in self.reference.items():
            (self.seeds / "reference" / f"{name}.yaml").write_text(json.dumps(entries), "utf-8")

    def write(self, slug: str, *statements: dict[str, Any], article: str | None = None, **source: Any) -> Path:
        """Write a source; JSON is YAML too."""
        folder = self.seeds / slug
        folder.mkdir(exist_ok=True)
        text = (article or f"{ARTICLE}From {slug}.\n").encode()
        (folder / "article.txt").write_bytes(text)
        described = {
            "title": f"News of {slug}",
            "publisher": "herald",
            "published": "2012-03-11",
            "text": "article.txt",
            "sha256": hashlib.sha256(text).hexdigest(),
            **source,
        }
        sheet = {"source": described, "statements": list(statements)}
        (folder / "sheet.yaml").write_text(json.dumps(sheet, indent=1), "utf-8")
        return folder

    def git(self, *arguments: str) -> str:
        fixed = {
            f"GIT_{who}_{what}": "test@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        environment = {**os.environ, **fixed, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        run = subprocess.run(
            ["git", "-C", str(self.folder), *arguments], env=environment, check=True, capture_output=True, text=True
        )
        return run.stdout.strip()

    def commit(self) -> str:
        """Commit everything as it is, and return the name of the commit."""
        if not (self.folder / ".git").exists():
            self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        return self.git("rev-parse", "HEAD")
