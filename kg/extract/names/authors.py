"""Resolves who wrote a statement or passes it on: "the statement said", "a report by Oslo", "quoted by SANA"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import object_of, span, subject_of
from kg.extract.names.actors import BODIES, UTTERED
from kg.extract.names.phrases import owner_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["author_of", "body_before", "cited_source", "passing_on", "told_in", "words_of_part", "written_by"]

_WRITTEN = ("analysis", "assessment", "letter", "poll", "report", "statement", "study", "survey")
#: What a body issues under its name: "a Foreign Ministry statement".
_OF_BODIES = (*_WRITTEN, "announcement", "bulletin", "communique", "communiqué", "declaration", "ruling")
#: What one person puts in force by signing it.
_DECREED = ("decree", "edict", "ordinance", "ukase")
#: Nouns for figures: the data of a body count as its words.
_COUNTED = ("data", "estimates", "figures", "numbers", "projections", "records", "statistics")
#: "A statement released by Oslo" is Oslo's; "a statement carried by Reuters" is not Reuters'.
_ISSUED = ("issue", "make", "post", "release", "send", "sign", "write")
_ISSUING = ("issue", "make", "post", "publish", "release", "send", "write")
_ADDRESSING = ("tell", "inform", "remind", "warn", "assure")
_PASSING = ("quote", "cite", "carry", "publish", "broadcast", "release", "report", "air", "post")
#: "The press service of the army".
_PRESS, _PRESS_OFFICES = ("information", "media", "press"), ("center", "centre", "department", "office", "service")
_PARTS = ("excerpt", "one", "part", "section", "some")
#: A quoted statement may have been issued this many sentences before, at most.
_NEAR = 4


def written_by(head: Token) -> Token | None:
    """Return the author given after a noun: "a report by the Commission"."""
    if (body := _of_press_office(head)) is not None:
        return body
    made = [child for child in head.children if child.dep_ == "acl" and child.lemma_.lower() in _ISSUED]
    counted = next((c for c in head.children if c.dep_ == "compound" and (c.ent_type_ == "ORG" or c.is_upper)), None)
    if head.lower_ in _COUNTED and counted is not None:
        return counted  # "according to UNICEF data"
    if head.lemma_.lower() in _DECREED and (owner := _signed(head)) is not None:
        return owner
    near = [*head.children, *(item for child in made for item in child.children)]
    by = next((c for c in near if c.dep_ in ("agent", "prep") and c.lower_ in ("by", "from")), None)
    found = object_of(by) if by is not None and (head.lemma_.lower() in _WRITTEN or head.lower_ in _COUNTED) else None
    author = head.doc[found] if found is not None else None
    return None if author is not None and head.lower_ in _COUNTED and author.pos_ != "PROPN" else author


def _of_press_office(head: Token) -> Token | None:
    """Return the body for which a press office speaks: "the press office of the Foreign Ministry"."""
    press = any(child.lower_ in _PRESS and child.dep_ in ("amod", "compound") for child in head.children)
    if head.lower_ not in _PRESS_OFFICES or not press:
        return None
    of = next((child for child in head.children if child.lower_ == "of"), None)
    found = object_of(of) if of is not None else None
    owner = next((child for child in head.children if child.dep_ == "poss"), None)
    body = head.doc[found] if found is not None else owner
    return body if body is not None and (body.lower_ in BODIES or body.ent_type_ == "ORG") else None


def body_before(head: Token) -> Token | None:
    """Return the body whose name stands right before what it issues: "a Norwegian Foreign Ministry statement"."""
    body = head.nbor(-1) if head.i else head
    while body.ent_type_ == "ORG" and body.head.i in range(body.sent.start, body.i):
        body = body.head  # "an International Court of Justice ruling"
    joined = body.head == head and (body.lower_ in BODIES or body.ent_type_ == "ORG" or _is_long_name(body))
    apart = any(child.ent_type_ in ("GPE", "NORP") for child in head.children if child.i < body.left_edge.i)
    return body if joined and not apart and head.lemma_.lower() in _OF_BODIES else None


def words_of_part(head: Token) -> Token | None:
    """Return the noun for words of which only some are cited: "one of Berg's tweets", "part of her statement"."""
    of = next((child for child in head.children if child.lower_ == "of"), None) if head.lower_ in _PARTS else None
    found = object_of(of) if of is not None else None
    return head.doc[found] if found is not None and head.doc[found].lemma_.lower() in UTTERED else None


def _is_long_name(name: Token) -> bool:
    """Return whether a name of several words is no place's: "a Rights Watch report"."""
    named = name.pos_ == "PROPN" and not name.ent_type_
    return named and any(child.dep_ == "compound" and child.pos_ == "PROPN" for child in name.children)


def _signed(head: Token) -> Token | None:
    """Return whose decree it is: "the Decree of Holm recognises the state"."""
    of = next((child for child in head.children if child.lower_ == "of"), None)
    found = object_of(of) if of is not None else None
    return head.doc[found] if found is not None and head.doc[found].pos_ == "PROPN" else None


