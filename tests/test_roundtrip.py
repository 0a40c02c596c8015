"""Whatever a sheet says comes back in the flat table: sheet -> RDF -> table -> the same statements."""

from __future__ import annotations

import hashlib
import json
import tempfile
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from graphs import CORNER
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assertion import assert_reference, assert_source
from kg.export import flat_rows
from kg.vocabulary import Vocabulary

REFERENCE, ASSERTED = assert_reference(CORNER / "reference")
ACTS = Vocabulary.load().acts
ACTORS = ["arcadia", "borduria", "cadonia", "council", "alba-stone", "boris-kane", "neighbours"]
VOICES = ["daily-wire", "harbour-radio", "toll-watch"]
PROPOSITIONS = ["truce", "local-truce", "victory", "talks", "sanctions", "shelling-kills", "coast-resolution"]
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 1, 10))
SOURCE = "2020-01-10-made-up"

words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
sentences = st.lists(words | st.sampled_from(["=1+1", '"', ",", "|", "\\n", "😀", "’"]), min_size=1, max_size=6)


@st.composite
def statements(draw):
    """A row of a sheet as YAML gives it, without its id and its quote."""
    speakers = draw(st.lists(st.sampled_from(ACTORS), min_size=1, max_size=3, unique=True))
    row = {
        "speaker": speakers,
        "act": draw(st.sampled_from(sorted(ACTS))),
        "proposition": draw(st.sampled_from(PROPOSITIONS)),
        "mode": draw(st.sampled_from(["direct", "indirect"])),
        "polarity": draw(st.sampled_from(["supports", "opposes", "neutral"])),
        "for": {name: bodies for name in speakers if (bodies := _some(draw, [a for a in ACTORS if a not in speakers]))},
        "addressee": _some(draw, [actor for actor in ACTORS if actor not in speakers]),
        "reported_by": _some(draw, VOICES),
        "said": {"not_after": draw(DAYS).isoformat()},
        "confidence": draw(st.none() | st.integers(0, 100).map(lambda percent: percent / 100)),
    }
    return {key: value for key, value in row.items() if value not in (None, [], {})}


def _some(draw, names):
    return draw(st.lists(st.sampled_from(names), max_size=2, unique=True))


@st.composite
def sheets(draw):
    """The text and the rows of a source, each row with a quotation that stands in the text once."""
    rows = draw(st.lists(statements(), min_size=1, max_size=4))
    quotes = [f"«{number}» {' '.join(draw(sentences))}" for number in range(len(rows))]
    made = [
        {"id": f"s-{number}", "quote": quote, **row}
        for number, (row, quote) in enumerate(zip(rows, quotes, strict=True))
    ]
    gap = draw(st.sampled_from(["\n", "\r\n", "\n\n", " \t", "😀 "]))
    return gap.join(["Somebody said this:", *quotes, "and no more."]), made


def table(text, rows):
    """Write a source as a person would, read it, and return its flat table."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent, SOURCE)
        folder.mkdir()
        data = text.encode()
        (folder / "article.txt").write_bytes(data)
        source = {"title": "Made up", "publisher": "daily-wire", "published": "2020-01-10", "text": "article.txt"}
        source["sha256"] = hashlib.sha256(data).hexdigest()
        sheet = {"source": source, "statements": rows}
        (folder / "sheet.yaml").write_text(json.dumps(sheet, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
        assertion = assert_source(folder, REFERENCE)
    assert not assertion.findings, assertion.findings
    store = ox.Store()
    store.extend([*ASSERTED.quads, *assertion.quads])
    return flat_rows(store)


def wanted(rows):
    """Return what the table should hold of the rows, computed from the sheet alone."""
    return {
        (row["id"], holder): {
            "kind": ACTS[row["act"]].kind,
            "on_behalf_of": "|".join(sorted(row.get("for", {}).get(holder, []))),
            "act": row["act"],
            "polarity": row["polarity"],
            "proposition": row["proposition"],
            "addressee": "|".join(sorted(row.get("addressee", []))),
            "said_from": "",
            "said_to": row["said"]["not_after"],
            "published": "2020-01-10",
            "mode": row["mode"],
            "reported_by": "|".join(sorted(row.get("reported_by", []))),
            "source": SOURCE,
            "quote": row["quote"],
            "confidence": row.get("confidence", ""),
        }
        for row in rows
        for holder in row["speaker"]
    }


@settings(max_examples=60, deadline=None)
@given(sheets())
def test_a_sheet_comes_back_from_the_table(sheet):
    text, rows = sheet
    expected, found = wanted(rows), table(text, rows)
    assert sorted((row["id"], row["holder"]) for row in found) == sorted(expected)
    read = text.replace("\r\n", "\n")
    for row in found:
        assert read[int(row["start"]) : int(row["end"])] == row["quote"]
        row["confidence"] = float(row["confidence"]) if row["confidence"] else ""
        told = expected[row["id"], row["holder"]]
        assert {key: row[key] for key in told} == told
