"""Finds what the speaker does not hold: assumptions, allegations, and other people's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.noise.silence import is_said_by_nobody
from kg.extract.grammar.frame import UTTERANCES
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import has_mark, subject_of
from kg.extract.meaning.acts.performing import performed
from kg.extract.names.actors import ROLES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from spacy.tokens import Doc, Token

    from kg.extract.article.excerpts import Layout
    from kg.extract.draft.drafts import RowWriter
    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.actors import Actor

__all__ = ["is_no_stance", "is_others_telling", "is_others_view", "is_own", "of_known_voices"]

_TELLING = ("tell", "say", "inform", "add", "write", "state", "report", "announce", "declare")
#: Nouns for what states or people claim as their own.
_CLAIMED = ("area", "coast", "island", "land", "life", "reef", "region", "sea", "territory", "throne", "victory")
_ALLEGED = ("accusation", "allegation", "charge", "claim", "rumor", "rumour", "suspicion")
_ALLEGEDLY, _ACCUSING = ("allegedly", "purportedly", "supposedly"), ("accuse", "charge", "suspect")
_ONLY_ALLEGED = ("alleged", "claimed", "purported", "supposed", "suspected")
#: What somebody does with the words of others.
_TAKING_UP = frozenset(
    ("condemn", "criticise", "criticize", "denounce", "deplore", "hear", "note", "read", "regret", "reject", "welcome")
)
_ASKING_OTHERS = ("ask", "call", "exhort", "implore", "press", "push", "request", "tell", "urge")
#: What a state does by the words of its spokesman.
_PERFORMED = frozenset(
    ("appeal", "call", "condemn", "demand", "denounce", "oppose", "protest", "reject", "support", "urge", "welcome")
)
_OPPOSED = ("camp", "direction", "end", "faction", "party", "side", "team", "view")
_ENQUIRING = ("ask", "enquire", "inquire", "query")
_FINDING_OUT = ("discover", "find", "hear", "know", "learn", "see")
#: What things do by themselves.
_BREAKING = frozenset(
    ("boil", "collapse", "erupt", "escalate", "fail", "fall", "flare", "spill", "spiral", "spread", "unravel")
)
_MEASURES = frozenset(load_data("meaning/wording.yaml")["measures"])
_WHEN = ("after", "as", "before", "once", "since", "until", "when")
_SETTLING = ("confirm", "deny")
_POSSIBLE = ("chance", "danger", "likelihood", "option", "possibility", "prospect", "risk", "threat")


def is_own(
    drafter: RowWriter,
    verb: Token,
    holders: tuple[Actor, ...],
    principals: list[str],
    item: Attribution,
    *,
    direct: bool,
) -> bool:
    """Return whether the holders are the subject of a verb, or tell what their own side says.

    "President Berg made clear that Norway will stay," his spokesman said: this is what the spokesman says.
    """
    subject = subject_of(verb)
    # In 'says she is "saddened" that they left', only one word is quoted, and "she" is the speaker.
    direct = direct and (subject is None or _is_with(drafter.layout, verb, subject))
    if drafter.speakers.is_own(verb, holders, principals, item.content, direct=direct):
        return True
    if subject is not None and _is_ours(subject) and _is_of_government(drafter, verb, subject, holders, principals):
        return True  # "the government protests against it", its spokesman said
    if subject is not None and not principals and _is_performed_now(verb) and drafter.speakers.is_spokesman(holders):
        return all(actor.kind == "state" for actor in drafter.resolver.look(subject)) and subject.pos_ == "PROPN"
    if subject is None or subject.pos_ != "PROPN" or performed(verb, own=True) is None:
        return False
    named = drafter.resolver.look(subject)
    return bool(named) and all(drafter.speakers.are_one_side((actor,), holders) for actor in named)


def _is_performed_now(verb: Token) -> bool:
    """Return whether a verb in the present takes a side by itself: "the United States condemns"."""
    return verb.tag_ in ("VBZ", "VBP") and verb.lemma_ in _PERFORMED


def _is_with(layout: Layout, verb: Token, subject: Token) -> bool:
    """Return whether a subject stands in the quotation of its verb, or neither in any."""
    quoted = layout.quotation(verb.idx)
    return quoted is None or quoted is layout.quotation(subject.idx)


def _is_of_government(
    drafter: RowWriter, verb: Token, subject: Token, holders: tuple[Actor, ...], principals: list[str]
) -> bool:
    """Return whether "the government" is that of the speaker: a spokesman, or one of its ministers.

    What it will do is read with what else those in charge announce.
    """
    minister = len(holders) == 1 and holders[0].kind == "person" and len(principals) == 1
    ahead = any(child.tag_ == "MD" for child in verb.children)
    return drafter.speakers.is_spokesman(holders) or (minister and subject.lower_ == "government" and not ahead)


def _is_ours(subject: Token) -> bool:
    """Return whether a subject is the body of a spokesman: "the government", and not "the government of Kenya"."""
    bare = all(child.dep_ in ("det", "punct") for child in subject.children)
    return bare and subject.lower_ in ("government", "ministry") and subject.left_edge.lower_ == "the"


def of_known_voices(layout: Layout, doc: Doc, found: list[Attribution], told: Container[int]) -> Iterator[Attribution]:
    """Yield attributions without those inside a quotation of which the text does not say whose it is.

    `told` has the cues that stand in the words of others. "The EU is aware of it" in quotation marks is not the EU's.
    """
    for item in found:
        inside = layout.quotation(doc[item.via].idx)
        named = item.source and doc[item.source[0]].lower_ not in ("i", "we")
        same = inside is not None and named and layout.quotation(doc[item.source[0]].idx) is inside
        if item.via in told or not same:
            yield item


def is_no_stance(doc: Doc, item: Attribution) -> bool:
    """Return whether a cue expresses no stance of anybody: it is only hypothetical, or the word has another sense."""
    cue = doc[item.via]
    if _is_beside(cue, item) or _is_reporters(cue) or _is_alleged(cue):
        return True
    if any(is_none(doc, item) for is_none in (_is_asked, _is_supposed, _is_enquiry, _is_of_things)):
        return True
    if _is_of_statements(cue) or _is_of_asked(cue) or is_said_by_nobody(cue, item):
        return True
    head = doc[item.head] if item.head is not None else cue
    return _is_left_open(cue) or _is_left_open(head) or _is_telling(cue, head)


def _is_of_statements(cue: Token) -> bool:
    """Return whether statements declare an intention that others take up: "deplored the remarks, declaring their plan".

    Whoever "condemned the report, saying that it lied" says so.
    """
    verb = next((up for up in (cue, *cue.ancestors) if up.tag_ == "VBG" and up.dep_ in ("advcl", "acl")), None)
    things = [cue] if cue.pos_ == "NOUN" else [child for child in cue.children if child.dep_ == "dobj"]
    owned = any(child.tag_ == "PRP$" for thing in things for child in thing.children)
    if not owned or verb is None or verb.lemma_ not in ("announce", "declare"):
        return False
    if verb.head.lemma_ not in _TAKING_UP:
        return False
    texts = [child for child in verb.head.children if child.dep_ == "dobj" and child.i < verb.i]
    return any(text.lemma_.lower() in UTTERANCES for text in texts)


def _is_of_asked(cue: Token) -> bool:
    """Return whether a noun is that of those who are asked to act: "urged Oslo to keep its promise to leave"."""
    owned = cue.pos_ == "NOUN" and any(child.tag_ == "PRP$" for child in cue.children)
    above = next((up for up in cue.ancestors if up.pos_ == "VERB"), None) if owned else None
    while above is not None and above.dep_ == "conj" and above.tag_ == "VB":
        above = above.head
    asked = above is not None and above.tag_ == "VB" and above.dep_ in ("xcomp", "ccomp", "advcl")
    return above is not None and asked and above.head.lemma_ in _ASKING_OTHERS


def _is_alleged(cue: Token) -> bool:
    """Return whether others only allege it: "Oslo's alleged support", "accused of saying", "allegedly told Oslo"."""
    if cue.pos_ == "NOUN":
        return any(child.lower_ in _ONLY_ALLEGED for child in cue.children if child.i < cue.i)
    accused = cue.dep_ == "pcomp" and cue.head.head.lemma_ in _ACCUSING
    return accused or any(child.lower_ in _ALLEGEDLY for child in cue.children)


def _is_beside(cue: Token, item: Attribution) -> bool:
    """Return whether an announcement only gives the time of something else: "soon after Oslo announced the move"."""
    told = item.sense.act in ("claims", "reports") and item.frame == "object" and item.head is not None
    measure = item.head is not None and cue.doc[item.head].lemma_.lower() in _MEASURES  # "after Oslo announced a ban"
    return told and not measure and cue.dep_ == "advcl" and has_mark(cue, *_WHEN)


def _is_telling(cue: Token, head: Token) -> bool:
    """Return whether the parser took the speaker for the content: "doubts the figures, its envoy, Berg, said"."""
    subject = subject_of(head) if head.dep_ == "ccomp" and head.head == cue else None
    if subject is None or head.lemma_.lower() not in lexicon().plain or head.nbor(-1).text != ",":
        return False
    return any(child.dep_ == "appos" and child.i < head.i for child in subject.children)


def _is_left_open(cue: Token) -> bool:
    """Return whether no side is taken: "would neither confirm nor deny it", "did not confirm or deny it"."""
    beside = [cue.head] if cue.dep_ == "conj" else [child for child in cue.children if child.dep_ == "conj"]
    return cue.lemma_ in _SETTLING and any(verb.lemma_ in _SETTLING and verb.lemma_ != cue.lemma_ for verb in beside)


def _is_reporters(cue: Token) -> bool:
    """Return whether the text's own reporter speaks: "Reporting from Dublin for the channel, Anna Berg said"."""
    first = cue.sent[0]
    return first.tag_ == "VBG" and first.lower_ == "reporting" and first.head == cue and first.nbor(1).lower_ == "from"