def author_of(head: Token, discourse: Discourse, state: Actor | None) -> tuple[Actor | None, tuple[Actor, ...]]:
    """Return the author of a statement: its `state`, its owner, the actor who issued it, or who spoke in it.

    The last speaker is only a candidate if the text does not mention a statement.
    """
    if state is not None:
        return state, ()
    owner, _ = owner_of(head)
    named = [actor for at, actor in discourse.named if owner is not None and at == owner.i]
    if named:
        return named[0], ()
    if not all(child.dep_ in ("det", "punct") or child.i > head.i for child in head.children):
        return None, ()
    issued = _issued(head, discourse)
    # Who is called upon in the words of a statement is not its author.
    before = discourse.alone(0, head.i)
    before = [(at, actor) for at, actor in before if not _in_headline(at, discourse)]
    spoke = [(at, actor) for at, actor in before if not discourse.is_aside(at, head.i)]
    made = [pair for pair in spoke if any(token.lemma_ == head.lemma_ for token in head.doc[pair[0]].sent)]
    # "Kenya must go, since it lied, reads the statement": who lied did not issue it
    made = [pair for pair in made if head.doc[pair[0]].head.dep_ not in ("acl", "advcl", "relcl")]
    issuer = subject_of(head.head) if head.dep_ == "dobj" and head.head.lemma_.lower() in _ISSUING else None
    if issuer is not None:  # "They released a statement which said"
        made = [(at, actor) for at, actor in discourse.named if at == issuer.i]
        made = made or (spoke if issuer.pos_ == "PRON" else [])
    last = issued[:1] or made[-1:]
    acting = [actor for at, actor in spoke if discourse.is_subject(at)]
    return (last[0][1], ()) if last else (None, tuple(acting[-1:]))


def _in_headline(at: int, discourse: Discourse) -> bool:
    """Return whether a token is in a headline: "Kenya must act: EU statement" does not tell who issued it."""
    return discourse.layout is not None and discourse.layout.in_headline(discourse.doc[at].idx)


def _issued(head: Token, discourse: Discourse) -> list[tuple[int, Actor]]:
    """Return who issued a statement in the preceding sentences, each with the token that names the actor."""
    found, start = [], head.sent.start
    for _ in range(_NEAR):
        if not start:
            break
        before = head.doc[start - 1].sent
        nouns = [token for token in before if token.lemma_ == head.lemma_ and token.dep_ in ("dobj", "pobj")]
        verbs = [token.head for token in nouns if token.dep_ == "dobj" and token.head.lemma_.lower() in _ISSUING]
        verbs += [token.head.head for token in nouns if token.dep_ == "pobj" and token.head.lower_ == "in"]
        subjects = [subject_of(verb) for verb in verbs]  # "In a statement, Oslo affirmed its will to talk"
        places = {subject.i for subject in subjects if subject is not None}
        same = (token for token in before if token.lemma_.lower() == head.lemma_.lower() and token.dep_ == "nsubj")
        makers = {maker.i for token in same if (maker := written_by(token)) is not None}
        makers |= {at for at, actors in discourse.stack if makers and before.start <= at < before.end}
        spoke = [(at, actors[0]) for at, actors in discourse.stack if at in makers and len(actors) == 1]
        found += [(at, actor) for at, actor in discourse.named if at in places] or spoke[:1]
        start = before.start
    return found


def passing_on(doc: Doc, item: Attribution, look: Callable[[Token], tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Return who passes on a statement: "Assad, quoted by SANA", "in a statement carried by SANA"."""
    above = doc[item.via].head.head
    subject = subject_of(doc[item.via])
    if item.sense.lemma == "quote" and subject is not None and item.source_head not in (None, subject.i):
        return look(subject)[:1]  # '"We will stay," SANA quoted a minister'
    if doc[item.via].dep_ == "pcomp" and above.lemma_.lower() in _PASSING:
        subject = next((child for child in above.children if child.dep_ == "nsubj"), None)
        return (_voices(above, look) if subject is None else look(subject))[:1]
    beside = (i for child in doc[item.via].children if child.dep_ == "prep" for i in span(child))
    for i in sorted({*item.source, *beside}):
        if doc[i].tag_ == "VBN" and doc[i].lemma_.lower() in _PASSING:
            return tuple(actor for actor in _voices(doc[i], look)[:1] if actor.kind == "organisation")
    return ()


def _voices(verb: Token, look: Callable[[Token], tuple[Actor, ...]]) -> tuple[Actor, ...]:
    """Return who quotes or publishes something: "quoted by SANA", "carried on state television"."""
    for child in sorted(verb.children, key=lambda child: child.dep_ != "npadvmod"):
        if child.dep_ == "npadvmod" and child.pos_ == "PROPN" and child.ent_type_ not in ("DATE", "TIME"):
            return look(child)
        found = object_of(child) if child.lower_ in ("by", "on", "in") else None
        if found is not None and verb.doc[found].ent_type_ not in ("DATE", "TIME", "GPE", "LOC"):
            return look(verb.doc[found])
    return ()


def cited_source(doc: Doc, item: Attribution) -> Token | None:
    """Return the noun for the source that a speaker cites: "Reuters, citing officials, said"; None if there is none."""
    beside = (*doc[item.via].children, *(doc[item.source_head].children if item.source_head is not None else ()))
    citing = (child for child in beside if child.tag_ == "VBG" and child.lemma_.lower() in ("cite", "quote"))
    verb = next(citing, None)
    return next((child for child in verb.children if child.dep_ == "dobj"), None) if verb is not None else None


def told_in(doc: Doc, item: Attribution) -> list[Token]:
    """Return the nouns for the people addressed or asked."""
    found = []
    asked = item.frame == "who-to"
    for child in doc[item.via].children:
        if child.dep_ in ("dobj", "dative") and (asked or item.sense.lemma in _ADDRESSING):
            found.append(child)
        elif asked and child.dep_ == "prep" and child.lower_ in ("on", "upon", "to"):
            found += [inner for inner in child.children if inner.dep_ == "pobj" and inner.i < item.content[-1]]
    return [token for token in found if token.pos_ in ("PROPN", "NOUN") and token.ent_type_ not in ("DATE", "TIME")]
