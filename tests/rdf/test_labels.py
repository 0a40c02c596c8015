"""Labels that are put together: names in a row, and verbs that agree with their subject."""

from __future__ import annotations

from cases import for_each

from kg.rdf.labels import addressing, enumeration, is_plural, tells_side, verb, with_side
from kg.vocabulary import Vocabulary


@for_each(("names", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")])
def test_names_are_enumerated_with_commas_and_and(names: list[str], text: str) -> None:
    assert enumeration(names) == text


@for_each(
    ("name", "plural"),
    [
        ("Arab states", True),
        ("Syrians involved in the uprising against Assad", True),
        ("ministers who met in Paris", True),
        ("Iran-backed militias", True),
        ("Britain and France", True),
        ("Syrian opposition", False),
        ("Assad's entourage", False),
        ("alliance of northern states", False),
        ("press", False),
        ("Arab League's", False),
        ("crisis committee", False),
    ],
)
def test_which_names_stand_for_several(name: str, plural: bool) -> None:
    assert is_plural(name) is plural


@for_each(
    ("one", "several"),
    [
        ("denies", "deny"),
        ("vetoes", "veto"),
        ("calls for", "call for"),
        ("makes a condition", "make a condition"),
        ("accuses", "accuse"),
        ("promises", "promise"),
        ("pushes", "push"),
        ("is ready", "are ready"),
    ],
)
def test_a_verb_agrees_with_its_subject(one: str, several: str) -> None:
    assert verb(one, plural=True) == several
    assert verb(one, plural=False) == one


def test_every_act_has_another_form_for_several() -> None:
    vocabulary = Vocabulary.load()
    labels = [vocabulary.label("act", slug) for slug in vocabulary.acts]
    assert [label for label in labels if verb(label, plural=True) == label] == []


def test_every_act_that_stands_before_its_addressees_is_one() -> None:
    acts = Vocabulary.load().acts
    assert {act for act in acts if addressing(act) != ", speaking to "} == {
        *("urges", "warns", "promises", "offers", "apologises")
    }


@for_each(
    ("side", "default", "kind", "tells"),
    [
        ("supports", "supports", "", True),  # calls for
        ("opposes", "supports", "", False),  # calls for an end
        ("opposes", "opposes", "", True),  # rejects
        ("supports", "opposes", "", False),
        ("opposes", "opposes", "criticises", False),  # "criticises: The plan is right." says the opposite
        ("supports", "opposes", "criticises", False),
        ("supports", "supports", "praises", True),
        ("conditional", "supports", "demands-of", False),
        ("conditional", "conditional", "", True),
    ],
)
def test_which_acts_tell_the_side(side: str, default: str, kind: str, tells: bool) -> None:
    assert tells_side(side, default, kind) is tells


@for_each(
    ("act", "side", "words"),
    [
        ("calls for", "opposes", "opposes (calls for)"),
        ("deny", "claim", "claim (deny)"),
        ("demands", "conditional", "demands (conditional)"),
        ("abstains", "neutral", "abstains (neutral)"),
    ],
)
def test_a_side_that_the_act_does_not_tell_comes_first(act: str, side: str, words: str) -> None:
    assert with_side(act, side) == words
