"""Tells persons with the same last name apart: "Lund said" after "Anna Lund" and "Omar Lund"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.nametable import folded
from kg.extract.names.people.fullnames import is_bare_name

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.newnames import NewNames

__all__ = ["namesakes_of"]

_MEN, _WOMEN = ("mr", "sir", "lord"), ("mrs", "ms", "miss", "lady", "dame", "madam")


def namesakes_of(head: Token, discourse: Discourse, new: NewNames) -> tuple[Actor, ...]:
    """Return the persons that a last name may mean, if several in the text have it: one if it is clear which, or all.

    After "Mr" it means a man; else who spoke last, or the only one who has spoken or has an office.
    """
    if (body := _body_before_person(head, discourse, new)) is not None:
        return (body,)
    same = [actor for actor in new.namesakes.get(folded(head.text), ()) if actor.kind == "person"]
    if len(same) < 2 or not is_bare_name(head):
        return ()
    title = head.nbor(-1).lower_.rstrip(".") if head.i else ""
    sex = "he" if title in _MEN else "she" if title in _WOMEN else ""
    fitting = [actor for actor in same if not sex or discourse.sex(actor) in ("", sex)]
    if len(named := _by_pronoun(head, fitting, discourse)) == 1:
        return named
    spoken = {actor for _, actors in discourse.stack for actor in actors}
    heard = [actor for actor in fitting if actor in spoken or discourse.roles.get(actor.slug) or actor.known]
    spoke = (pair for pair in reversed(discourse.stack) if pair[0] < head.i and pair[1][0].kind == "person")
    at, last = next(spoke, (-1, ()))
    if len(last) == 1 and last[0] in fitting and discourse.paragraphs_between(at, head.i) < 2:
        return last
    if len(heard) == 1 or len(fitting) == 1:
        return tuple(heard if len(heard) == 1 else fitting)
    order = [actor for at, actor in reversed(discourse.named) if at < head.i and actor in fitting]
    return tuple(dict.fromkeys((*order, *fitting)))


def _body_before_person(head: Token, discourse: Discourse, new: NewNames) -> Actor | None:
    """Return the company called by a name whose bearer the text names only later: "Berg Lines left. Berg said"."""
    name = folded(head.text)
    person = new.people.get(name)
    if person is None or not is_bare_name(head):
        return None
    full = (at for at, actor in discourse.named if actor == person and not is_bare_name(head.doc[at]))
    before = (actor for at, actor in discourse.named if at < head.i and actor.kind == "organisation")
    called = {actor for actor in before if folded(new.label(actor.slug)).split()[0] == name}
    return called.pop() if len(called) == 1 and min(full, default=0) > head.i else None


def _by_pronoun(head: Token, same: list[Actor], discourse: Discourse) -> tuple[Actor, ...]:
    """Return those whom a pronoun at the start of the words fits: Anna in "Lund said she would go"."""
    clauses = [child for child in head.head.children if child.dep_ == "ccomp" and head.dep_ == "nsubj"]
    subjects = {child.lower_ for clause in clauses for child in clause.children if child.dep_ == "nsubj"}
    sex = next((word for word in ("he", "she") if word in subjects), "")
    return tuple(actor for actor in same if sex and discourse.sex(actor) == sex)
