"""Resolves personal pronouns: "they" means actors named or speaking together, or else the last body that acted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.expletives import is_expletive
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import has_mark, subject_of
from kg.extract.names.actors import BODIES, HE, INFORMANTS, IT, PEOPLE, ROLES, SHE, THEY, UTTERED, can_speak
from kg.extract.names.offices import last_said
from kg.extract.names.people.quotedlast import over_mentioned

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse

__all__ = ["meaning_of", "means_things", "refers_back"]

#: Verbs that continue what was said just before.
_GOING_ON = ("add", "conclude", "continue")
_COUNTRIES = ("countries", "country", "governments", "ministries", "nations", "parliaments", "states")
_INDEFINITE = ("few", "many", "most", "one", "several", "some", "two")
#: The actors, and the candidates if this is unclear.
_Meant = tuple[tuple["Actor", ...], tuple["Actor", ...]]


def meaning_of(discourse: Discourse, token: Token) -> _Meant:
    """Return the actors that a personal pronoun means, and the candidates if the text leaves this unclear."""
    word = token.lower_
    if word in HE or word in SHE:
        going_on = _speaker_before(discourse, token) or _only_beside(discourse, token)
        if meant := going_on or _owner_beside(discourse, token):
            return meant, ()
        if _is_of_other(discourse, token):
            return (), ()
        others = _objects_beside(discourse, token) | _kin_beside(discourse, token)
        meant, candidates = discourse.latest(
            token.i,
            lambda actor: (
                actor.kind == "person" and not actor.plural and actor not in others and discourse.agrees(actor, word)
            ),
        )
        # "A spokesman said ... Another official denied it. He ...": a person whom the text does not name.
        unnamed = bool(meant) and _is_unnamed_between(discourse, meant[0], token)
        return ((), meant) if unnamed else over_mentioned(discourse, token, (meant, candidates))
    if word in THEY:
        # "Several said they wanted": "they" means these several, whoever they are.
        above = subject_of(token.head.head) if token.dep_ == "nsubj" and token.head.dep_ == "ccomp" else None
        someone = above is not None and above.lower_ in _INDEFINITE and above.i < token.i
        return ((), ()) if someone else _latest_group(discourse, token.i)
    return _meaning_of_it(discourse, token) if word in IT else ((), ())


def _meaning_of_it(discourse: Discourse, token: Token) -> _Meant:
    """Return the state or body that "it" or "its" means, and the candidates if the text leaves this unclear."""
    before = _subject_beside(token)
    if before is not None:  # "Norway wants no war, it has proposed talks": nobody of an earlier sentence
        proper = before.text if before.pos_ == "PROPN" else ""  # the parser may miss the name here, but not elsewhere
        same = (actor for at, actor in discourse.named if at == before.i or discourse.doc[at].text == proper)
        return tuple(dict.fromkeys(actor for actor in same if actor.kind != "person"))[:1], ()
    if told := _statement_before(discourse, token):
        return told, ()
    if (owner := _owner_before(discourse, token)) is not None:
        return (owner,), ()
    return discourse.latest(token.i, lambda actor: actor.kind in ("organisation", "state") and not actor.plural)


def _owner_before(discourse: Discourse, token: Token) -> Actor | None:
    """Return the only state or body of a clause, if it owns what the verb is done to: "called Oslo's words its aim"."""
    if token.tag_ != "PRP$":
        return None
    named = discourse.fitting(token.sent.start, token.i, token.i, lambda actor: actor.kind in ("organisation", "state"))
    at, owner = named[0] if len({actor for _, actor in named}) == 1 else (-1, None)
    place = token.doc[at]
    owned = place.dep_ == "poss" and place.head.dep_ in ("dobj", "pobj")
    verb = next((up for up in place.ancestors if up.pos_ == "VERB"), None) if owner is not None and owned else None
    return owner if verb is not None and verb.is_ancestor(token) else None


def _subject_beside(token: Token) -> Token | None:
    """Return the subject of the clause that only a comma parts from that of "it": "Norway is calm, it wants talks"."""
    verb, doc = token.head, token.doc
    if token.dep_ != "nsubj" or token.i <= token.sent.start or doc[token.i - 1].text != ",":
        return None
    told = verb.lemma_.lower() in lexicon().plain and not any(c.dep_ in ("ccomp", "dobj") for c in verb.rights)
    clauses = [c for c in verb.lefts if c.dep_ in ("ccomp", "parataxis") and not has_mark(c, "that")]
    clauses += [verb.head] if verb.dep_ in ("ccomp", "conj", "parataxis") and verb.head.i < token.i else []
    near = [clause for clause in clauses if clause.pos_ in ("VERB", "AUX") and clause.i < token.i]
    quoted = any(word.text in ('"', "”", "''", "“") for word in token.sent[: token.i - token.sent.start])
    return subject_of(near[0]) if len(near) == 1 and not told and not quoted else None


def _is_unnamed_between(discourse: Discourse, actor: Actor, token: Token) -> bool:
    """Return whether the last subject before a pronoun is another person, who has a role but no name."""
    doc, known = discourse.doc, {at for at, _ in discourse.named} | {at for at, _ in discourse.stack}
    last = max((at for at, other in discourse.named if other == actor and at < token.i), default=token.i)
    unnamed = [
        word
        for word in doc[doc[last].sent.start : token.i]
        if word.dep_ in ("nsubj", "nsubjpass")
        and word.lower_ in ROLES
        and word.i not in known
        and not discourse.is_aside(word.i, token.i)
    ]
    # "Norway's president met Omar Said. He ...": either of them.
    met = any(word.i < last and doc[last].dep_ in ("dobj", "pobj") for word in unnamed)
    return met or any(child.lower_ in ("another", "second", "third") for word in unnamed for child in word.lefts)


def refers_back(head: Token) -> bool:
    """Return whether a noun phrase only points to somebody named before: "they", "their governments"."""
    theirs = any(child.tag_ == "PRP$" and child.lower_ in THEY for child in head.lefts)
    if head.lower_ in (*HE, *SHE, *IT, *THEY):
        return not is_expletive(head) and not means_things(head)
    return theirs and (head.lower_ in BODIES or head.lower_ in _COUNTRIES)


def means_things(token: Token) -> bool:
    """Return whether "they" means things in the same sentence: "called the claims false because they fuel hate"."""
    if token.lower_ not in THEY or token.dep_ != "nsubj" or token.head.dep_ not in ("advcl", "relcl"):
        return False
    if token.head.lemma_.lower() in lexicon().plain:
        return False
    above = token.head.head
    nouns = [child for child in above.children if child.i < token.i and child.dep_ in ("dobj", "nsubj", "nsubjpass")]
    plurals = [noun for noun in nouns if noun.tag_ == "NNS"]
    people = any((can_speak(noun) and noun.lower_ not in INFORMANTS) or noun.lower_ in PEOPLE for noun in plurals)
    return bool(plurals) and not people and not any(noun.tag_ == "NNPS" for noun in nouns)


def _speaker_before(discourse: Discourse, token: Token) -> tuple[Actor, ...]:
    """Return the last speaker, if "he added" continues that person's words and nobody else has acted since."""
    at, actors = last_said(discourse, token.i)
    goes_on = token.dep_ == "nsubj" and token.head.lemma_.lower() in _GOING_ON
    near = goes_on and at >= 0 and discourse.paragraphs_between(at, token.i) < 2
    if not near or len(actors) != 1 or actors[0].kind != "person" or not discourse.agrees(actors[0], token.lower_):
        return ()
    later = (other for i, other in discourse.named if at < i < token.i and discourse.doc[i].dep_ == "nsubj")
    return () if any(other.kind == "person" and other != actors[0] for other in later) else actors


