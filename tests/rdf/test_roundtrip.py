"""Whatever a sheet says comes back in the flat table: sheet -> RDF -> table -> the same statements."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from datetime import date
from pathlib import Path

import pyoxigraph as ox
from graphs import CORNER, ask
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.table import flat_rows
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.sources.assertion import assert_reference, assert_source
from kg.store.derive import derive
from kg.vocabulary import Vocabulary

REFERENCE, ASSERTED = assert_reference(CORNER / "reference")
ACTS = Vocabulary.load().acts
ACTORS = ["arcadia", "borduria", "cadonia", "council", "alba-stone", "boris-kane", "neighbours"]
VOICES = ["daily-wire", "harbour-radio", "toll-watch"]
PROPOSITIONS = ["truce", "local-truce", "victory", "talks", "sanctions", "shelling-kills", "coast-resolution"]
ACTOR = st.sampled_from(ACTORS)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 1, 10)).map(str)
PERIODS = st.lists(DAYS, min_size=2, max_size=2).map(sorted)
#: A day, a bound on either side or both, or nothing, which stands for the day of publication at the latest.
SAID = st.one_of(
    st.none(),
    DAYS,
    st.fixed_dictionaries({"not_after": DAYS}),
    st.fixed_dictionaries({"not_before": DAYS}),
    PERIODS.map(lambda days: {"not_before": days[0], "not_after": days[1]}),
)
SOURCE = "2020-01-10-made-up"
NARRATOR = f"narrator.{SOURCE}"
CONDITIONS = Catalogue(shipped("queries")).find("conditions").text
COLUMNS = ("statement", "actor", "act", "proposition", "condition")

#: No word of English: "may" or "not" in a quote is rightly warned of, and Hypothesis finds both in our code.
words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8).filter(
    lambda word: not re.search("[a-z]{2}", word.casefold())
)
sentences = st.lists(words | st.sampled_from(["=1+1", '"', ",", "|", "\\n", "😀", "’"]), min_size=1, max_size=6)


@st.composite
def statements(draw):
    """A row of a sheet as YAML gives it, without its id and its quote."""
    narrated = draw(st.integers(0, 4)) == 0  # the narrator speaks alone, and nobody stands in between
    speakers = ["narrator"] if narrated else draw(st.lists(ACTOR, min_size=1, max_size=3, unique=True))
    others = [actor for actor in ACTORS if actor not in speakers]
    act = draw(st.sampled_from(sorted(ACTS)))
    polarity = draw(st.sampled_from([None, "supports", "opposes", "neutral", "conditional"]))
    conditional = (polarity or ACTS[act].polarity) == "conditional"
    row = {
        "speaker": speakers if len(speakers) > 1 or draw(st.booleans()) else speakers[0],
        "act": act,
        "kind": draw(st.sampled_from([None, "position", "claim"])),
        "proposition": draw(st.sampled_from(PROPOSITIONS)),
        "mode": "narrator" if narrated else draw(st.sampled_from(["direct", "indirect", "narrator"])),
        "polarity": polarity,
        "condition": draw(st.sampled_from(PROPOSITIONS)) if conditional else None,
        "for": None if narrated else draw(_represented(speakers, others)),
        "addressee": _some(draw, others),
        "target": _some(draw, others) or [others[0]],  # where none is given, some acts take the addressee for it
        "reported_by": [] if narrated else _some(draw, VOICES),
        "said": draw(SAID),
        "confidence": draw(st.none() | st.integers(0, 100).map(lambda percent: percent / 100)),
    }
    return {key: value for key, value in row.items() if value not in (None, [], {})}


def _represented(speakers, others):
    """For whom they speak: all of them for the same, or a table that tells it speaker by speaker."""
    bodies = st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True)
    each = st.dictionaries(st.sampled_from(speakers), bodies)
    return st.none() | bodies | st.sampled_from(others) | each


def _listed(value):
    return [value] if isinstance(value, str) else value or []


def _some(draw, names):
    return draw(st.lists(st.sampled_from(names), max_size=2, unique=True))


@st.composite
def sheets(draw):
    """The text and the rows of a source, each row with a quotation that stands in the text once."""
    rows = draw(st.lists(statements(), min_size=1, max_size=4))
    quotes = [
        f"what was said in row {number}" if row["mode"] == "direct" else f"⟦{number}⟧ {' '.join(draw(sentences))}"
        for number, row in enumerate(rows)
    ]
    made = [
        {"id": f"s-{number}", "quote": quote, **row}
        for number, (row, quote) in enumerate(zip(rows, quotes, strict=True))
    ]
    # Paragraphs, and numbers in no quotation marks: a stray mark in one row would quote the whole of another.
    gap = draw(st.sampled_from(["\n", "\r\n", " \t", "😀 "])) + "\n\n"
    marked = [f"“{quote}”" if quote.startswith("what was said") else quote for quote in quotes]
    return gap.join(["Somebody said this:", *marked, "and no more."]), made


def asserted(text, rows):
    """Write a source as a person would, read it, and return the graph of it and of its reference data."""
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
    return store


def holders(row):
    """Return the actors of the graph that a row's speakers are, each with those on whose behalf it speaks."""
    bodies = row.get("for")
    return {
        NARRATOR if name == "narrator" else name: _listed(bodies.get(name) if isinstance(bodies, dict) else bodies)
        for name in _listed(row["speaker"])
    }


