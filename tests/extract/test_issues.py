"""Under which issues the content of a draft is filed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("spacy")

from ruamel.yaml import YAML

import kg.extract.meaning.topics as topics
from kg.extract.article.nlp import parse
from kg.extract.meaning.topics.issues import Issues
from kg.vocabulary import Vocabulary

SIGNS = YAML(typ="safe").load((Path(topics.__file__).parent / "issues.yaml").read_text("utf-8"))


def filed(text: str) -> list[str]:
    """Return the issues of the words between asterisks in a text."""
    start, end = (found.start() - index for index, found in enumerate(re.finditer(r"\*", text)))
    doc = parse(text.replace("*", ""))
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None
    return Issues(doc).of([token.i for token in span])


@pytest.mark.parametrize(
    ("text", "issues"),
    [
        ("Kenya said that *Norway should send peacekeepers*.", ["peacekeeping"]),
        ("Kenya said that *the arms embargo should stay*.", ["arms-supply"]),
        ("Kenya said that *Norway should withdraw all of its troops*.", ["troop-withdrawal"]),
        ("Kenya said that *the journalists should be free to report*.", ["media-freedom"]),
        ("Kenya said that *the refugees should be able to go home*.", ["refugees"]),
        ("Kenya said that *the Security Council should meet*.", ["security-council-action"]),
        ("Kenya said that *the Kurds deserve a say*.", ["minorities"]),
        # a word that only begins like a sign, or is one as another word, is none
        ("Kenya said that *no single state should lead an inquiry*.", ["accountability"]),
        ("Kenya said that *the department was missing*.", ["diplomacy"]),
        ("Kenya said that *the plane should land on time*.", ["diplomacy"]),
        ("Kenya said that *it had to force the door*.", ["diplomacy"]),
        # a name is not what its words are about
        ("Kenya said that *the Democratic Party had a plan*.", ["diplomacy"]),
        ("Kenya said that *the Trade Fair hall was full*.", ["diplomacy"]),
    ],
)
def test_a_content_is_filed_by_its_words(text: str, issues: list[str]) -> None:
    assert filed(text)[:1] == issues[:1]
    assert set(issues) <= set(filed(text))


def test_what_says_nothing_of_its_issue_has_that_of_the_text() -> None:
    text = "Kenya wants the sanctions lifted. The embargo hurts its exports, Kenya said. *We will not accept it*."
    assert filed(text)[0] == "sanctions"


def test_the_own_words_come_before_what_the_text_is_about() -> None:
    text = "Kenya wants the sanctions lifted. The sanctions hurt Kenya. *The refugees should get asylum*, it said."
    assert filed(text)[0] == "refugees"


def test_a_sign_that_is_repeated_counts_once_in_a_content() -> None:
    text = (
        "Kenya said that *the vote on the ballot papers for the referendum and the election was about oil, oil, oil*."
    )
    assert filed(text)[0] == "elections"


def test_every_issue_has_signs_but_two_that_only_head_others() -> None:
    assert set(Vocabulary.load().lists["issue"]) - set(SIGNS) == {"humanitarian-affairs", "rights-and-justice"}
    assert set(SIGNS) <= set(Vocabulary.load().lists["issue"])


def test_each_sure_sign_in_small_letters_leads_to_its_issue() -> None:
    """A sign that is spelt as the parser reads no text would never be seen."""
    signs = [(issue, str(sign)) for issue, kinds in SIGNS.items() for sign in kinds["sure"]]
    plain = [(issue, sign) for issue, sign in signs if sign.islower() and "(" not in sign]
    docs = [(issue, sign, parse(f"Kenya said that the {sign} mattered.")) for issue, sign in plain]
    lost = [(i, sign) for i, sign, doc in docs if i not in Issues(doc).of(range(4, len(doc) - 2), most=4)]
    assert (len(plain) > 300, lost) == (True, [])
