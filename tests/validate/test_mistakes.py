"""A file of shapes/invalid holds one wrong block; the loader makes the whole source of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shape_examples import INVALID, VALID, source_of

from kg.errors import InputError
from kg.validate.shacl.mistakes import read_mistake, subject_of_block, valid_blocks

if TYPE_CHECKING:
    from pathlib import Path

NORTH = "attribution:2024-05-02-talks.north.1"
BLOCK = f"{NORTH} a dp:Attribution ;\n    prov:agent actor:bo-west .  # wrong\n"


def whole(folder: Path, text: str) -> str:
    path = folder / "attribution-agent.class.ttl"
    path.write_text(text, "utf-8")
    return read_mistake(path).whole()


def test_a_block_replaces_a_valid_one_among_what_belongs_to_its_row(tmp_path: Path) -> None:
    made = whole(tmp_path, f"#+ summary: Another speaker.\n#+ replaces: {NORTH}\n{BLOCK}")
    header, prefixes, *blocks = made.rstrip("\n").split("\n\n")
    assert header == "#+ shape: attribution-agent\n#+ summary: Another speaker."
    source = VALID[-1].read_text("utf-8").rstrip("\n").split("\n\n")
    row = source[2 : source.index(valid_blocks()["event:2024-05-02-talks.meeting"])]
    assert blocks == [BLOCK.rstrip("\n") if subject_of_block(block) == NORTH else block for block in row]
    assert prefixes.split("\n") == [line for line in source[1].split("\n") if f"{line.split()[1]}" in " ".join(blocks)]


def blocks_of(folder: Path, text: str) -> dict[str, list[str]]:
    """Return the lines below each subject of the source that the loader makes."""
    blocks = whole(folder, text).rstrip("\n").split("\n\n")[2:]
    return {subject_of_block(block): block.split("\n")[1:] for block in blocks}


def test_a_change_puts_lines_of_a_property_where_the_valid_ones_are(tmp_path: Path) -> None:
    change = "#+ changes: actor:northland\n#+ without: dp:demonym\n    dp:iso3166 1 ;  # wrong\n    dp:iso3166 2 ;"
    made = blocks_of(tmp_path, f"#+ summary: Two codes.\n{change}\n    rdfs:comment 3 ;\n")["actor:northland"]
    valid = valid_blocks()["actor:northland"].split("\n")[1:]
    at = next(number for number, line in enumerate(valid) if "dp:iso3166" in line)
    new = ["    dp:iso3166 1 ;  # wrong", "    dp:iso3166 2 ;"]
    rest = [line for line in (*valid[:at], *new, *valid[at + 1 :]) if "dp:demonym" not in line]
    assert made == [*rest[:-1], rest[-1].replace(" .", " ;"), "    rdfs:comment 3 ."]


def test_a_change_that_drops_the_last_line_closes_the_block_before_it(tmp_path: Path) -> None:
    head = f"{NORTH} a dp:Attribution ;  # wrong"
    text = f"#+ summary: No speaker.\n#+ with:\n#+ changes: {NORTH}\n#+ without: prov:agent dp:order\n{head}\n"
    made = whole(tmp_path, text)
    assert made.endswith(f"\n{NORTH} a dp:Attribution .  # wrong\n")


def test_rows_beside_a_block_of_what_is_derived_are_named(tmp_path: Path) -> None:
    stance, ground = "stance:northland.supports.ceasefire", "ground:2024-05-02-talks.north.ada-north.in-office"
    text = f"#+ summary: No side.\n#+ with: {ground} {NORTH}\n#+ changes: {stance}\n#+ without: dp:side\n"
    made = blocks_of(tmp_path, text)
    assert list(made) == [stance, ground, NORTH]
    assert not any("dp:side" in line for line in made[stance])


def test_a_block_follows_a_valid_one(tmp_path: Path) -> None:
    made = whole(tmp_path, f"#+ summary: Two.\n#+ with:\n#+ follows: {NORTH}\n{BLOCK.replace('north.1', 'north.9')}")
    assert [subject_of_block(block) for block in made.split("\n\n")[2:]] == [NORTH, NORTH.replace("north.1", "north.9")]


def test_rows_that_a_block_refers_to_are_there_too(tmp_path: Path) -> None:
    of_toll = (
        f"toll:2024-05-02-talks.toll.1 a dp:Toll ;\n    dp:about {'relation:2024-05-02-talks.rivals'} .  # wrong\n"
    )
    made = whole(tmp_path, f"#+ summary: A tie.\n#+ replaces: toll:2024-05-02-talks.toll.1\n{of_toll}")
    subjects = [subject_of_block(block) for block in made.split("\n\n")[2:]]
    assert {"event:2024-05-02-talks.meeting", "relation:2024-05-02-talks.rivals"} < set(subjects)
    assert "event:2024-05-02-talks.vote" not in subjects


def test_a_block_of_the_reference_data_stands_alone(tmp_path: Path) -> None:
    block = "actor:southland a dp:State .  # wrong\n"
    made = whole(tmp_path, f"#+ summary: No name.\n#+ replaces: actor:southland\n{block}")
    assert made.endswith(f"\n\n{block}")
    assert made.count("@prefix") == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"#+ replaces: {NORTH}\n{BLOCK}", r"\.ttl:1: has no summary \(begin with"),
        (f"#+ summary: Two.\n#+ replaces: {NORTH}\n{BLOCK}\n{BLOCK}", r"\.ttl:6: .* above each block"),
        (f"#+ summary: Two.\n#+ replaces: actor:nobody\n{BLOCK}", r"\.ttl:1: .*'actor:nobody'"),
        (f"#+ summary: Two.\n#+ replaces: {NORTH}\n#+ right: actor:nobody\n{BLOCK}", "'actor:nobody'"),
        (f"#+ summary: Two.\n#+ with: vote\n#+ replaces: {NORTH}\n{BLOCK}", "'vote'"),
        (
            f"#+ summary: One.\n#+ changes: {NORTH}\n    prov:agent actor:bo-west\n",
            r"\.ttl:1: not a property .* actor:bo-west'",
        ),
        (f"#+ summary: One.\n#+ changes: {NORTH}\n#+ without: dp:act\n", r"\.ttl:1: .* has no dp:act"),
        (f"#+ summary: One.\n#+ changes: {NORTH}\n", r"\.ttl:1: changes nothing"),
        (f"#+ summary: One.\n#+ replaces: {NORTH}\n#+ without: dp:order\n{BLOCK}", "`without` needs `changes`"),
        (f"#+ summary: Two.\n#+ replace: {NORTH}\n{BLOCK}", r"\.ttl:2: .*'#\+ replace: "),
    ],
)
def test_a_file_that_is_written_wrongly_says_where(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        whole(tmp_path, text)


def test_no_mistake_repeats_a_valid_block() -> None:
    valid = set(valid_blocks().values())
    repeated = [path.name for path in INVALID for block in read_mistake(path).blocks if block.text in valid]
    assert repeated == []


def test_every_source_is_made_of_blocks_that_a_turtle_reader_accepts() -> None:
    import rdflib

    for path in INVALID[::10]:
        assert len(rdflib.Graph().parse(data=source_of(path.name.removesuffix(".ttl")), format="turtle"))
