"""Finds the source of a cue: its subject, through passives, participles and coordination, or the owner of a noun."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.extract.grammar.frame import UTTERANCES, beside_main, inverted, is_done_to
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.splitting.in_utterance import of_utterance
from kg.extract.grammar.splitting.misattached import is_active, is_no_speaker, is_told_to, sends_them
from kg.extract.grammar.splitting.nearer import nearer_doer
from kg.extract.grammar.splitting.under_nouns import agent_of, appeals_besides, is_made_to, is_sent_to, member_of, whose
from kg.extract.grammar.torn import (
    after_aside,
    after_participle,
    before_the_day,
    before_the_deed,
    behind_place,
    behind_voice,
    nearest_subject,
)
from kg.extract.grammar.tree import has_prep, has_subject, misread_subject, object_of, partner_of, span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.frame import Frame

__all__ = ["above", "misplaced", "source_of", "teller_of"]

#: Verbs whose subject acts on a text that others wrote: "quashed a resolution condemning the raid".
_AGAINST = ("act", "back", "block", "defeat", "dismiss", "oppose", "quash", "reject", "support", "veto", "vote")
#: Verbs whose subject moves an envoy in order to say something: "summoned the envoy to protest".
_CALLED = ("call", "expel", "recall", "summon", "withdraw")
_LOCKED = ("asylum", "hospital", "jail", "prison", "trial")
_CITING = ("cite", "paraphrase", "quote", "recall", "remember", "report")
_CHANNELS = ("twitter", "facebook", "telegram", "instagram", "television", "tv", "radio", "x")


def source_of(doc: Doc, frame: Frame) -> tuple[list[int], int | None]:
    """Return the tokens of the source of a frame and their head; no tokens and None if the source is not named."""
    if frame.name == "according" and frame.given is not None:
        near = [
            *frame.given.children,
            *(c for child in frame.given.children if child.tag_ == "VBN" for c in child.children),
        ]
        by = next((child for child in near if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from")), None)
        if frame.given.lemma_.lower() in UTTERANCES and by is not None and object_of(by) is not None:
            return list(span(by))[1:], object_of(by)
        named = [i for i in frame.around if i > frame.cue[-1]]
        return named, frame.given.i if named[-1] in span(frame.given) else named[-1]
    aside = None if frame.noun else after_aside(frame.token)
    given = (list(span(frame.giver)), frame.giver.i) if frame.giver is not None else aside
    if given is not None:
        return given
    verb = frame.token
    found = None if frame.noun else misplaced(verb) or behind_voice(verb) or inverted(verb) or of_utterance(verb)
    if found is not None:
        return list(range(found.left_edge.i, max(found.i, found.right_edge.i) + 1)), found.i
    found = _owner(frame.token) if frame.noun else _felt(frame.token) or _subject(frame.given or frame.token)
    if found is None or is_no_speaker(found, frame.token):
        return [], None
    found = behind_place(before_the_day(before_the_deed(found)))
    other = None if frame.noun or found.i > frame.token.i else partner_of(found)
    indices = list(span(found) if other is None else range(other.left_edge.i, found.right_edge.i + 1))
    if frame.token.i in indices:  # the cue modifies the source: "a man who said", "activists calling for"
        indices = [i for i in indices if i < frame.token.left_edge.i]
        while indices and doc[indices[-1]].text in (",", "–", "—"):
            indices.pop()
    return [i for i in indices if i not in frame.cue], found.i


def _subject(token: Token) -> Token | None:  # noqa: C901  # one branch per English construction
    """Return the head of a verb's subject, through passives, coordination, participles and infinitives."""
    for _ in range(8):
        cited = token.head.head.lemma_ in _CITING
        if token.dep_ == "pcomp" and token.head.lower_ == "as" and cited:
            quoted = [child for child in token.head.head.children if child.dep_ in ("nsubjpass", "dobj")]
            return quoted[0] if quoted else None
        token = beside_main(token)
        if token.dep_ in ("acl", "relcl") and (member := member_of(token.head)):
            return member
        agent = next((child for child in token.children if child.dep_ == "agent"), None)
        if agent is not None and not is_active(token):
            found = object_of(agent)
            return token.doc[found] if found is not None else None
        if (nearest := nearest_subject(token)) is not None:
            return behind_voice(token) or after_participle(nearest, token)
        passive = next((child for child in token.children if child.dep_ == "nsubjpass"), None)
        if passive is not None and not any(child.dep_ == "auxpass" for child in token.children):
            return passive  # misparsed: it is not passive
        if any(child.dep_ in ("nsubjpass", "auxpass", "expl") for child in token.children) and token.dep_ != "xcomp":
            return None
        owner = next((c for c in token.children if c.dep_ == "poss"), None)
        if owner is not None and token.pos_ in ("NOUN", "PROPN"):
            return owner
        if token.head == token or _is_listed(token):
            return None
        if (joined := _joined_before(token) or misread_subject(token)) is not None:
            return joined
        if is_done_to(token):
            return None  # "asked whether": the subject does not ask
        if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBG"):
            sent = token.head.lemma_.lower() in (*UTTERANCES, *_CHANNELS) or is_sent_to(token.head) or sends_them(token)
            if token.dep_ == "acl" and sent:
                token = _verb_above(token.head)
                if token.lemma_.lower() in _AGAINST:
                    return None  # "quashed a resolution condemning the raid"
                continue
            return token.head
        if is_made_to(token) or (token.dep_ == "xcomp" and is_told_to(token.head)):
            return None
        called = token.head.lemma_.lower() in _CALLED  # "summoned the envoy to protest": the envoy does not protest
        if token.dep_ == "xcomp" and not called and any(child.dep_ == "dobj" for child in token.head.children):
            return next(child for child in token.head.children if child.dep_ == "dobj")
        if (agent := agent_of(token)) is not None:
            return agent
        token = above(token)
    return None