def _is_supposed(doc: Doc, item: Attribution) -> bool:
    """Return whether a stance is only hypothetical: "if parliament opposes the plan, it can change the law"."""
    cue = doc[item.via]
    clause = cue if cue.pos_ in ("VERB", "AUX") else cue.head
    first = clause
    while first.dep_ == "conj" and first.tag_ == "VBG":
        first = first.head
    within = first
    while within.dep_ in ("conj", "xcomp") and within.head != within:
        within = within.head
    that = any(child.lower_ in ("that", "of") and child.dep_ in ("mark", "prep") for child in within.children)
    if within.dep_ in ("acl", "relcl", "ccomp", "pcomp") and that and within.head.lemma_.lower() in _ALLEGED:
        return True  # "will probe accusations that Oslo may be backing the rebels"
    if first.dep_ == "pcomp" and first.head.head.lemma_.lower() in _POSSIBLE:
        return True  # "hinted at the possibility of boycotting the talks"
    if within.dep_ in ("ccomp", "advcl", "pcomp", "csubj", "acl") and _is_question(within) and not item.quotes:
        return True  # "nobody knows whether Oslo supports the treaty"
    if _is_required(clause):
        return True
    return clause.dep_ == "advcl" and has_mark(clause, "if", "unless") and not item.quotes