def bounds(row):
    """Return the first and the last day on which it can have been said."""
    said = row.get("said", {})
    return (said, said) if isinstance(said, str) else (said.get("not_before", ""), said.get("not_after", "2020-01-10"))


def wanted(rows):
    """Return what the table should hold of the rows, computed from the sheet alone."""
    return {
        (row["id"], holder): {
            "kind": row.get("kind", ACTS[row["act"]].kind),
            "on_behalf_of": "|".join(sorted(bodies)),
            "act": row["act"],
            "polarity": row.get("polarity", ACTS[row["act"]].polarity),
            "proposition": row["proposition"],
            "addressee": "|".join(sorted(row.get("addressee", []))),
            "said_from": bounds(row)[0],
            "said_to": bounds(row)[1],
            "published": "2020-01-10",
            "mode": row["mode"],
            "reported_by": "|".join(sorted(row.get("reported_by", []))),
            "source": SOURCE,
            "quote": row["quote"],
            "confidence": row.get("confidence", ""),
        }
        for row in rows
        for holder, bodies in holders(row).items()
    }


@settings(max_examples=80, deadline=None)
@given(sheets())
def test_a_sheet_comes_back_from_the_table(sheet):
    text, rows = sheet
    expected, found = wanted(rows), flat_rows(asserted(text, rows))
    assert sorted((row["id"], row["holder"]) for row in found) == sorted(expected)
    read = text.replace("\r\n", "\n")
    for row in found:
        assert read[int(row["start"]) : int(row["end"])] == row["quote"]
        row["confidence"] = float(row["confidence"]) if row["confidence"] else ""
        told = expected[row["id"], row["holder"]]
        assert {key: row[key] for key in told} == told


@settings(max_examples=30, deadline=None)
@given(sheets())
def test_a_condition_comes_back_from_its_question(sheet):
    """The table has no column for it."""
    text, rows = sheet
    store = asserted(text, rows)
    derive(store)
    columns, *answer = ask(store, CONDITIONS)
    told = [row for row in answer if not row[columns.index("capacity")].endswith("-member")]
    found = {tuple(row[columns.index(key)].rpartition(":")[2] for key in COLUMNS) for row in told}
    assert found == {
        (f"{SOURCE}.{row['id']}", actor, row["act"], row["proposition"], row["condition"])
        for row in rows
        if row.get("polarity", ACTS[row["act"]].polarity) == "conditional"
        for holder, bodies in holders(row).items()
        for actor in (holder, *bodies)
    }
