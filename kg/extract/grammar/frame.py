"""A cue with its complement in a sentence, and the checks for cues that attribute nothing in their context."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.calling import is_other_call, is_person
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.splitting.misattached import is_told_to
from kg.extract.grammar.tree import has_mark, has_prep, is_infinitive

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.grammar.lexicon import Cue

__all__ = [
    "UTTERANCES",
    "Frame",
    "beside_main",
    "inverted",
    "inverted_speaker",
    "is_asked",
    "is_done_to",
    "is_nobodys",
    "is_of_others",
    "is_owned_apart",
]

#: With these verbs, the subject of a passive is the addressee.
_TOLD = ("ask", "assure", "inform", "notify", "remind", "tell", "warn")
#: Nouns that judge a deed without saying who would do it: "the inadmissibility of calling on Oslo to leave".
_ONLY_NAMED = ("danger", "idea", "impossibility", "inadmissibility", "possibility", "prospect", "risk")
UTTERANCES = (
    "tweet",
    "statement",
    "report",
    "comment",
    "remark",
    "post",
    "letter",
    "release",
    "message",
    "speech",
    "interview",
    "announcement",
    "analysis",
    "assessment",
    "study",
    "survey",
    "appeal",
    "banner",
    "communique",
    "complaint",
    "declaration",
    "editorial",
    "email",
    "lawsuit",
    "memo",
    "petition",
    "placard",
    "resolution",
    "slogan",
)
_CLOSING = ('"', "”", "''", "’")
_NAMING = ("call", "name", "dub", "label", "term", "style")
#: Nouns for what others should do.
_ASKED_WITH = ("appeal", "call", "demand", "invitation", "order", "plea", "pressure", "request", "ultimatum")
_ASKING = ("recall", "question", "interview", "grill", "quiz", "poll")
_AWAY = ("back", "home", "out")
_OUSTED = ("administration", "board", "cabinet", "council", "court", "government", "parliament")
_GOING_ON = ("begin", "continue", "start")
_LETTING = ("allow", "grant", "let")
#: What is said and not done: "offered praise for the minister".
_GIVEN_WORDS = (
    *("account", "analysis", "appraisal", "assessment", "comment", "congratulation", "criticism", "description"),
    *("explanation", "glimpse", "insight", "outlook", "praise", "reply", "response", "thank", "verdict", "view"),
)
_ELECTED = ("mayor", "nomination", "office", "parliament", "presidency", "president", "reelection", "seat", "senate")
_KEEPING = ("ban", "bar", "block", "deter", "discourage", "dissuade", "hinder", "keep", "prevent", "prohibit", "stop")
_DECLINING = ("decline", "refuse")


@dataclass(slots=True)
class Frame:
    """A cue in its sentence: its token, the matching sense, the name of the frame, and the tokens of the content.

    `around` are the tokens in the clause of the cue that are not content; `head` is the head of the content. `giver` is
    the source where no rule for sources finds it.
    """

    token: Token
    sense: Cue
    name: str
    cue: list[int]
    content: list[int] = field(default_factory=list)
    around: list[int] = field(default_factory=list)
    head: int | None = None
    clausal: bool = False
    noun: bool = False
    needs_source: bool = False
    given: Token | None = None
    giver: Token | None = None


def beside_main(verb: Token) -> Token:
    """Return the main verb for a participle parsed as part of its infinitive: "urged Oslo to pay, stressing that"."""
    apart = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.dep_ == "xcomp"
    said = apart and verb.lemma_.lower() in lexicon().plain and verb.doc[verb.left_edge.i - 1].text == ","
    return verb.head.head if said else verb


def is_done_to(verb: Token) -> bool:
    """Return whether the subject above a verb is not its speaker: "asked whether", "reminded that", "the idea of"."""
    passive = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.lemma_.lower() in _TOLD)
    if verb.dep_ == "advcl" and passive:
        return not any(child.dep_ == "aux" for child in verb.children)
    noun = verb.head.head
    return verb.dep_ == "pcomp" and verb.head.lower_ == "of" and noun.pos_ == "NOUN" and noun.lemma_ in _ONLY_NAMED


def is_nobodys(verb: Token) -> bool:
    """Return whether a verb that may be a cue attributes nothing in its context."""
    if _is_of_another_sense(verb):
        return True
    if verb.tag_ == "VBN" and verb.lemma_ in _NAMING:  # "a group called the Sea Org"
        return not any(child.dep_ in ("agent", "aux", "auxpass", "prep") for child in verb.children)
    recalled = verb.lemma_ == "recall" and any(child.lower_ in ("about", "over") for child in verb.children)
    if verb.lemma_ in _ASKING and any(is_person(child) for child in verb.children if child.dep_ == "dobj"):
        return not recalled  # "the police questioned the student", "Oslo recalled its envoy"
    if verb.lemma_ == "accuse" and not any(
        child.dep_ in ("dobj", "nsubjpass", "agent", "ccomp") for child in verb.children
    ):
        return verb.tag_ in ("VBN", "VBD") and has_prep(verb, "of")  # "saw the government accused of fraud"
    if verb.lemma_ in _GOING_ON and any(child.dep_ == "xcomp" for child in verb.children):
        return True  # "continued to help": no words are reported
    if verb.dep_ == "pobj" and any(child.dep_ == "det" for child in verb.children):
        return True  # a noun parsed as a verb: "in response to a UN call for talks, he said"
    others = _is_for_others(verb) or is_told_to(verb) or _is_kept_from(verb) or _is_other_passive(verb)
    if others or _is_declined(verb) or _is_open(verb):
        return True
    return has_mark(verb, "for") and is_infinitive(verb)  # "a call for Oslo to accept it" is not Oslo's wish


def _is_of_another_sense(verb: Token) -> bool:
    """Return whether somebody convenes, summons or ousts others, or a thing has an aim: "a vote meant to end it"."""
    ousted = verb.lemma_ == "dismiss" and any(_is_put_out(child) for child in verb.children)
    withheld = verb.lemma_ == "offer" and any(_is_none(child) for child in verb.children)  # "offered no explanation"
    spoken = verb.lemma_ == "offer" and any(child.lemma_.lower() in _GIVEN_WORDS for child in verb.children)
    sent_off = verb.lemma_ == "order" and any(child.lower_ in _AWAY and child.i > verb.i for child in verb.children)
    running = verb.lemma_ in ("campaign", "run") and any(_is_for_office(child) for child in verb.children)
    aimed = verb.lower_ == "meant" and verb.dep_ == "acl"
    return ousted or withheld or spoken or running or sent_off or aimed or is_other_call(verb)


def _is_for_others(verb: Token) -> bool:
    """Return whether a deed is what others are asked to do: "criticised the call to boycott the games"."""
    if not is_infinitive(verb) or verb.dep_ not in ("acl", "advcl", "relcl", "xcomp") or not verb.left_edge.i:
        return False
    noun = verb.left_edge.nbor(-1)  # the parser may have attached the infinitive to the verb before
    return noun.pos_ == "NOUN" and noun.lemma_.lower() in _ASKED_WITH


def _is_kept_from(verb: Token) -> bool:
    """Return whether somebody is not to do it: "a law to keep the minister from lifting the sanctions"."""
    return verb.dep_ == "pcomp" and verb.head.lower_ == "from" and verb.head.head.lemma_ in _KEEPING


def is_asked(noun: Token) -> bool:
    """Return whether a noun is part of a question: "What is Oslo's view of it?" does not state that view."""
    return any(token.text == "?" for token in noun.sent[-3:])


def is_owned_apart(word: Token) -> bool:
    """Return whether a word is somebody's, which the parser overlooks: both of "Kenya's announced intention"."""
    if any(child.dep_ == "poss" for child in word.children):
        return False  # then it is known whose it is
    told = word if word.pos_ == "VERB" else word.nbor(-1) if word.i else word
    owned = told.i > 0 and told.nbor(-1).tag_ == "POS" and told.tag_ in ("VBN", "VBD")
    return owned and told.i + 1 < len(told.doc) and told.nbor(1).pos_ == "NOUN"


