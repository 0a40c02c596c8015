"""Nested attributions: finds those that only pass on another one, and those without a statement of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import has_mark, object_of
from kg.extract.meaning.negation import is_negated
from kg.extract.meaning.settling import cue_negation
from kg.extract.meaning.things import WANTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.actors import Actor

__all__ = [
    "closes",
    "is_aside",
    "is_mention",
    "is_of_mind",
    "is_relay",
    "is_telling",
    "is_told",
    "is_turned_down",
    "is_unreal",
    "is_unsaid",
    "parents_of",
    "part",
    "passes_on",
    "relays_of",
    "repeats",
    "shares",
]

_TELLING = ("tell", "say", "inform", "add", "write", "state", "report", "announce", "declare")
_INFORMANTS = (
    *("source", "official", "report", "document", "diplomat", "aide", "person", "witness", "figure", "data", "group"),
    *("militia", "activist", "resident", "expert", "analyst", "agency"),
)
#: "Lends its support to" says no more than "supports".
_LENDING = ("give", "lend", "offer", "provide")
_TOPICS = frozenset(load_data("grammar/cues.yaml")["topics"])

#: Acts whose content is wished for, feared or denied, so that it has not been done or said.
_UNREAL = frozenset(
    (
        *("agrees", "calls-for", "demands", "denies", "doubts", "expects", "hopes", "makes-condition", "offers"),
        *("promises", "proposes", "refuses", "rejects", "threatens", "urges"),
    )
)
_DIRECTIVE = frozenset(
    ("calls-for", "condemns", "criticises", "demands", "offers", "opposes", "promises", "rejects", "supports", "urges")
)
_DISPOSED = ("prepared", "ready", "willing")
_DECLARED = ("declaration", "statement", "message", "sense", "feeling")
_ASKING = ("ask", "press", "question")
_DETAILS = frozenset(("detail", "information", "reason", "specific"))
_NAMING = ("comment", "elaborate", "identify", "name", "quote", "speak")


_MINDING = ("believe", "consider", "fear", "feel", "regard", "see", "think", "understand", "view")
#: Predicates that make the clause below them untrue.
_UNTRUE = ("absurd", "false", "incorrect", "misleading", "nonsense", "untrue", "wrong")


def is_unreal(doc: Doc, item: Attribution, parent: Attribution) -> bool:
    """Return whether another stance only wishes for or denies this one: "seeks approval by the Council"."""
    noun = doc[parent.via]
    if noun.pos_ == "NOUN" and noun.dep_ == "dobj" and isinstance(cue_negation(noun, parent.sense.act), tuple):
        return True  # "dismissed the idea that Russia wants peace"
    if any(child.lower_ in _UNTRUE for up in doc[item.via].ancestors for child in up.children if child.dep_ == "acomp"):
        return True  # "it would be wrong to say that Oslo backs the rebels"
    under = parent.sense.act in _UNREAL and not parent.quotes
    return under and (doc[item.via].pos_ != "NOUN" or parent.sense.act in WANTED)


def is_aside(doc: Doc, item: Attribution) -> bool:
    """Return whether a cue is about the circumstances of speech: "asked whether he would", "asked not to be named"."""
    cue = doc[item.via]
    told = {doc[i].lemma_.lower() for i in item.content[:12]}
    unnamed = item.head is not None and doc[item.head].lemma_.lower() in _NAMING
    passive = item.head is not None and any(child.dep_ == "auxpass" for child in doc[item.head].children)
    if unnamed and item.frame == "to" and (passive or item.sense.act == "refuses"):
        return True
    if item.sense.lemma == "decline" and item.frame == "to" and told & _DETAILS and len(item.content) < 12:
        return True  # "declined to give any details"
    if item.sense.lemma in ("quote", "cite") and any(
        child.lower_ == "as" and object_of(child) for child in cue.children
    ):
        return True  # "was quoted by the paper as saying": the quoted words get a row of their own
    if "anonymity" in told and len(item.content) < 12:
        return True
    asked = [token for token in (cue, *cue.ancestors) if token.lemma_ in _ASKING and token.dep_ == "advcl"]
    return any(
        token.tag_ in ("VBN", "VBD") and not any(child.dep_ in ("nsubj", "aux") for child in token.children)
        for token in asked
    )


def part(doc: Doc, found: list[Attribution]) -> None:
    """Take "according to X" out of the contents that include it, and record X as the one who passes them on."""
    for item in found:
        if closes(doc, item):
            _pass_on(item, found)
        if item.frame == "according":
            own = {*item.cue, *item.source}
            for other in found:
                if other is item or not own.intersection(other.content):
                    continue
                other.content = tuple(i for i in other.content if i not in own)
                if (
                    other.sense.lemma in _TELLING and other.via < item.via
                ):  # it passes on the whole statement, including its verb of saying
                    item.content = tuple(sorted({*item.content, *other.content, other.via}))


def _pass_on(item: Attribution, found: list[Attribution]) -> None:
    """Make a statement the content of the `item` that the parser put inside it: "X told Y that they left, Z said"."""
    for other in found:
        inside = other.via < item.via and item.via in other.content
        if inside and other.sense.lemma in _TELLING and other.frame == "clause":
            other.content = item.content
            item.content, item.head = tuple(sorted({*item.content, other.via})), other.via


def closes(doc: Doc, item: Attribution) -> bool:
    """Return whether a speaker at the end of a sentence passes on all of it: "X told Y that they had left, Z said"."""
    if item.sense.lemma not in _TELLING or not item.source or item.via - item.source[-1] != 1:
        return False
    after, before = doc[item.via + 1 : item.via + 2], doc[max(0, item.source[0] - 4) : item.source[0]]
    last = [token.text for token in before if token.pos_ not in ("ADJ", "DET", "NOUN", "PROPN")][-1:]
    return last == [","] and all(token.text == "." or token.is_space for token in after)  # "..., the paper Nation said"


def parents_of(found: list[Attribution]) -> dict[int, Attribution]:
    """Return the smallest enclosing attribution of each one, by the token of its cue."""
    parents: dict[int, Attribution] = {}
    # The shortest first, because it is the nearest around a cue.
    for other in sorted(found, key=lambda item: len(item.content)):
        inside = set(other.content)
        for item in found:
            if item.via in inside and item is not other:
                parents.setdefault(item.via, other)
    return parents


def is_unsaid(doc: Doc, item: Attribution) -> bool:
    """Return whether something is reported as not said."""
    return item.sense.lemma in lexicon().plain and item.sense.act in ("claims", "reports") and is_negated(doc[item.via])


def is_mention(doc: Doc, item: Attribution) -> bool:
    """Return whether a cue only names the topic or the source: "talked about X", "citing aides"."""
    cue = doc[item.via]
    if is_unsaid(doc, item):
        return True
    own = any(child.dep_ in ("nsubj", "aux", "auxpass") for child in cue.children)
    if item.sense.lemma == "ask" and cue.i and cue.nbor(-1).text == "," and not own and item.frame != "who-to":
        return True  # "but, asked whether it had a plan, he said"
    if item.sense.lemma == "ask" and item.frame != "who-to" and any(doc[i].tag_ == "WRB" for i in item.content[:2]):
        return True  # "asked why it had left"
    if item.quotes or item.sense.act not in ("claims", "reports"):
        return False
    if item.sense.lemma == "cite" and doc[item.via].tag_ == "VBG":
        return any(doc[i].lemma_.lower() in _INFORMANTS for i in item.content)
    if cue.pos_ == "NOUN" and item.frame == "of" and item.sense.act == "claims" and cue.lemma_.lower() in _DECLARED:
        return True  # "its declaration of independence" is an action
    topic = item.frame == "of" and item.sense.lemma in ("speak", "talk", "tell", "hear", "know", "learn", "think")
    return (
        topic
        or item.frame in ("about", "on", "over", "to-noun")
        or (item.sense.lemma in _TOPICS and item.frame == "object")
    )


def is_telling(item: Attribution, parent: Attribution) -> bool:
    """Return whether an attribution and the enclosing one both report speech."""
    return item.sense.lemma in _TELLING and parent.sense.lemma in _TELLING and bool(item.source)


def is_told(doc: Doc, item: Attribution, parent: Attribution) -> bool:
    """Return whether another speaker ascribes a stance to its holder: "he said that they supported the rebels"."""
    token = doc[item.via]
    token = token.head if token.dep_ == "dobj" and token.head.lemma_ in _LENDING else token
    if token.pos_ != "VERB" or item.sense.act in ("vetoes", "abstains", "votes-for", "votes-against"):
        return False
    while token.i != parent.head and token.head != token and token.dep_ not in ("relcl", "acl"):
        token = token.head
    return token.i == parent.head


def relays_of(item: Attribution, relays: list[Attribution]) -> list[Attribution]:
    """Return the attributions that pass on the same words: 'Erdogan said, as reported by the BBC, "..."'."""
    return [relay for relay in relays if relay is not item and shares(item, relay)]


def is_relay(doc: Doc, item: Attribution) -> bool:
    """Return whether a cue is used as in "as reported by"."""
    cue = doc[item.via]
    return (
        cue.tag_ == "VBN"
        and any(child.dep_ == "agent" for child in cue.children)
        and (has_mark(cue, "as") or (cue.left_edge.i > 0 and doc[cue.i - 1].lower_ == "as"))
    )


def shares(item: Attribution, other: Attribution) -> bool:
    """Return whether two attributions have most of their words in common."""
    common = set(item.content) & set(other.content)
    return 2 * len(common) > min(len(item.content), len(other.content))


def is_of_mind(item: Attribution) -> bool:
    """Return whether a stance is what somebody thinks, which others only suppose."""
    return item.sense.lemma in _MINDING


def is_denial(item: Attribution) -> bool:
    """Return whether an attribution rejects what another speaker says."""
    return item.sense.act in ("denies", "doubts", "rejects")


def is_turned_down(doc: Doc, item: Attribution, parent: Attribution) -> bool:
    """Return whether somebody denies or rejects what another claims: "rejected claims by Oslo that"."""
    noun = doc[item.via]
    claimed = noun.pos_ == "NOUN" and noun.dep_ == "dobj" and noun.head.i == parent.via and item.frame == "clause"
    return claimed and is_denial(parent) and bool(item.source)


def is_whole(doc: Doc, item: Attribution) -> bool:
    """Return whether an attribution is a speech in full or a turn: its words are direct without quotation marks."""
    if ":" in doc[item.via].text and item.source and (item.source[0] > 0 or item.via > item.source[-1] + 1):
        return True  # not the colon of a headline
    first, last = (doc[i].sent.start for i in (item.content[0], item.content[-1]))
    return first != last and len(item.content) > len(doc) / 2


def is_directive(item: Attribution) -> bool:
    """Return whether a stance is a wish or an action, and not only a claim or what somebody is ready for."""
    return item.sense.act in _DIRECTIVE and item.sense.lemma not in _DISPOSED


def is_to_come(doc: Doc, item: Attribution) -> bool:
    """Return whether speech is still to come: "the White House says the leaders will highlight the danger"."""
    return any(child.tag_ == "MD" for child in doc[item.via].children)


def repeats(doc: Doc, item: Attribution, found: list[Attribution], holders: dict[int, tuple[Actor, ...]]) -> bool:
    """Return whether "according to X" only repeats that X makes the statement."""
    if item.frame != "according" or not holders[item.via]:
        return False
    same = (other for other in found if other is not item and holders.get(other.via) == holders[item.via])
    return any(other.via in item.content or item.head in (other.via, doc[other.via].head.i) for other in same)


def passes_on(
    doc: Doc,
    item: Attribution,
    found: list[Attribution],
    holders: dict[int, tuple[Actor, ...]],
    knows: Callable[[Attribution, tuple[Actor, ...], tuple[Actor, ...]], bool],
) -> bool:
    """Return whether an attribution only passes on another one: "Assad told Annan ..., according to SANA".

    What others think is passed on only by those who know it (`knows`): the press, and who speaks for them.
    """
    if is_denial(item) or item.frame in ("who-to", "to"):
        return False  # "denied a report by Reuters that", "urged both to show restraint": nobody has shown or said it
    inside = set(item.content)
    for other in found:
        if other is item or other.via not in inside:
            continue
        telling = (bool(other.quotes) and other.frame == "clause") or other.sense.act in (
            "claims",
            "reports",
            "warns",
            "acknowledges",
            "denies",
        )
        if item.frame == "according":
            telling = telling or item.head in (other.via, doc[other.via].head.i)
        elif other.via != item.head:
            continue
        tellers = holders[item.via]
        if is_of_mind(other) and tellers and not knows(item, tellers, holders.get(other.via, ())):
            continue  # "analysts say Erdogan sees it as a chance" tells what analysts say
        rejected = other.sense.act == "acknowledges" and is_negated(doc[other.via])  # "does not recognise the result"
        told = telling and not (rejected or is_to_come(doc, other) or is_mention(doc, other))
        if told and (first := holders.get(other.via)) and first != holders[item.via]:
            return True
    return False
