"""What a person writes means one thing, several that are listed, or nothing: never one of several in silence."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.names import Named, NameIndex, fold, plain_letters
from kg.namespaces import slugify

WORLD = NameIndex.of(
    [
        Named("uk", ("United Kingdom", "Great Britain"), ("British",), ("London",), abbreviated=True, partial=False),
        Named("us", ("United States", "United States of America"), ("American",), ("Washington",), True, False),
        Named("turkey", ("Turkey", "Türkiye"), ("Turkish",), ("Ankara",), True, False),
        Named("papua", ("Papua New Guinea",), ("Papuan",), ("Port Moresby",), True, False),
        Named("dr-congo", ("Democratic Republic of the Congo",), ("Congolese",), ("Kinshasa",), True, False),
        Named("congo", ("Republic of the Congo",), ("Congolese",), ("Brazzaville",), True, False),
        Named("council", ("UN Security Council",), abbreviated=True),
        Named("bank", ("Central Bank of Papua",), abbreviated=True),
        Named("assad", ("Bashar al-Assad",)),
        Named("court", ("Court of Bashar al-Assad's brother",)),
        Named("london-town", ("London",)),
        Named("arming", ("Syrian rebels should be armed.",)),
    ]
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("UNITED KINGDOM", ["uk"]),
        ("the united kingdom", ["uk"]),
        ("uk", ["uk"]),
        ("U.K.", ["uk"]),
        ("British", ["uk"]),
        ("usa", ["us"]),
        ("u.s.", ["us"]),
        ("Turkiye", ["turkey"]),
        ("ankara", ["turkey"]),
        ("Congolese", ["congo", "dr-congo"]),  # a name that two have is evidence for neither
        ("London", ["london-town", "uk"]),  # the town, and the state that it stands for
        ("security council", ["council"]),
        ("UNSC", ["council"]),
        ("a United Kingdom", ["uk"]),
        ("an American", ["us"]),
        *((f"papua {small} bank", ["bank"]) for small in ("and", "for", "in", "of", "on", "the", "to", "with")),
        ("of to", []),
        ("T", []),  # one word has no initials
        ("SRSBA", []),  # nor has what is not known by them
        ("assad", ["assad"]),
        ("al-Assad", ["assad"]),
        ("syrian rebels should be armed", ["arming"]),
        ("rebels armed", ["arming"]),
        ("Guinea", []),  # another state
        ("Congo", []),
        ("Oman", []),
        ("Americans", ["us"]),  # a people in the plural
        ("Papuans", ["papua"]),
        ("Brus", []),
        ("brother", ["court"]),  # by its words, and not as the end of its name
        ("", []),
        ("...", []),
    ],
)
def test_what_is_written_means(written, meant):
    assert WORLD.find(written) == meant


@pytest.mark.parametrize(
    ("written", "is_part"),
    [("al-Assad", True), ("Papua", True), ("UNSC", False), ("British", False), ("london", False), ("Turkiye", False)],
)
def test_a_part_of_a_name_is_distinguished_from_a_name(written, is_part):
    assert WORLD.is_part(written) is is_part
    assert WORLD.has("LONDON")
    assert not WORLD.has("British")


@pytest.mark.parametrize(
    ("written", "near"),
    [("turky", "turkey"), ("Bashar Asad", "assad"), ("untied kingdom", "uk"), ("amercan", "us"), ("britsh", "uk")],
)
def test_the_nearest_names_of_a_misspelling_are_found(written, near):
    assert WORLD.find(written) == []
    assert WORLD.nearest(written)[0] == near


NEWS = NameIndex.of(
    [
        Named("nato", ("NATO", "North Atlantic Treaty Organization"), abbreviated=True),
        Named("iran", ("Iran", "Islamic Republic of Iran"), ("Iranian",), ("Tehran",), abbreviated=True, partial=False),
        Named("chad", ("Chad",), ("Chadian",), abbreviated=True, partial=False),
        Named("bahamas", ("Bahamas",), ("Bahamian",), ("Nassau",), abbreviated=True, partial=False),
        Named("canada", ("Canada",), ("Canadian",), abbreviated=True, partial=False),
        Named("turkey", ("Turkey",), ("Turkish",), abbreviated=True, partial=False),
        Named("lavrov", ("Sergei Lavrov",)),
        Named("annan", ("Kofi Annan",)),
        Named("council", ("UN Security Council",), abbreviated=True),
        Named("narrator", ("narrator of “Rouhani tells Kofi Annan and Lavrov to leave”",), partial=False),
        Named("deal", ("The nuclear agreement with Iran should be in force.",)),
        Named("war", ("The war in Chad should end.",)),
    ]
)


@pytest.mark.parametrize(
    ("written", "near"),
    [
        # nothing is near
        ("North Korea", []),
        ("assad", []),
        ("EOF", []),
        ("blorptastic", []),
        ("uk", []),
        ("bananas", []),
        # a misspelling of the whole, of each word, or of the capital
        ("irn", ["iran"]),
        ("Teheran", ["iran"]),
        ("lavrof", ["lavrov"]),
        ("Koffi Anan", ["annan"]),
        ("security counsel", ["council"]),
        ("secur", ["council"]),
        ("secu rity council", ["council"]),
        # with a title, which is part of no name
        ("foreign minister lavrof", ["lavrov"]),
        ("Mr Lavrof", ["lavrov"]),
        # of a sentence, half of the words
        ("nuclear deal", ["deal"]),
        ("the war must go on", ["war"]),
        ("nuclear", ["deal"]),
    ],
)
def test_only_what_is_near_is_suggested(written, near):
    assert NEWS.nearest(written) == near


@pytest.mark.parametrize("written", ["x", "zz", "qqqqqqqq", "", "12345678901234567890" * 1000])
def test_a_word_unlike_all_names_has_no_nearest(written):
    assert WORLD.nearest(written) == []


@example("ℂ the")
@example("the a A b")
@example("U.S. the")
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1, max_size=20), st.sampled_from(["upper", "lower", "title"]))
def test_a_name_is_found_in_any_case(name, case):
    index = NameIndex.of([Named("it", (name,))])
    written = getattr(name, case)()
    if fold(name) and fold(written) == fold(name):
        assert index.find(written) == ["it"]
        assert index.calls("it", written)


@given(st.text(alphabet="abc ", min_size=3, max_size=12))
def test_a_name_of_two_things_is_never_one_of_them(name):
    index = NameIndex.of([Named("one", (name,)), Named("other", (name,), partial=False)])
    assert index.find(name) in ([], ["one", "other"])


def test_a_word_before_a_preposition_is_the_end_of_a_name_too():
    things = {"three": "ministers of the three states", "basin": "Basin ministers", "critics": "critics of Bolsonaro"}
    index = NameIndex.of(Named(key, (name,)) for key, name in things.items())
    assert index.find("ministers") == ["basin", "three"], "neither is meant more than the other"
    assert index.find("critics") == ["critics"]
    assert index.find("Bolsonaro") == ["critics"], "where nobody else has that name"


@pytest.mark.parametrize(
    ("name", "plain", "slug"),
    [
        ("Wałęsa", "Walesa", "walesa"),
        ("Kemal Kılıçdaroğlu", "Kemal Kilicdaroglu", "kemal-kilicdaroglu"),
        ("İlham Əliyev", "Ilham Aliyev", "ilham-aliyev"),
        ("Jonas Gahr Støre", "Jonas Gahr Store", "jonas-gahr-store"),
        ("Đukanović", "Dukanovic", "dukanovic"),
        ("Þórdís", "Thordis", "thordis"),
        ("Große Æra", "Grosse Aera", "grosse-aera"),
        ("Шойгу", "Шоигу", ""),
    ],
)
def test_letters_lose_their_marks_and_no_letter_is_lost(name, plain, slug):
    assert (plain_letters(name), slugify(name)) == (plain, slug)
    assert fold(name) == fold(plain)


def test_a_name_is_found_as_it_is_written_without_its_marks():
    index = NameIndex.of([Named("kk", ("Kemal Kılıçdaroğlu",))])
    assert index.find("Kilicdaroglu") == index.find("Kılıçdaroğlu") == ["kk"]
