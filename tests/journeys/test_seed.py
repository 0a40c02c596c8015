"""The first article is coded in full and in its own terms: the sheet against its text, mostly without the loader."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from kg.sources.assertion import assert_reference, assert_source
from kg.vocabulary import Vocabulary

SEEDS = Path(__file__).parents[2] / "seeds"
FOLDER = SEEDS / "2012-03-11-un-envoy-syria-talks"
FOLDERS = sorted(path.parent for path in SEEDS.glob("*/sheet.yaml"))
KINDS = ("states", "organisations", "officials", "persons", "groups", "places", "propositions")
SPEECH = re.compile(
    r"\b(?:said|says?|told|called|calls|declared|criticized|rejects|ruled out|agreed|vetoed|urged|reported|opposing)\b"
)
# Sentences of the further articles that only date the text or say what an airline is.
IDENTIFICATION = (
    "Wednesday, January 23, 2019",
    "Monday, September 23, 2019",
    "The airline is privately owned.",
    "The airline was Iran's first in private hands.",
    "It was founded in 1992.",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# A row is what YAML gives: a mapping from keys to whatever the sheet's format allows there.
Row = dict[str, Any]


def _load(path: Path) -> Row:
    loaded: Row = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return loaded


TEXT = (FOLDER / "article.txt").read_text(encoding="utf-8")
SHEET = _load(FOLDER / "sheet.yaml")
REFERENCE = {kind: _load(SEEDS / "reference" / f"{kind}.yaml") for kind in KINDS}
ACTORS = {slug for kind in KINDS[:5] for slug in REFERENCE[kind]}
STATEMENTS: list[Row] = SHEET["statements"]
EVENTS: list[Row] = SHEET["events"]
ROWS: list[Row] = [*STATEMENTS, *EVENTS, *SHEET["relations"]]


def _many(value: object) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):  # `for:` of joint speakers: each of them, and for whom
        return [name for speaker, bodies in value.items() for name in (speaker, *_many(bodies))]
    return value if isinstance(value, list) else [value]


def _places(quote: str) -> list[tuple[int, int]]:
    pattern = r"\s+".join(map(re.escape, quote.split()))
    return [match.span() for match in re.finditer(pattern, TEXT)]


def _span(row: Row) -> tuple[int, int]:
    places = _places(row["quote"])
    if "prefix" in row:
        places = [place for place in places if TEXT[: place[0]].rstrip().endswith(row["prefix"].rstrip())]
    assert len(places) == 1, f"{row['id']}: the quote is found {len(places)} times"
    return places[0]


def _quoted_stretches() -> list[tuple[int, int]]:
    """Where the text quotes: double quotation marks inside a line, and the single ones that open a headline."""
    forms = (r'"([^"\n]+)"', r"(?m)^'([^'\n]+)':")
    return [match.span(1) for form in forms for match in re.finditer(form, TEXT)]


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _by_id(identifier: str) -> Row:
    return next(row for row in ROWS if row["id"] == identifier)


def _bounds(said: object) -> tuple[date | None, date | None]:
    if isinstance(said, dict):
        return said.get("not_before"), said.get("not_after")
    assert said is None or isinstance(said, date)
    return said, said


def test_the_text_is_the_one_that_was_received() -> None:
    digest = hashlib.sha256((FOLDER / "article.txt").read_bytes()).hexdigest()
    assert digest == "4dc68d8806972cd278d73784e12d42af243ac123e244f529ae1c53623eb1c07a"
    assert SHEET["source"]["sha256"] == digest


def test_a_quote_occurs_once_and_within_one_paragraph() -> None:
    assert [row["id"] for row in ROWS if "\n" in TEXT[slice(*_span(row))]] == []


def test_a_quote_is_as_short_as_it_can_be() -> None:
    assert [row["id"] for row in ROWS if len(TEXT[slice(*_span(row))].split()) > 30] == []


def test_ids_are_unique() -> None:
    repeated = [identifier for identifier, count in Counter(row["id"] for row in ROWS).items() if count > 1]
    assert repeated == []


def test_no_statement_is_duplicated() -> None:
    keys = Counter(
        (tuple(_many(row["speaker"])), row["act"], row["proposition"], row["mode"], row["quote"]) for row in STATEMENTS
    )
    loose = Counter(
        (tuple(_many(row["speaker"])), row["act"], row["proposition"], row.get("condition"), row["mode"])
        for row in STATEMENTS
    )
    assert max(keys.values()) == max(loose.values()) == 1


def test_names_are_known() -> None:
    names = ("speaker", "for", "addressee", "reported_by", "participants", "perpetrators", "victims", "between", "body")
    used = {name for row in ROWS for key in names for name in _many(row.get(key))}
    propositions = {row[key] for row in ROWS for key in ("proposition", "condition", "motion") if key in row}
    assert used - ACTORS == {"narrator"}
    assert propositions <= set(REFERENCE["propositions"])
    assert {row["place"] for row in EVENTS if "place" in row} <= set(REFERENCE["places"])


def test_every_paragraph_with_a_speech_verb_is_coded() -> None:
    spans = [_span(row) for row in STATEMENTS]
    uncoded = [
        line.group()
        for line in re.finditer(r"[^\n]+", TEXT)
        if SPEECH.search(line.group()) and not any(_inside(span, line.span()) for span in spans)
    ]
    assert uncoded == []


def test_every_paragraph_except_credits_is_coded() -> None:
    spans = [_span(row) for row in ROWS]
    uncoded = [
        line.group().replace("\N{NO-BREAK SPACE}", " ")
        for line in re.finditer(r"[^\n]+", TEXT)
        if not any(_inside(span, line.span()) for span in spans)
    ]
    assert uncoded == [
        "Discuss as:",
        "Rodrigo Abd / AP",
        "Khaled Al-Hariri / Reuters",
        "Reuters and The Associated Press contributed to this report.",
    ]


def test_every_sentence_of_a_direct_quote_is_coded() -> None:
    spans = [_span(row) for row in STATEMENTS]
    for start, end in _quoted_stretches():
        if len(TEXT[start:end].split()) < 4:
            continue
        for sentence in re.finditer(r"[^.?!]+", TEXT[start:end]):
            if len(sentence.group().split()) < 4:
                continue
            here = (start + sentence.start(), start + sentence.end())
            touching = [span for span in spans if span[0] < here[1] and here[0] < span[1]]
            assert touching, f"uncoded: {sentence.group()!r}"


def test_only_direct_speech_is_in_quotation_marks() -> None:
    stretches = _quoted_stretches()
    quoted = {row["id"] for row in STATEMENTS if any(_inside(_span(row), stretch) for stretch in stretches)}
    assert quoted == {row["id"] for row in STATEMENTS if row["mode"] == "direct"}


def test_the_narrator_speaks_for_nobody_and_in_its_own_words() -> None:
    own = [row for row in STATEMENTS if row["speaker"] == "narrator"]
    assert own
    for row in own:
        assert row["mode"] == "narrator", row["id"]
        assert not {"for", "reported_by", "addressee"} & set(row), row["id"]


def test_joint_holders_are_kept_joint() -> None:
    joint = Counter(frozenset(row["speaker"]) for row in STATEMENTS if isinstance(row["speaker"], list))
    assert joint == {
        frozenset({"sergei-lavrov", "arab-ministers-meeting-lavrov"}): 5,
        frozenset({"russia", "china"}): 2,
        frozenset({"saudi-arabia", "qatar"}): 1,
        frozenset({"united-states", "france"}): 1,
        frozenset({"western-states", "arab-states"}): 1,
    }


@pytest.mark.parametrize(
    ("identifier", "speaker", "chain"),
    [
        ("lavrov-ceasefire", "sergei-lavrov", []),
        ("assad-would-help", "bashar-al-assad", ["sana"]),
        ("assad-terrorists-block-solution", "bashar-al-assad", ["sana"]),
        ("saud-license-for-brutality", "saud-al-faisal", []),
        ("kodmani-condition", "bassma-kodmani", ["bbc"]),
        ("council-no-negotiations-with-torturer", "syrian-national-council", []),
        ("annan-tough", "kofi-annan", []),
        ("hamad-accountability", "hamad-bin-jassim-al-thani", []),
    ],
)
def test_pronouns_are_resolved_and_chains_are_reported(identifier: str, speaker: str, chain: list[str]) -> None:
    row = _by_id(identifier)
    assert row["speaker"] == speaker
    assert _many(row.get("reported_by")) == chain


def test_a_condition_comes_with_the_act_that_makes_one() -> None:
    conditional = {row["id"] for row in STATEMENTS if "condition" in row}
    assert conditional == {row["id"] for row in STATEMENTS if row["act"] == "makes-condition"}
    assert conditional == {"kodmani-condition", "council-condition", "council-condition-entourage"}


def test_every_figure_of_the_dead_is_a_toll() -> None:
    sentences = [s for s in re.split(r"(?<=[.])\s", TEXT) if re.search(r"killed|death toll", s)]
    # A day's or a person's age in figures does not occur in these sentences; every number there counts the dead.
    figures = {int(number.replace(",", "")) for s in sentences for number in re.findall(r"\d[\d,]*\d", s)}
    tolls = {toll["deaths"] for row in STATEMENTS for toll in row.get("tolls", [])}
    assert figures == {7500, 2000, 39, 25, 20, 98}
    assert figures <= tolls


def test_the_figures_of_the_observatory_add_up() -> None:
    def deaths(identifier: str) -> int:
        return int(_by_id(identifier)["tolls"][0]["deaths"])

    parts = ("observatory-civilians", "observatory-rebels", "observatory-soldiers")
    assert sum(map(deaths, parts)) == deaths("observatory-overall")


def test_days_of_the_week_give_the_days() -> None:
    for row in EVENTS:
        named = [WEEKDAYS.index(day) for day in WEEKDAYS if day in TEXT[slice(*_span(row))]]
        first, last = _bounds(row.get("when"))
        if named:
            assert first is not None, row["id"]
            assert first == last, row["id"]
            assert [first.weekday()] == named, row["id"]
            assert abs((first - date(2012, 3, 11)).days) <= 2, row["id"]


def test_nothing_is_said_after_publication() -> None:
    for row in STATEMENTS:
        first, last = _bounds(row.get("said"))
        assert all(date(2012, 3, 10) <= day <= date(2012, 3, 11) for day in (first, last) if day), row["id"]


def test_undated_rows_have_no_day() -> None:
    undated = {row["id"] for row in STATEMENTS if "said" not in row}
    assert {"lavrov-ceasefire", "hamad-accountability", "council-condition", "assad-would-help"} <= undated
    assert not any("holds" in row or "confidence" in row for row in STATEMENTS)


def test_planned_events_are_coded_as_planned() -> None:
    planned = {row["id"] for row in EVENTS if row.get("occurrence") == "planned"}
    assert planned == {"clinton-lavrov-new-york", "security-council-special-meeting", "annan-departure-for-qatar"}
    reported = {row["id"] for row in EVENTS if row.get("mode") == "indirect"}
    assert reported == {row["id"] for row in EVENTS if "reported_by" in row}


def test_both_vetoes_are_there_with_their_ballots() -> None:
    votes = [row for row in EVENTS if row["type"] == "vote"]
    assert [row["ballots"] for row in votes] == [{"russia": "veto", "china": "veto"}] * 2


def test_the_seed_sheet_has_two_relations() -> None:
    told = {(row["type"], frozenset(row["between"]), row.get("since")) for row in SHEET["relations"]}
    assert told == {
        ("alliance", frozenset({"iran", "syria"}), 1980),
        ("rivalry", frozenset({"saudi-arabia", "iran"}), None),
    }


def test_a_proposition_is_one_sentence_with_an_issue() -> None:
    entries = REFERENCE["propositions"].items()
    assert [slug for slug, entry in entries if not re.fullmatch(r"[A-Z][^?!]*[^.]\.", entry["sentence"])] == []
    assert [slug for slug, entry in entries if re.search(r"[.;] [A-Z]", entry["sentence"])] == []
    assert [slug for slug, entry in entries if not entry["issues"] or "concerns" not in entry] == []


def test_propositions_are_distinguished() -> None:
    entries = REFERENCE["propositions"].values()
    repeated = [text for text, count in Counter(entry["sentence"].lower() for entry in entries).items() if count > 1]
    assert repeated == []


def test_narrower_propositions_form_no_cycle() -> None:
    def above(slug: str, seen: tuple[str, ...] = ()) -> None:
        assert slug not in seen, f"{slug} is narrower than itself"
        for wider in _many(REFERENCE["propositions"][slug].get("narrower_than")):
            above(wider, (*seen, slug))

    for slug in REFERENCE["propositions"]:
        above(slug)


@pytest.mark.parametrize("key", ["wikidata", "iso"])
def test_no_identifier_is_used_twice(key: str) -> None:
    values = [entry[key] for kind in KINDS for entry in REFERENCE[kind].values() if key in entry]
    assert values
    assert [value for value, count in Counter(values).items() if count > 1] == []


def test_posts_begin_before_they_end() -> None:
    posts = [
        post
        for kind in ("officials", "persons")
        for entry in REFERENCE[kind].values()
        for post in entry.get("posts", [])
    ]
    for post in posts:
        since, until = str(post.get("since", "")), str(post.get("until", ""))
        shared = min(len(since), len(until))
        assert since[:shared] <= until[:shared], post


def test_reference_entries_point_to_entries() -> None:
    for kind in KINDS:
        for slug, entry in REFERENCE[kind].items():
            named = {
                name for key in ("member_of", "part_of", "members", "nationality") for name in _many(entry.get(key))
            }
            located = {entry[key] for key in ("within", "capital", "territory") if key in entry}
            assert named <= ACTORS, slug
            assert located <= set(REFERENCE["places"]), slug


def test_the_codebook_names_rows_and_terms_that_exist() -> None:
    codebook = (SEEDS.parent / "docs" / "coding.md").read_text(encoding="utf-8")
    known = {row["id"] for row in ROWS} | set(REFERENCE["propositions"])
    known |= {slug for values in Vocabulary.load().lists.values() for slug in values}
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", codebook))
    assert named
    assert named <= known


def test_the_counts_in_the_readme_are_right() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    parts = ("statements", "events", "relations")
    counts = {
        folder.name: [str(len(_load(folder / "sheet.yaml").get(part, []))) for part in parts] for folder in FOLDERS
    }
    assert [name for name, told in counts.items() if f"| `{name}` | {' | '.join(told)} |" not in readme] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.name))
def test_accusations_name_the_accused(folder: Path) -> None:
    """Where blame falls on somebody, the target is the one; whoever is urged is addressed."""
    rows = _load(folder / "sheet.yaml")["statements"]
    silent = {row["id"] for row in rows if row["act"] in ("accuses", "criticises") and "target" not in row}
    assert silent <= {"rouhani-accusers-lie"}, "the text does not say who links Iran to the incidents"
    urged = [row["id"] for row in rows if row["act"] == "urges" and "addressee" not in row]
    assert urged == []


@pytest.mark.parametrize("folder", [path for path in FOLDERS if path != FOLDER], ids=lambda folder: str(folder.name))
def test_every_sentence_of_the_further_articles_except_identification_is_coded(folder: Path) -> None:
    text = (folder / "article.txt").read_text(encoding="utf-8")
    sheet = _load(folder / "sheet.yaml")
    quotes = [row["quote"] for part in ("statements", "events", "relations") for row in sheet.get(part, [])]
    spans = [
        match.span() for quote in quotes for match in re.finditer(r"\s+".join(map(re.escape, quote.split())), text)
    ]
    uncoded = [
        sentence.group().strip()
        for sentence in re.finditer(r"\S[^\n]*?(?:[.]\W?(?= |\n|$)|$)", text, re.MULTILINE)
        if not any(start < sentence.end() and sentence.start() < end for start, end in spans)
    ]
    assert [sentence for sentence in uncoded if sentence not in IDENTIFICATION] == []


def test_the_seed_source_loads_without_findings() -> None:
    reference, loaded = assert_reference(SEEDS / "reference")
    source = assert_source(FOLDER, reference)
    assert [finding.message for finding in [*loaded.findings, *source.findings]] == []
    assert source.proposed == []
    holders = [quad for quad in source.quads if quad.predicate.value.endswith("#holder")]
    assert len(holders) == sum(len(_many(row["speaker"])) for row in STATEMENTS)