def _only_beside(discourse: Discourse, token: Token) -> tuple[Actor, ...]:
    """Return the only person of a sentence about a thing: "the vote is a blow to Anna Berg as she plans a visit"."""
    verb = token.head
    subject = subject_of(verb.head) if token.dep_ == "nsubj" and verb.dep_ == "advcl" else None
    if subject is None or subject.pos_ != "NOUN" or can_speak(subject) or subject.lower_ in PEOPLE | ROLES | BODIES:
        return ()
    start = token.sent.start
    named = {actor for at, actor in discourse.named if start <= at < token.i and actor.kind == "person"}
    one = next(iter(named)) if len(named) == 1 else None
    return (one,) if one is not None and not one.plural and discourse.agrees(one, token.lower_) else ()


def _owner_beside(discourse: Discourse, token: Token) -> tuple[Actor, ...]:
    """Return whose words or deeds show something of "him": Berg in "Said noted that Berg's letter shows her fears"."""
    clause = next((up for up in token.ancestors if up.pos_ in ("AUX", "VERB")), None)
    subject = subject_of(clause.head) if clause is not None and clause.dep_ == "ccomp" else None
    if subject is None or subject.pos_ != "NOUN" or can_speak(subject) or subject.lower_ in PEOPLE | ROLES | BODIES:
        return ()
    owners = {child.i for child in subject.children if child.dep_ == "poss"}
    named = [actor for at, actor in discourse.named if at in owners and actor.kind == "person"]
    return tuple(named) if len(named) == 1 and discourse.agrees(named[0], token.lower_) else ()


def _is_of_other(discourse: Discourse, token: Token) -> bool:
    """Return whether "he" is somebody without a name of whom a clause tells: "his boss, who made clear he would go"."""
    clause = next((up for up in token.ancestors if up.dep_ == "relcl"), None)
    who = clause is not None and any(child.lower_ == "who" and child.dep_ == "nsubj" for child in clause.children)
    told = clause is not None and token.head != clause and token.dep_ == "nsubj"
    noun = clause.head if clause is not None else token
    return who and told and noun.tag_ == "NN" and noun.i not in {at for at, _ in (*discourse.named, *discourse.stack)}


def _objects_beside(discourse: Discourse, token: Token) -> set[Actor]:
    """Return the objects of a pronoun's own verb, which it cannot mean: "He described Berg as a friend"."""
    if token.dep_ != "nsubj":
        return set()
    objects = {child.i for child in token.head.children if child.dep_ in ("dobj", "dative")}
    return {actor for at, actor in discourse.named if at in objects}