def is_of_others(verb: Token, sense: Cue) -> bool:
    """Return whether a sense does not fit the construction: "allows Oslo to leave" acknowledges nothing."""
    if verb.lemma_ == "consider" and verb.tag_ == "VBG" and sense.act == "claims":
        return True  # "is considering recognition of the island as a state" has not judged yet
    below = (child for child in verb.children if child.dep_ in ("ccomp", "xcomp"))
    return sense.act == "acknowledges" and verb.lemma_ in _LETTING and any(is_infinitive(child) for child in below)


def inverted(cue: Token) -> Token | None:
    """Return a speaker that follows the verb and only looks like its object: '..." read the statement'.

    Includes a speaker quoted by the press: '"We will stay," the agency quoted a minister.'
    """
    if cue.tag_ not in ("VB", "VBD", "VBZ") or not cue.i:
        return None
    found = next((c for c in cue.children if c.dep_ == "dobj"), None)
    said = found is not None and (found.lemma_.lower() in UTTERANCES or _is_speaker(found, cue))
    if said and cue.nbor(-1).text in _CLOSING:
        return found
    quoted = cue.lemma_ == "quote" and any(child.dep_ == "ccomp" and child.i < cue.i for child in cue.children)
    if found is None and cue.nbor(-1).text in (*_CLOSING, ",") and cue.lemma_.lower() in lexicon().plain:
        return _behind_text(cue)
    return found if found is not None and quoted else inverted_speaker(cue)