def _is_required(clause: Token) -> bool:
    """Return whether a clause is in the subjunctive: "demanded in a letter that Oslo accept the offer"."""
    subject = subject_of(clause)
    single = subject is not None and not any(subject.conjuncts)
    single = single and subject is not None and (subject.tag_ in ("NN", "NNP") or subject.lower_ in ("he", "she", "it"))
    bare = clause.tag_ in ("VB", "VBP") and clause.lower_ == clause.lemma_.lower()
    helped = any(child.dep_ in ("aux", "auxpass") for child in clause.children)
    return single and bare and not helped and has_mark(clause, "that")


def _is_question(clause: Token) -> bool:
    """Return whether a clause only asks something: "whether Oslo will accept it", "knows if Oslo will accept it"."""
    asked = clause.dep_ == "ccomp" and clause.head.lemma_.lower() in (*_ENQUIRING, "know", "say", "see")
    return has_mark(clause, "whether") or (asked and has_mark(clause, "if") and clause.head.i < clause.i)


def _is_asked(doc: Doc, item: Attribution) -> bool:
    """Return whether a stance is only asked about: "Does Norway support the treaty?"."""
    sentence = doc[item.via].sent
    last = next(
        (token for token in reversed(sentence) if not token.is_space and token.text not in ('"', "”", "’")), None
    )
    asked = last is not None and last.text == "?" and not item.quotes
    return asked and item.sense.lemma not in (*lexicon().plain, *_ENQUIRING)