def _is_listed(token: Token) -> bool:
    """Return whether a gerund is among the things that others want: "the demands include lifting sanctions"."""
    above = token
    while (
        above.dep_ in ("conj", "acl", "advcl")
        and above.head.tag_ in ("VBG", "NN", "NNS", "NNP")
        and above.head != above
    ):
        above = above.head
    return token.tag_ == "VBG" and above.head.lemma_ == "include" and above.dep_ in ("dobj", "pcomp", "xcomp", "ccomp")


def _felt(cue: Token) -> Token | None:
    """Return the subject of a participle that expresses a feeling: "ministers are concerned that"."""
    if cue.tag_ != "VBN" or cue.lower_ not in lexicon().adjectives:
        return None
    # "is opposed to the deal", "is committed to the deal": nobody opposes or commits Norway
    own = cue.lower_ in ("committed", "opposed") and has_prep(cue, "to") and not _is_locked_up(cue)
    if cue.lemma_.lower() in lexicon().verbs and not own:
        return None
    return next((child for child in cue.children if child.dep_ == "nsubjpass"), None)


def _is_locked_up(cue: Token) -> bool:
    """Return whether somebody else commits a person to a place: "was committed to prison"."""
    places = (inner for child in cue.children if child.lower_ == "to" for inner in child.children)
    return any(place.lower_ in _LOCKED for place in places)


def _joined_before(token: Token) -> Token | None:
    """Return the subject directly before a participle, if the parser took it for the last item of a list.

    In "with Oslo accusing Rome of fraud and Berlin saying", Berlin is the subject of "saying".
    """
    before = token.nbor(-1) if token.i else token
    doer = before.dep_ == "conj" and before.pos_ == "PROPN" and before.ent_type_ in ("GPE", "ORG", "PERSON", "NORP")
    first = before.left_edge.i
    joined = doer and first > 0 and token.doc[first - 1].dep_ == "cc" and before.head.pos_ == "NOUN"
    return before if joined and token.tag_ == "VBG" and token.dep_ in ("advcl", "acl") else None


def _verb_above(noun: Token) -> Token:
    """Return the verb above a noun: in "posted a message on Twitter blaming Iran", it is "posted"."""
    token = noun
    while token.pos_ not in ("VERB", "AUX") and token.head != token:
        token = token.head
    return token


def above(token: Token) -> Token:
    """Return the verb whose subject a verb shares: a participle after a comma belongs to the verb of saying."""
    head = token.head
    teller = teller_of(token) or nearer_doer(token, head)
    if teller is not None:
        return teller
    set_off = token.dep_ == "advcl" and token.tag_ == "VBG" and token.i and token.doc[token.left_edge.i - 1].text == ","
    if set_off and head.dep_ == "ccomp" and head.head.i < head.i:
        words, upper = lexicon(), head.head.lemma_.lower()
        if upper in words.plain or (token.lemma_.lower() in ("say", "add") and upper in words.verbs):
            return head.head
    return head


def misplaced(cue: Token) -> Token | None:
    """Return the speaker between a comma and "said", if the parser attached the name to the words before the comma.

    "..., a senior official of the group said Saturday"; "In a statement carried by the agency, Kim said".
    """
    if cue.tag_ not in ("VBD", "VBZ") or not cue.i or cue.lemma_.lower() not in lexicon().plain or has_subject(cue):
        return None
    token = cue.doc[cue.i - 1]
    if token.is_punct and cue.i > 1:
        token = cue.doc[cue.i - 2]
    for _ in range(8):
        if _is_set_apart(token, cue):
            named = token.dep_ == "appos" and _is_set_apart(token.head, cue)  # "the governor, Lars Holm, said"
            return token.head if named else token
        if token.head == token or not cue.sent.start <= token.head.i < cue.i:
            return None
        token = token.head
    return None