def _behind_text(cue: Token) -> Token | None:
    """Return the speaker behind the kind of text, which the parser joins to it: '..." said in a letter Minister X'."""
    if any(child.dep_ in ("nsubj", "nsubjpass", "csubj") for child in cue.children):
        return None
    texts = [
        inner for child in cue.children if child.lower_ == "in" and child.i == cue.i + 1 for inner in child.children
    ]
    asides = [child for text in texts for child in text.children if child.dep_ == "appos"]
    return next((child for child in asides if cue.doc[child.left_edge.i - 1].text != ","), None)


def inverted_speaker(cue: Token) -> Token | None:
    """Return the speaker named after "reported" at the end of a sentence: "the port is shut, reported the ministry"."""
    doc = cue.doc
    alone = cue.tag_ == "VBD" and cue.i > cue.sent.start + 3 and doc[cue.i - 1].text == ","
    if not alone or cue.dep_ != "conj" or cue.lemma_.lower() not in lexicon().plain:
        return None
    if any(child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl", "aux", "ccomp") for child in cue.children):
        return None
    found = next((child for child in cue.children if child.dep_ == "dobj" and child.i > cue.i), None)
    if found is None or any(
        not token.is_punct and not token.is_space for token in doc[found.right_edge.i + 1 : cue.sent.end]
    ):
        return None
    speaks = found.ent_type_ in ("ORG", "PERSON", "GPE") or found.lower_ in _speakers()
    return found if speaks else None


def _is_speaker(noun: Token, cue: Token) -> bool:
    """Return whether a verb of saying has its speaker behind it: '"We will stay," reiterated the spokesman'."""
    senses = lexicon().verbs.get(cue.lemma_.lower(), ())
    told = any(sense.act == "claims" and "clause" in sense.takes for sense in senses)
    alone = not any(child.dep_ in ("nsubj", "nsubjpass", "aux") for child in cue.children)
    return told and alone and noun.i > cue.i and (noun.ent_type_ == "PERSON" or noun.lower_ in _speakers())


@lru_cache(maxsize=1)
def _speakers() -> frozenset[str]:
    people = load_data("names/people.yaml")
    return frozenset(str(word) for name in ("roles", "people", "bodies") for word in people[name])


def _is_other_passive(verb: Token) -> bool:
    """Return whether a participle continues the description of a thing: "is an ally and considered a threat"."""
    head = verb.head
    own = any(child.dep_ in ("aux", "auxpass", "agent", "nsubj") for child in verb.children)
    # A past tense after a present tense is not a participle: nobody writes "is an ally and said ...".
    return (
        verb.tag_ == "VBN" and verb.dep_ == "conj" and head.lemma_ == "be" and head.tag_ in ("VBZ", "VBP") and not own
    )


def _is_open(verb: Token) -> bool:
    """Return whether it is asked, and not said, that somebody thinks or says so: "depends on whether Oslo feels"."""
    first = verb
    while first.dep_ == "conj" and not (has_mark(first, "that") or has_mark(first, "whether")):
        first = first.head
    return has_mark(first, "whether")


def _is_declined(verb: Token) -> bool:
    """Return whether a verb is one of several things that were declined: "declined to meet or blame them"."""
    first = verb
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    joined = first != verb and verb.tag_ == "VB" and not any(child.dep_ == "nsubj" for child in verb.children)
    return joined and first.dep_ == "xcomp" and first.head.lemma_.lower() in _DECLINING


def _is_for_office(link: Token) -> bool:
    """Return whether somebody wants to be elected: "campaigned for the presidency"."""
    return link.lower_ == "for" and any(noun.lemma_.lower() in _ELECTED for noun in link.children)


def _is_none(noun: Token) -> bool:
    return noun.dep_ == "dobj" and any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children)


def _is_put_out(noun: Token) -> bool:
    """Return whether somebody loses an office: "dismissed the minister", but not "dismissed the minister's claim"."""
    told = any(child.lower_ in ("as", "for") for child in noun.head.children)
    return noun.dep_ in ("dobj", "nsubjpass") and not told and (is_person(noun) or noun.lower_ in _OUSTED)
