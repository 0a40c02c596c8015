"""What a repository with the package `world` gets from `kg extract`: every new repository has it."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

from kg.extract.article.article import spoken
from kg.extract.names.gazetteer import Gazetteer
from kg.extract.names.nametable import NameTable


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The names of a repository that has neither entries nor packages."""
    return Gazetteer.of_repository(tmp_path_factory.mktemp("nothing"))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            '"Norway\'s demand is unfair," said a Ugandan diplomat who asked not to be named.',
            [("ugandan-diplomat", "uganda")],
        ),
        ("A senior Kenyan officer, who led the talks, said the border should be closed.", [("officer", "kenya")]),
        ("An EU diplomat said the sanctions should stay.", [("eu-diplomat", "european-union")]),
        ("A WHO official said the port should be opened.", [("who-official", "world-health-organization")]),
        ("A Nato official said Kenya should sign the treaty.", [("nato-official", "nato")]),
        ("An Egyptian diplomat said the dam should not be filled.", [("egyptian-diplomat", "egypt")]),
    ],
)
@pytest.mark.parametrize("names", ["with_world", "without"])
def test_for_whom_somebody_speaks_is_the_same_with_the_package_and_without(
    text: str, rows: list[tuple[str, str]], names: str, request: pytest.FixtureRequest
) -> None:
    found = rows_of(text, request.getfixturevalue(names), "speaker", "for")
    assert [told[1:] for told in found] == [row[1:] for row in rows]
    assert all(str(told[0]).endswith(row[0]) for told, row in zip(found, rows, strict=True))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("WHO", ["who"]),
        ("W.H.O.", ["who"]),
        ("the WHO's", ["who"]),
        ("who", []),
        ("Who", []),
        ("the who", []),
        ("UN", ["un"]),
        ("Un", []),
        ("Nato", ["nato"]),
        ("NATO’s", ["nato"]),
        ("nato", []),
        ("Chad", ["chad"]),
        ("chad", ["chad"]),
    ],
)
def test_initials_are_written_in_capitals(name: str, found: list[str]) -> None:
    index = NameTable()
    for full, slug in (("WHO", "who"), ("U.N.", "un"), ("NATO", "nato"), ("CHAD", "chad"), ("Chad", "chad")):
        index.add(full, slug)
    assert index.find(name) == found


def test_initials_of_one_that_are_the_name_of_another_mean_the_other_in_small_letters() -> None:
    index = NameTable()
    index.add("MAN", "islanders")
    index.add("Man", "man")
    assert (index.find("MAN"), index.find("Man")) == (["islanders", "man"], ["man"])


def test_a_name_in_two_spellings_is_one_name() -> None:
    """Twice in the list, it would mean two, and so nobody."""
    index = NameTable()
    index.add("EU", "european-union")
    index.add("E.U.", "european-union")
    assert index.find("EU") == ["european-union"]


def test_initials_keep_their_capitals_in_a_text_that_is_all_in_capitals(with_world: Gazetteer) -> None:
    text = "THE UN ENVOY WHO MET KENYA'S MINISTER SAID THAT THE EU HAD TO END THE BLOCKADE AT ONCE.\n"
    plain = "The UN envoy who met Kenya's minister said that the EU had to end the blockade at once.\n"
    assert spoken(text, with_world.spellings) == plain
    assert rows_of(text, with_world, "for")[0] == ("united-nations",)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("The UN envoy who met Kenya's minister said the blockade should end.", "united-nations"),
        ("The Norwegian envoy who met Kenya's minister said the blockade should end.", "norway"),
        ("A Norwegian official, who knows Kenya's president, said the blockade should end.", "norway"),
        ("A diplomat who knows Kenya well said the blockade should end.", None),
        ("A diplomat who was Kenya's envoy to Norway said the blockade should end.", None),
        ("A diplomat who is Kenya's envoy to Norway said the blockade should end.", "kenya"),
        ("An official who works for Norway's government said the blockade should end.", "norway"),
        ("The minister, who leads the Kenyan delegation, said the blockade should end.", "kenya"),
    ],
)
def test_whom_somebody_met_or_knows_is_nobody_to_speak_for(text: str, body: str | None, with_world: Gazetteer) -> None:
    assert rows_of(text, with_world, "for") == [(body,)]
