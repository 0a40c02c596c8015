"""Finds the complement of a verb: an object, a clause, an infinitive or a predicate (ClearNLP labels)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.insertions import own, without
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.nominals import governed_by
from kg.extract.grammar.splitting.asked import condition_after, is_for_somebody
from kg.extract.grammar.splitting.described import as_within, partners_before, referred_to
from kg.extract.grammar.splitting.series import WISHING, series_of
from kg.extract.grammar.splitting.told_in import is_of_news
from kg.extract.grammar.tree import SUBJECTS, had_of, has_aux, has_mark, has_subject, is_infinitive, object_of, span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Match", "clause_of", "favoured", "objects_of", "predicate_of", "purpose_of"]

#: (rank, name of the frame, tokens of the content, head of the content)
Match = tuple[int, str, list[int], int | None]
_NAMING = ("name", "call", "dub", "label", "title", "style", "term")
_VERDICTS = ("justified", "unjustified", "warranted", "unwarranted", "misguided", "flawed", "biased", "exaggerated")
#: "Reaffirmed the old border" takes no side, but what names a stance, a need or a right does.
_AFFIRMING = ("affirm", "reaffirm")
_AFFIRMED = ("importance", "necessity", "need", "right", "significance", "urgency", "value")
#: Who sees an island "as part of its territory" says what it is.
_REGARDING = ("describe", "consider", "regard", "see", "view")
#: What something serves as, and is not called.
_SERVING = ("condition", "part", "precondition", "prerequisite", "response", "result")


def favoured(prep: Token) -> int | None:
    """Return the index of what follows "in favour of", or None."""
    found = object_of(prep)
    if found is None or prep.doc[found].lower_ not in ("favour", "favor"):
        return None
    of = next((child for child in prep.doc[found].children if child.lower_ == "of"), None)
    return object_of(of) if of is not None else found


def objects_of(token: Token, children: list[Token], objects: list[Token]) -> Match | None:
    """Return the match of a verb with its object, or None."""
    if token.lower_ == "alleged" and any(child.lemma_ == "have" for child in children):
        return None  # "has alleged ties": the one who has the ties does not allege them
    objects = [item for item in objects if item == objects[0] or not _is_comment(item)]
    passive = [child for child in children if child.dep_ == "nsubjpass"]
    misread = [token.head] if token.dep_ == "amod" and token.i < token.head.i and had_of(token) is not None else []
    heads = objects or (passive if any(child.dep_ == "agent" for child in children) else []) or misread
    if not heads or (token.lemma_.lower() in _AFFIRMING and not _is_affirmed(heads[0].lemma_.lower())):
        return None
    rest = [
        child
        for child in children
        if child.dep_ in ("prep", "xcomp", "advcl") and child.i > heads[-1].i and child.dep_ != "advcl"
    ]
    content = [i for item in heads for i in _essential(item) if not misread or i > token.i]
    for item in rest:
        apart = token.doc[item.i - 1].text == "," and any(child.pos_ in ("VERB", "AUX") for child in item.subtree)
        if item.dep_ == "prep" and not apart and not any(c.ent_type_ in ("DATE", "TIME") for c in item.children):
            content += list(span(item))
    for item in children:
        if (
            item.dep_ == "advcl"
            and item.i > token.i
            and token.doc[item.left_edge.i - 1].text != ","
            and has_mark(item, "while", "until", "unless", "if", "for")
        ):
            content += list(span(item))
    content = sorted({*content, *purpose_of(children, heads[0], content)})
    # The parser has detached the object of a preposition at the end.
    if content and token.doc[content[-1]].pos_ == "ADP" and content[-1] > token.i:
        content += [i for i in governed_by(token.doc[content[-1]])[0] if i > content[-1]]
    return 1, "object", content, heads[0].i


def _is_comment(thing: Token) -> bool:
    """Return whether an object is what is said of the deed: "is arming rebels, something that Oslo saw"."""
    after = thing.doc[thing.left_edge.i - 1].text == "," if thing.left_edge.i else False
    return after and any(child.dep_ == "relcl" for child in thing.children)


def _is_affirmed(noun: str) -> bool:
    return noun in _AFFIRMED or noun in lexicon().nouns


def purpose_of(children: list[Token], thing: Token | None, content: list[int]) -> list[int]:
    """Return the tokens of an infinitive that says what a new thing is for: "called for a plan to end the war"."""
    if thing is None or not content or thing.tag_ not in ("NN", "NNS"):
        return []
    linked = {child.lower_ for child in thing.children if child.dep_ in ("det", "poss")}
    new = linked <= {"a", "an", "any", "no", "some"} and (thing.tag_ == "NNS" or bool(linked))
    aims = [child for child in children if child.dep_ == "advcl" and is_infinitive(child) and not has_subject(child)]
    after = [aim for aim in aims if aim.left_edge.i == max(content) + 1 and aim.left_edge.tag_ == "TO"]
    if not (new and after):
        return []
    # "a plan to end the war, saying that it is late" goes on with another statement
    told = [item.left_edge.i for item in after[0].subtree if item.dep_ == "advcl" and item.tag_ == "VBG"]
    return [i for i in span(after[0]) if not told or i < min(told)]


def _essential(token: Token) -> list[int]:
    """Return the tokens under a noun, without relative clauses or appositions set off by a comma or a dash."""
    dropped: set[int] = set()
    for child in token.subtree:
        if (
            child.dep_ in ("relcl", "appos")
            and child.left_edge.i > token.i
            and token.doc[child.left_edge.i - 1].text in (",", "–", "—")
        ):
            dropped |= {child.left_edge.i - 1, *span(child)}
    return [i for i in span(token) if i not in dropped]


def clause_of(  # noqa: C901  # one branch per English construction
    token: Token, takes: frozenset[str], children: list[Token], objects: list[Token]
) -> Match | None:
    """Return the match of a verb with its complement clause, infinitive or gerund, or None."""
    clauses = [
        child
        for child in children
        if child.dep_ in ("ccomp", "xcomp")
        or (child.dep_ == "advcl" and (has_mark(child, "that") or _is_adjoining(token, child, takes)))
    ]
    if "whether" in takes and not clauses and not objects:  # "questioned if Kenya could pay"
        clauses = [c for c in children if c.dep_ == "advcl" and has_mark(c, "if") and c.left_edge.i == token.i + 1]
    clauses = [child for child in clauses if not (_is_parted(token, child) or _is_spliced(token, child, objects))]
    clauses = [child for child in clauses if not is_of_news(child)]
    for clause in clauses:
        infinitive = is_infinitive(clause)
        subject = next((child for child in clause.children if child.dep_ in SUBJECTS), None)
        if subject is not None and subject.lower_ in ("itself", "himself", "herself", "themselves"):
            continue  # "found himself isolated"
        if infinitive and (subject is not None or objects):
            if "who-to" in takes or "clause" in takes:
                content = [*(i for item in objects for i in span(item)), *own(clause, token), *_further(token, clause)]
                return 4, "who-to", sorted(set(content)), clause.i
            continue
        to = next(
            (
                child
                for child in children
                if child.dep_ in ("prep", "dative")
                and child.lower_ in ("on", "upon", "to", "for", "with", "from", "of")
                and token.i < child.i < clause.i
            ),
            None,
        )
        if infinitive and "who-to" in takes and to is not None:
            content = [*range(to.i + 1, clause.left_edge.i), *own(clause, token), *_further(token, clause)]
            return 6, "who-to", content, clause.i
        if infinitive:
            if "to" in takes or ("who-to" in takes and token.tag_ == "VBN"):
                return 4, "to", sorted({*own(clause, token), *_further(token, clause)}), clause.i
            continue
        if clause.tag_ == "VBG" and subject is None and not has_aux(clause):
            if "ing" in takes or ("clause" in takes and token.lemma_ not in lexicon().deeds):
                return 4, "ing", list(span(clause)), clause.i
            continue
        if ("clause" in takes or "whether" in takes) and not _is_found(token, clause):
            asked = clause.dep_ == "advcl" and has_mark(clause, "if")  # the sentence is the question without its "if"
            content = without(clause, token)[asked:]
            if subject is None and objects and token.i < objects[-1].i < clause.i and not _is_told(token):
                content += list(range(objects[-1].left_edge.i, clause.i))
            for other in clauses:
                if other != clause and not is_infinitive(other) and other.dep_ == "ccomp":
                    content += without(other, token)
            content += condition_after(token, clause.right_edge.i) if clause.i > token.i else []
            if token.lemma_.lower() in WISHING and subject is not None:
                content += _further(token, clause)
            return 5, "clause", sorted(set(content)), clause.i
    return None


def _is_parted(token: Token, clause: Token) -> bool:
    """Return whether a semicolon separates a clause from a later verb: "Oslo says it must act; Rome opposes a ban"."""
    doc = token.doc
    return any(doc[i].text == ";" and doc[i + 1].text not in ('"', "”", "''") for i in range(clause.i, token.i))


def _is_spliced(token: Token, clause: Token, objects: list[Token]) -> bool:
    """Return whether a comma alone joins two main clauses: "the text was adopted, the Council rejected changes"."""
    own = any(item.dep_ == "dobj" and item.i > token.i for item in objects)
    own = own or any(child.dep_ == "xcomp" and child.i > token.i and is_infinitive(child) for child in token.children)
    before = clause.dep_ == "ccomp" and clause.i < token.i and not has_mark(clause, "that")
    quoted = any(word.text in ('"', "”", "''", "’") for word in token.doc[clause.i : token.i])
    return own and before and not quoted and token.lemma_.lower() not in lexicon().plain


def _is_adjoining(token: Token, clause: Token, takes: frozenset[str]) -> bool:
    """Return whether a verb takes the clause after it: "ruled out sending troops", "appealed to Oslo to pay"."""
    if is_infinitive(clause):
        asked = [
            child
            for child in token.children
            if child.dep_ == "prep" and child.lower_ in ("to", "on", "upon", "from", "of")
        ]
        asked += [child for child in token.children if child.lower_ == "for" and is_for_somebody(child)]
        return "who-to" in takes and any(child.right_edge.i + 1 == clause.left_edge.i for child in asked)
    if "ing" not in takes:
        return False
    particle = any(child.dep_ == "prt" and child.i == token.i + 1 for child in token.children)
    return particle and clause.tag_ == "VBG" and clause.left_edge.i == token.i + 2


def _is_found(token: Token, clause: Token) -> bool:
    """Return whether the words after "found" are a verdict rather than a clause: "found the strike justified"."""
    plain = token.lemma_.lower() in ("find", "deem", "consider", "judge") and not has_mark(clause, "that")
    return (
        plain
        and clause.lower_ in _VERDICTS
        and not has_aux(clause)
        and not any(child.dep_ == "dobj" for child in clause.children)
    )


def _further(token: Token, clause: Token) -> list[int]:
    """Return the tokens of further infinitives in a list: "to show restraint, to withdraw and to honour the truce"."""
    members = series_of(clause)
    if len(members) > 1:  # "to show restraint, withdraw and honour the truce"
        return list(range(clause.right_edge.i + 1, max(verb.right_edge.i for verb in members) + 1))
    later = [child for child in token.children if child.dep_ in ("advcl", "xcomp", "conj") and child.i > clause.i]
    later = [
        child for child in later if is_infinitive(child) and token.doc[child.left_edge.i - 1].lower_ in (",", "and")
    ]
    return list(range(clause.right_edge.i + 1, later[-1].right_edge.i + 1)) if later else []


def _is_told(token: Token) -> bool:
    """Return whether the object of a verb is its addressee."""
    return token.lemma_.lower() in (
        "tell",
        "inform",
        "remind",
        "assure",
        "warn",
        "advise",
        "convince",
        "persuade",
        "notify",
        "ask",
    )


def _is_purpose(link: Token, verb: Token) -> bool:
    """Return whether "as" tells what something serves as: "renounce ties as a condition for talks"."""
    things = {child.lemma_.lower() for child in link.children} & {*_SERVING} if link.lower_ == "as" else set()
    return bool(things) and not (things == {"part"} and verb.lemma_ in _REGARDING)


def _quoted_beside(token: Token, objects: list[Token]) -> Match | None:
    """Return the match of a thing and what it is called behind an aside: 'called the plan, which is old, "a farce"'."""
    for item in objects if token.lemma_ in _NAMING else ():
        for child in item.children:
            if child.dep_ == "appos" and token.doc[child.left_edge.i - 1].text in ('"', "“", "``"):
                content = [i for i in _essential(item) if i < child.left_edge.i - 1]
                return 4, "as", [*content, *span(child)], child.i
    return None


def _misplaced(token: Token, objects: list[Token]) -> list[Token]:
    """Return the predicates that the parser gave to a thing: 'called the plan "unacceptable"', "described it as"."""
    found = [predicate for item in objects for predicate in as_within(token, item)]
    below = [child for item in objects for child in item.children if child.i > item.i and child.pos_ == "ADJ"]
    return found or [child for child in below if child.dep_ in ("amod", "acl")]


def predicate_of(token: Token, children: list[Token], objects: list[Token]) -> Match | None:
    """Return the match of a verb with a thing and its description ("called it unfair"), or None."""
    objects = referred_to(token, objects)
    predicates = [
        child
        for child in children
        if child.dep_ in ("oprd", "xcomp", "ccomp") and child.i > token.i and not is_infinitive(child)
    ]
    predicates = [child for child in predicates if child.ent_type_ not in ("DATE", "TIME")]
    passive = any(child.dep_ == "nsubjpass" for child in children)
    named = objects or passive or any(child.dep_ in SUBJECTS for item in predicates for child in item.children)
    predicates += [child for child in children if child.lower_ == "as" and child.dep_ == "prep" and named]
    predicates = [item for item in predicates if not _is_purpose(item, token)]
    predicates = predicates or _misplaced(token, objects)
    if token.lemma_.lower() == "see":  # "saw no steps compatible with the treaty": what is seen, and not what it is
        predicates = [item for item in predicates if item.lower_ == "as"]
    if not predicates and len(objects) == 2 and objects[0].pos_ == "PRON":  # 'calling it "an aggression"'
        predicates, objects = objects[1:], objects[:1]
    if not predicates or not named:
        return _quoted_beside(token, objects)
    words = [word for i in span(predicates[0]) if (word := token.doc[i]).is_alpha]
    words = [word for word in words if word.pos_ not in ("ADP", "CCONJ", "DET")]
    if words and all(word.text[0].isupper() for word in words) and token.lemma_.lower() in (*_NAMING, "refer"):
        return None
    content = [i for item in [*objects, *predicates] for i in span(item)] + partners_before(predicates[0])
    superlative = any(token.doc[i].tag_ in ("JJS", "RBS") for i in content)
    for child in children if superlative else ():  # "called it the worst crisis in the world"
        if child.dep_ == "prep" and child.left_edge.i == max(content) + 1 and child.lower_ in ("in", "of"):
            content += list(span(child))
            break
    return 4, "as", sorted(set(content)), predicates[0].i
