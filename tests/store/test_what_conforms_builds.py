"""What `kg validate` calls valid, `kg build` builds, and nothing else: over random changes of valid sheets."""

from __future__ import annotations

import copy
import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ruamel.yaml import YAML

from kg.errors import FindingsError, KgError
from kg.findings import Finding, Severity
from kg.store.build import build
from kg.store.folder import StoreFolder
from kg.validate.run import validate

EVERY_KEY = Path(__file__).parents[1] / "fixtures" / "every-key"
TALKS = "2024-05-02-talks"
Path_ = tuple["str | int", ...]


def plain(value: Any) -> Any:
    """Return a structure without what YAML remembers of its layout."""
    return json.loads(json.dumps(value, default=lambda moment: moment.isoformat()))


def read(file: Path) -> Any:
    return plain(
        YAML(typ="safe", pure=True).load(
            file.read_text("utf-8").replace("published: 2024-05-02", "published: '2024-05-02'")
        )
    )


SHEET = read(EVERY_KEY / TALKS / "sheet.yaml")
ENTRIES = {file.stem: read(file) for file in sorted((EVERY_KEY / "reference").glob("*.yaml"))}


def paths(value: Any, here: Path_ = ()) -> list[Path_]:
    """Return the way to each key and item in a structure."""
    keys = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for key, inner in keys for way in ((*here, key), *paths(inner, (*here, key)))]


#: What a value may become: a name of each class, words of each list, days, numbers, and nothing that fits anywhere.
VALUES = [
    *(slug for entries in ENTRIES.values() for slug in entries),
    *("narrator", "direct", "supports", "opposes", "conditional", "claims", "demands", "vote", "meeting", "alliance"),
    *("proposed", "north", "older", "2024-05-01", "2031-01", "1999", 3, -1, True, None, [], {}, "Talks on a ceasefire"),
]


def changed(value: Any, chance: Random) -> Any:
    """Return a structure in which a value is another one, is gone, or stands where another value of it stood."""
    result, ways = copy.deepcopy(value), paths(value)
    way = chance.choice(ways)
    how = chance.choice(["replace", "remove", "swap"])
    holder = _at(result, way[:-1])
    if how == "remove":
        del holder[way[-1]]
    else:
        holder[way[-1]] = chance.choice(VALUES) if how == "replace" else copy.deepcopy(_at(value, chance.choice(ways)))
    return result


def _at(value: Any, way: Path_) -> Any:
    for step in way:
        value = value[step]
    return value


def write(folder: Path, sheets: list[Any], entries: dict[str, Any]) -> Path:
    """Write a repository; JSON is YAML too."""
    seeds = folder / "seeds"
    (seeds / "reference").mkdir(parents=True)
    for name, content in entries.items():
        (seeds / "reference" / f"{name}.yaml").write_text(json.dumps(content), "utf-8")
    for number, sheet in enumerate(sheets):
        source = seeds / f"{TALKS}-{number}"
        shutil.copytree(EVERY_KEY / TALKS, source)
        (source / "sheet.yaml").write_text(json.dumps(sheet), "utf-8")
    return seeds


def told(findings: Any) -> set[tuple[Any, ...]]:
    return {(f.rule, f.severity, Path(f.file or "").parent.name, f.focus, f.value) for f in findings}


def wrong(findings: Any) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.VIOLATION]


def agree(folder: Path, seeds: Path) -> set[str]:
    """Check and build a repository, compare the two, and return the folders in which something is wrong."""
    try:
        found = validate([seeds], seeds, owl=True).findings
    except KgError:
        with pytest.raises(KgError):
            build(seeds, StoreFolder(folder / "store"))
        return {"all"}
    if not wrong(found):
        assert told(build(seeds, StoreFolder(folder / "store")).warnings) == told(found)
        return set()
    with pytest.raises(FindingsError) as refused:
        build(seeds, StoreFolder(folder / "store"))
    assert told(refused.value.findings) == told(found)
    assert StoreFolder(folder / "store").pointer() is None
    return {Path(finding.file or "").parent.name for finding in wrong(found)}


def test_what_conforms_builds_and_nothing_else(tmp_path: Path) -> None:
    chance = Random(1)  # the same changes in each run
    sheets = [SHEET, *(changed(SHEET, chance) for _ in range(30))]
    bad = agree(tmp_path / "all", write(tmp_path / "all", sheets, ENTRIES))
    good = [sheet for number, sheet in enumerate(sheets) if f"{TALKS}-{number}" not in bad]
    assert 1 < len(good) < len(sheets)
    assert agree(tmp_path / "good", write(tmp_path / "good", good, ENTRIES)) == set()
    other = tmp_path / "other reference data"
    agree(other, write(other, [SHEET], changed(ENTRIES, chance)))
