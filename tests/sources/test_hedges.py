"""A row that is coded as certain, and whose words are only possible, alleged or reported, is warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from repositories import DataRepository, statement

from kg.findings import Severity
from kg.layout import PROPOSED
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.words.doubts import hedge_in

if TYPE_CHECKING:
    from pathlib import Path

#: Quotes, changes of the row, and the word that the warning names.
ROWS = [
    ("Aland may be ready to accept a truce", {}, "may"),
    ("Perhaps a truce will do", {}, "Perhaps"),
    ("reportedly backs a truce", {"act": "supports"}, "reportedly"),
    (
        "might back a truce",
        {"act": "rejects", "polarity": "opposes"},
        None,
    ),  # the act itself says that it is turned down
    ("might oppose it", {"act": "opposes"}, "might"),
    ("may be ready for more", {"certainty": "possible"}, None),
    ("may be ready for most", {"act": "hopes"}, None),
    ("alleged war crimes", {"act": "accuses", "proposition": "crimes"}, None),
    ("may wage war", {"act": "claims", "proposition": "may-war"}, None),  # so says the proposition
    ("backs a truce in May", {}, None),  # a month
    ("he “may” accept a truce", {}, None),  # a word that is spoken about
    ("dismay at the truce", {}, None),
    ("is said to back a truce", {}, "said to"),
    ("seems to back a truce", {"certainty": "possible"}, None),  # the coder knows of it
    ("is expected to back it", {"act": "expects"}, None),  # and so does the act
    ("doubts whether a truce lasts", {"act": "doubts", "polarity": "opposes"}, None),
    ("doubts whether a truce holds", {"act": "claims"}, "doubts"),
]


def test_a_possibility_is_not_coded_as_certain(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.reference["propositions"] |= {
        "crimes": {"sentence": "Bland commits war crimes.", "issues": ["armed-conflict"]},
        "may-war": {"sentence": "Bland may wage war.", "issues": ["armed-conflict"]},
    }
    repository.write_reference()
    article = "".join(f"So it is: {quote}.\n" for quote, *_ in ROWS)
    rows = [statement(number, quote=quote, **changes) for number, (quote, changes, _) in enumerate(ROWS)]
    reference, _ = assert_reference(repository.seeds / "reference")
    source = assert_source(repository.write("first", *rows, article=article), reference)
    found = [finding for finding in source.findings if finding.rule == "lost-hedge"]
    assert {finding.severity for finding in found} == {Severity.WARNING}
    assert [finding.message.split("“")[1].split("”")[0] for finding in found] == [word for *_, word in ROWS if word]
    assert [finding for finding in source.findings if finding.severity is Severity.VIOLATION] == []


#: Quotes, changes of the row, and the word of the condition that the warning names.
CONDITIONS = [
    ("if Bland leaves, Aland will talk", {"act": "promises"}, "if"),
    ("Unless Bland leaves, Aland is against it", {"act": "opposes"}, "Unless"),
    ("will talk if Bland leaves", {"act": "promises", "polarity": "conditional", "condition": "truce"}, None),
    ("might talk if Bland leaves", {"act": "promises", "certainty": "possible"}, None),
    ("talks even if Bland stays", {"act": "promises"}, None),
    ("talks as if Bland had left, if it has", {"act": "promises"}, "if"),
    ("It is bad if Bland stays", {"act": "claims"}, None),  # what is claimed is itself that something depends on it
    ("Aland demands talks if Bland leaves", {"act": "demands"}, None),
    ("will talk if Bland goes", {"act": "promises", "proposition": "if-talks"}, None),
    ("will talk, provided Bland goes", {"act": "promises"}, "provided"),
    ("provided talks with tea", {"act": "promises"}, None),
    ("will talk once Bland goes", {"act": "promises"}, "once"),
    ("was once the place for talks", {"act": "promises"}, None),
    ("will talk as long as Bland does", {"act": "promises"}, "as long as"),
    ("will talk as long as necessary", {"act": "promises"}, None),
    ("Should Bland go, Aland will talk", {"act": "promises"}, "Should"),
    ("Should not Bland go, says Aland", {"act": "promises"}, None),
]


def test_a_conditional_promise_is_not_a_promise(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    talks = {"sentence": "Aland should talk if Bland leaves.", "issues": ["peace-talks"]}
    repository.reference["propositions"] |= {"if-talks": talks}
    repository.write_reference()
    article = "".join(f"So it is: {quote}.\n" for quote, *_ in CONDITIONS)
    rows = [
        statement(number, quote=quote, **{"proposition": "talks", **changes})
        for number, (quote, changes, _) in enumerate(CONDITIONS)
    ]
    reference, _ = assert_reference(repository.seeds / "reference")
    source = assert_source(repository.write("first", *rows, article=article), reference)
    found = [finding for finding in source.findings if finding.rule == "lost-condition"]
    assert {finding.severity for finding in found} == {Severity.WARNING}
    assert [finding.message.split("“")[1].split("”")[0] for finding in found] == [
        word for *_, word in CONDITIONS if word
    ]


def test_a_sentence_that_a_draft_leaves_open_has_lost_nothing_yet(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    row = statement(1, quote="may leave", act="claims", proposition="open", status="proposed", confidence=0.5)
    source = repository.write("first", row, article="It may leave.\n")
    (source / PROPOSED).mkdir()
    for sentence, warned in (("''", 0), ("Bland leaves.", 1), ("Bland may leave.", 0)):
        text = f"open:\n  sentence: {sentence}\n  issues: [armed-conflict]\n  words: may leave\n"
        (source / PROPOSED / "propositions.yaml").write_text(text)
        reference, _ = assert_reference(repository.seeds / "reference")
        rules = [finding.rule for finding in assert_source(source, reference).findings]
        assert rules.count("lost-hedge") == warned, (sentence, rules)


#: Words, and the one of them that makes a text only possible, doubted or hearsay.
WORDS = {
    "It MAY be": "",
    "it may": "may",
    "Allegedly so": "Allegedly",
    "so-called peace": "so-called",
    "": "",
    # hearsay, and what somebody said or thought himself
    "is said to want it": "said to",
    "were widely thought to want it": "thought to",
    "is said by some envoys to want it": "said by some envoys to",
    "men believed to be spies": "believed to be",
    "it has been claimed that they want it": "claimed",
    "they want it, it is thought": "thought",
    "said to reporters that they want it": "",
    "it was said to reporters": "",
    "they thought to bring peace": "",
    "a man who was there said to me": "",
    "it was reported by the council": "",
    "is said, by some at least, to want it": "said, by some at least, to",
    "nor is it thought that they want it": "thought",
    "is widely seen as wanting it": "seen as",
    "was seen as he left": "",
    # what only looks so, and who came
    "they want it, it would appear": "it would appear",
    "appeared, to many, to want it": "appeared, to many, to",
    "seems to want it": "seems",
    "it would appear that they want it": "it would appear",
    "appeared not to want it": "appeared not to",
    "appears ready for it": "appears ready",
    "looks set to do it": "looks set",
    "appeared before the council": "",
    "appeared to the public": "",
    "appeared in Geneva to plead": "",
    "looked at the map": "",
    # doubt, and none
    "doubts whether they want it": "doubts",
    "doubts their good faith": "doubts",
    "suspects that they want it": "suspects that",
    "arrested the suspects": "",
    "It is doubtful": "doubtful",
    "no doubt they want it": "",
    "without a shadow of a doubt": "",
    "nobody can doubt it": "",
    "they don’t doubt it": "",
    "no doubt, but some doubts": "doubts",
    "will not hesitate to want it": "",
    "won’t hesitate to want it": "",
    "hesitates to want it": "hesitates",
    "want it in no uncertain terms": "",
    "uncertain whether to want it": "uncertain",
    "are not reluctant to want it": "",
    "have no second thoughts": "",
    "not only reluctant": "reluctant",
    # what is open, and what does not matter
    "asked whether they want it": "whether",
    "wonders if they want it": "wonders if",
    "whether or not they want it": "",
    "regardless of whether they want it": "",
    "no matter whether they want it": "",
    "a matter of whether they want it": "whether",
    # what is likely, and what is not
    "most likely wants it": "likely",
    "is not likely to want it": "",
    "the least likely to want it": "",
    "could want it": "could",
    "could not want it": "",
    "could have wanted it": "",
    "nobody could want it": "",
    "there could be no excuse for it": "",
    "somebody could want it": "could",
    "as soon as possible": "",
    "a possible ally": "a possible",
    "oppose any possible war": "",
    "by some accounts": "by some accounts",
    # set phrases, and what only looks like one
    "Chances are that they want it": "Chances are",
    "chances are they want it": "chances are",
    "the odds are Bland will want it": "odds are",
    "their chances are that good": "",
    "the chances are slim that they want it": "",
    "question marks hang over their wish": "question marks hang over",
    "a question mark over their wish": "question mark over",
    "put a question mark at the end": "",
    "It remains to be seen how they want it": "remains to be seen",
    "they hoped to be seen": "",
    "on the face of it they want it": "on the face of it",
    "on the face of the coin": "",
    "want it in the face of it all": "",
    "this, if true, is what they want": "if true",
    "what they want, if confirmed, is war": "if confirmed",
    "will speak to it if confirmed as envoy": "",
    "rumour has it that they want it": "rumour has it",
    "their claim is open to question": "open to question",
    "they are open to questions": "",
    "The jury is still out on it": "jury is still out",
    "a purported wish": "purported",
    "ostensibly want it": "ostensibly",
    "a would-be friend": "would-be",
}


def test_the_word_is_found_as_it_is_written() -> None:
    assert {words: hedge_in(words) for words in WORDS} == WORDS