def _kin_beside(discourse: Discourse, token: Token) -> set[Actor]:
    """Return those whom a sentence introduces as somebody's: "his aide, Omar Said, left", in which "he" is not Said."""
    doc, start, found = discourse.doc, token.sent.start, set()
    own = ("his",) if token.lower_ in HE else ("her", "hers")
    for at, actor in discourse.named:
        if actor.kind != "person" or not start < at < token.i:
            continue
        first = at
        while first > start and (doc[first - 1].pos_ in ("PROPN", "NOUN", "ADJ") or doc[first - 1].text == ","):
            first -= 1
        commas = sum(doc[i].text == "," for i in range(first, at))
        if first > start and doc[first - 1].lower_ in own and commas < 2:
            found.add(actor)
    return found


def _statement_before(discourse: Discourse, token: Token) -> tuple[Actor, ...]:
    """Return the author of the statement that "it" means in "..., it added", if one was quoted just before."""
    if token.dep_ != "nsubj" or token.head.lemma_.lower() not in lexicon().plain:
        return ()
    at, actors = next(((at, actors) for at, actors in reversed(discourse.stack) if at < token.i), (-1, ()))
    near = at >= 0 and discourse.paragraphs_between(at, token.i) <= 1
    return actors if near and discourse.doc[at].lemma_.lower() in UTTERED else ()


def _latest_group(discourse: Discourse, position: int) -> _Meant:
    """Return the last actors that were mentioned together, or else the last body or state that acted."""
    joined = _joined(discourse, position)
    if joined:
        return joined, ()
    spoke = [(at, actors) for at, actors in discourse.stack if len(actors) > 1 or actors[0].plural]
    groups = [(at, (actor,)) for at, actor in discourse.named if actor.kind == "group" and discourse.is_subject(at)]
    near = [
        (at, actors)
        for at, actors in (*spoke, *groups)
        if discourse.earliest(position) <= at < position
        and not discourse.is_aside(at, position)
        and not discourse.texts.issuperset(actor.slug for actor in actors)
    ]
    place, last = max(near, key=lambda pair: pair[0], default=(-1, ()))
    body = _goes_on(discourse, position, place)
    if body or near:
        return body or (() if _is_overtaken(discourse, place, position) else last), ()
    # "A couple from Oslo, Norway": "they" does not mean Norway.
    spoken = {actor for _, actors in discourse.stack for actor in actors}
    kinds = ("organisation", "group")
    meant, several = discourse.latest(
        position,
        lambda actor: (
            (actor.kind in kinds and actor.slug not in discourse.texts) or (actor.kind == "state" and actor in spoken)
        ),
    )
    at = max((at for at, actor in discourse.named if actor in meant and at < position), default=-1)
    return ((), ()) if meant and _is_overtaken(discourse, at, position) else (meant, several)


def _goes_on(discourse: Discourse, position: int, place: int) -> tuple[Actor, ...]:
    """Return the body that spoke last, if "they said" continues its words: "The Church denied it. They said"."""
    doc, token = discourse.doc, discourse.doc[position]
    at, actors = next(((at, actors) for at, actors in reversed(discourse.stack) if at < position), (-1, ()))
    speaks = token.dep_ == "nsubj" and token.head.lemma_.lower() in lexicon().plain
    body = len(actors) == 1 and actors[0].kind == "organisation" and doc[at].tag_ not in ("NNS", "NNPS")
    near = at > place and discourse.paragraphs_between(at, position) <= 2
    return actors if speaks and body and near and not _is_overtaken(discourse, at, position) else ()


def _is_overtaken(discourse: Discourse, place: int, position: int) -> bool:
    """Return whether the subject in between is other, unnamed people."""
    known = {at for at, _ in discourse.named}
    word = discourse.doc[position]
    for token in discourse.doc[place + 1 : position]:
        # "criticised states, saying that their refusal": "their" means the states, although they are not a subject
        beside = word.dep_ == "poss" and token.tag_ == "NNS" and token.sent == word.sent
        if (token.dep_ in ("nsubj", "nsubjpass") or beside) and not discourse.is_aside(token.i, position):
            together = [token.i, *(other.i for other in token.conjuncts)]
            people = len(together) > 1 or (token.tag_ == "NNS" and can_speak(token))
            if people and not known.issuperset(together):
                return True
    return False


def _joined(discourse: Discourse, position: int) -> tuple[Actor, ...]:
    """Return the actors that are the joint subject earlier in the same sentence: "X and Y ..., as they"."""
    doc, start = discourse.doc, discourse.doc[position].sent.start
    named = {
        at: actor for at, actor in discourse.named if start <= at < position and not discourse.is_aside(at, position)
    }
    for at in named:
        others = [child.i for child in doc[at].conjuncts if child.i in named]
        if others and discourse.is_subject(at) and doc[at].dep_ != "conj":
            return tuple(dict.fromkeys(named[i] for i in (at, *others)))
    return ()