def _is_set_apart(token: Token, cue: Token) -> bool:
    """Return whether a token names a speaker between a comma and a verb."""
    named = token.pos_ == "PROPN" or (token.pos_ == "NOUN" and token.lemma_.lower() in _roles())
    first = token.left_edge.i
    torn = token.dep_ == "npadvmod" and token.ent_type_ == "PERSON"  # "Speaking for the parents, Anna Berg, SC, said"
    if (
        not named
        or not (token.dep_ in ("appos", "conj", "pobj", "dobj") or torn)
        or not cue.sent.start < first <= token.i < cue.i
    ):
        return False
    return token.doc[first - 1].text in (",", "”", '"') and token.right_edge.i >= cue.i - 2


#: Verbs whose subject has something from others, and what these give it.
_HAVING = ("attract", "draw", "earn", "enjoy", "gain", "get", "have", "lose", "receive", "secure", "win")
_GIVEN = ("approval", "backing", "blessing", "consent", "endorsement", "praise", "support", "sympathy")


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    people = load_data("names/people.yaml")
    return frozenset(str(word) for name in ("roles", "people", "bodies") for word in people[name])


def teller_of(token: Token) -> Token | None:
    """Return the verb of saying that a verb is coordinated with, if the parser made that verb part of the content.

    "He said there was no plan and called for elections"; '"No," she said, and called for elections'.
    """
    head, words = token.head, lexicon()
    if token.dep_ != "conj" or head.pos_ not in ("VERB", "AUX") or has_subject(token):
        return None
    lemma = token.lemma_.lower()
    if lemma == "have" or (lemma not in words.verbs and lemma not in words.support):
        return None
    if lemma in words.deeds or token.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    bare = head.tag_ == "VB" and any(child.tag_ in ("MD", "TO") for child in head.children)
    if bare and token.tag_ in ("VBD", "VBZ") and head.dep_ in ("ccomp", "advcl", "xcomp") and head.head.i < head.i:
        return head.head  # "was concerned that it could spread and called for talks", "told them to go and urged ..."
    # "said it was a step that could hurt and called for talks", "was held by men who had come and called for help"
    if token.tag_ == "VBD" and head.dep_ == "relcl" and (bare or appeals_besides(token)):
        over = next((item for item in head.ancestors if item.lemma_.lower() in words.plain and item.i < head.i), None)
        return over if over is not None and over.tag_ == "VBD" else None
    tellers = [head.head] if head.dep_ == "ccomp" and head.head.i < head.i else []
    tellers += [child for child in head.children if child.dep_ in ("parataxis", "ccomp") and head.i < child.i < token.i]
    for teller in tellers:
        alike = (
            head.tag_ == token.tag_ and head.lemma_.lower() in words.verbs and head.i < token.i and teller.i < head.i
        )
        present = head.tag_ in ("VBZ", "VBP") and token.tag_ == "VBD"  # 'repeated that it "is no war" and rejected it'
        # A news report may go on with what others do: "Fars reported that Iran left the deal and demanded a vote".
        plain = teller.lemma_.lower() in words.plain and teller.lemma_.lower() != "report"
        telling = plain or (present and teller.lemma_.lower() in words.verbs)
        if teller.tag_ == token.tag_ and telling and not alike:
            return teller
    return None


def _owner(noun: Token) -> Token | None:  # noqa: C901  # one branch per English construction
    """Return the owner of a noun: a genitive, the object of "by", a nation's adjective, or a support verb's subject."""
    words = lexicon()
    for child in noun.children:
        if child.dep_ == "poss":
            return whose(child)
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "among"):
            if child.lower_ == "by" and _is_of_thing(child, noun):
                continue
            found = object_of(child)
            return noun.doc[found] if found is not None else None
    for child in noun.children:
        if child.dep_ in ("amod", "compound") and child.ent_type_ in ("NORP", "GPE", "ORG", "PERSON"):
            return child
    head = noun.head
    while head.dep_ == "conj" and head.lemma_ not in words.support:
        head = head.head
    if noun.dep_ in ("dobj", "attr") and head.pos_ in ("VERB", "AUX") and head.lemma_ in words.support:
        return None if _is_received(noun, head) else _subject(head)
    return None


def _is_received(noun: Token, verb: Token) -> bool:
    """Return whether others give what a verb's subject has: "had the support of Norway" is not support for Norway."""
    return verb.lemma_ in _HAVING and noun.lemma_.lower() in _GIVEN


def _is_of_thing(by: Token, noun: Token) -> bool:
    """Return whether "by" says who does what somebody else wants or reports: "a proposal for mediation by Norway"."""
    senses = {sense.act for sense in lexicon().nouns.get(noun.lemma_.lower(), ())}
    links = {child.lower_ for child in noun.children if noun.i < child.i < by.i}
    reported = "of" in links and senses & {"accuses", "claims", "reports"}  # "reports of testing by Norway"
    return bool(reported or ("for" in links and senses & {"calls-for", "demands", "proposes", "urges"}))