def _is_enquiry(doc: Doc, item: Attribution) -> bool:
    """Return whether somebody asks a question or awaits its answer: "asked if they agreed", "wants to see whether"."""
    head = doc[item.head] if item.head is not None else doc[item.via]
    first = doc[item.content[0]].lower_
    if item.sense.lemma in _ENQUIRING and item.frame in ("clause", "whether"):
        return first in ("whether", "if") or _is_question(head)
    below = [child for child in head.children if child.dep_ == "ccomp"] if head.lemma_ in _FINDING_OUT else []
    return item.frame == "to" and any(has_mark(child, "whether", "if") for child in below)


def is_others_view(head: Token) -> bool:
    """Return whether a clause of a speech gives other people's words: "as Anna Berg has said", "it was said"."""
    for child in head.children:
        if child.lemma_.lower() not in (*_TELLING, "suggest", "claim"):
            continue
        subject = subject_of(child)
        named = subject is not None and subject.pos_ == "PROPN" and child.dep_ == "advcl" and has_mark(child, "as")
        hearsay = subject is not None and subject.lower_ == "it" and subject.dep_ == "nsubjpass"
        if named or (hearsay and child.dep_ in ("parataxis", "ccomp")):
            return True
    return False


def is_others_telling(head: Token) -> bool:
    """Return whether a clause beside reported words gives other people's words: "..., but Oslo said it was late"."""
    subject = subject_of(head)
    named = subject is not None and subject.head == head and subject.pos_ in ("NOUN", "PROPN")
    though = head.dep_ == "advcl" and has_mark(head, "although", "though", "while")
    told = head.lemma_.lower() in lexicon().plain and any(child.dep_ == "ccomp" for child in head.children)
    return told and named and (though or head.dep_ == "conj")


def _is_of_things(doc: Doc, item: Attribution) -> bool:
    """Return whether a cue is not a stance: a telephone call to somebody, a claim to land, a request for comment."""
    noun = doc[item.via].pos_ == "NOUN"
    if item.sense.lemma == "oppose" and doc[item.via].lower_ == "opposing" and item.head is not None:
        return doc[item.head].lemma_.lower() in _OPPOSED  # "on opposing sides"
    if item.sense.lemma == "claim" and item.frame == "object":
        return item.head is not None and doc[item.head].lemma_.lower() in _CLAIMED and not item.quotes
    if item.sense.act == "calls-for" and item.frame == "on":  # "calls on the British ambassador": a visit, or a summons
        whom = doc[item.head] if item.head is not None else doc[item.content[-1]]
        return whom.lower_ in ROLES or whom.ent_type_ in ("PERSON", "GPE", "NORP")
    if item.sense.act == "threatens" and item.frame == "to" and item.head is not None:
        verb = doc[item.head]  # "the deal threatens to collapse": what is to be feared of a thing
        return verb.lemma_ in _BREAKING and not any(child.dep_ == "dobj" for child in verb.children)
    if item.sense.lemma in ("appeal", "call", "claim", "demand", "plea", "request") and noun:
        duty = item.head is not None and doc[item.head].pos_ in ("VERB", "AUX")
        return doc[item.content[0]].lower_ == "to" and not duty
    bare = ("for", "comment", "comments", "an", "interview")
    return item.sense.lemma == "request" and all(doc[i].lower_ in bare for i in item.content)
