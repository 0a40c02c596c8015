"""Drafts what the text says in its own voice: the narrator's claims, events, and ties between actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.rowids import quote_fields
from kg.extract.grammar.contents import Content, split_clauses
from kg.extract.grammar.dates import is_when
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import span, where
from kg.extract.meaning.acts import read_act
from kg.extract.meaning.happenings import Happening, find_happenings
from kg.extract.meaning.ties import find_ties
from kg.extract.meaning.tolls import find_tolls
from kg.extract.names.actors import BODIES, PEOPLE, ROLES, can_speak
from kg.forms.types import NARRATOR

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kg.extract.article.structure import Block
    from kg.extract.draft.drafts import Row, RowWriter
    from kg.extract.grammar.attribution import Attribution

__all__ = ["narrate", "warn"]


def narrate(drafter: RowWriter, covered: set[int], found: list[Attribution]) -> None:
    """Write the events and ties in a text, and the narrator's claims in sentences without another speaker."""
    told = _events(drafter, found)
    _ties(drafter)
    cues = {i for item in found for i in (item.via, *item.cue)}
    _asides(drafter, told | cues | {drafter.doc[i].head.i for i in cues if drafter.doc[i].pos_ == "NOUN"}, found)
    for sentence in drafter.doc.sents if drafter.narrator else ():
        if drafter.layout.is_text(_first(sentence)):
            _claims(drafter, sentence, covered, told)


def warn(drafter: RowWriter, item: Attribution) -> bool:
    """Write fears without a holder as the narrator's: "raised fears that"; return whether there were any."""
    doc, verb = drafter.doc, drafter.doc[item.via].head
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if verb.pos_ != "VERB" or subject is None or item.frame != "clause":
        return False
    last = doc[item.content[-1]]
    start, end = drafter.layout.trim(doc[subject.left_edge.i].idx, last.idx + len(last))
    content = Content(item.content, item.head if item.head is not None else item.content[0], (start, end))
    row: Row = {"id": drafter.ids.make(NARRATOR, doc, item.content)}
    row |= quote_fields(drafter.text, start, end)
    row |= {"speaker": NARRATOR, "act": "warns", "proposition": drafter.narrated(content, "warns")}
    row |= {"mode": "narrator", "certainty": "possible", "confidence": 0.4, "status": "proposed"}
    drafter.add(row, start, end)
    return True


def _first(sentence: Span) -> int:
    return next((token.i for token in sentence if not token.is_space), sentence.start)


# -- events


def _events(drafter: RowWriter, found: list[Attribution]) -> set[int]:
    told: set[int] = set()
    for happening in find_happenings(drafter.doc):
        if not drafter.layout.is_text(happening.token):
            continue
        around = [item for item in found if happening.token in item.content and drafter.holders.get(item.via)]
        if around and happening.type == "meeting" and around[0].quotes:
            continue
        row = _event(drafter, happening, around[-1] if around else None)
        if row:
            drafter.result.events.append(row)
            drafter.result.spans[str(row["id"])] = happening.quote
            told.add(happening.token)
    return told


def _event(drafter: RowWriter, item: Happening, around: Attribution | None) -> Row | None:  # noqa: C901  # one branch per way in which English says it
    doc = drafter.doc
    subjects = [actor.slug for i in item.subjects for actor in drafter.resolver.look(doc[i])]
    objects = [
        actor.slug for i in item.objects for actor in drafter.resolver.look(doc[i]) if actor.slug not in subjects
    ]
    if item.type == "meeting" and len({*subjects, *objects}) < 2:
        return None
    if item.type == "vote" and not (subjects and item.choice):
        return None
    if not subjects and not objects:
        return None
    start, end = item.quote
    block = drafter.layout.block(start)
    if "\n\n" in drafter.text[start:end] or (block and start < block.body):
        return None
    tokens = [token.i for token in doc.char_span(start, end, alignment_mode="expand") or ()]
    label = " ".join(drafter.text[start:end].split())[:120]
    row: Row = {
        "id": drafter.ids.make(item.type, doc, tokens),
        "type": item.type,
        "label": label[:1].upper() + label[1:],
    }
    row |= quote_fields(drafter.text, start, end)
    voices = [actor.slug for actor in drafter.holders[around.via]] if around else []
    if voices:
        row["mode"] = "indirect"
    day = drafter.day(item.token, future=item.planned)
    if day:
        row["when"] = day.isoformat()
    _roles(row, item, subjects, objects, drafter, tokens)
    if item.type == "vote" and (item.planned or not drafter.propositions.is_worded(str(row["motion"]))):
        return None  # no vote yet, or its subject still needs wording: a vote without a motion is invalid
    if item.planned:
        row["occurrence"] = "planned"
    elif voices:
        row["occurrence"] = "alleged"
    row["issues"] = drafter.issues.of(tokens)
    if voices:
        row["reported_by"] = voices
    row["confidence"] = 0.5
    row["status"] = "proposed"
    return row


def _roles(
    row: Row, item: Happening, subjects: list[str], objects: list[str], drafter: RowWriter, tokens: list[int]
) -> None:
    if item.type == "meeting" or item.type in ("displacement", "defection"):
        row["participants"] = list(dict.fromkeys(subjects + (objects if item.type == "meeting" else [])))
        if item.type == "displacement" and not subjects:
            row["participants"] = objects
    elif item.type == "vote":
        row["motion"] = _motion(drafter, item, tokens)
        row["ballots"] = dict.fromkeys(subjects, item.choice)
    else:
        if subjects:
            row["perpetrators"] = subjects
        if objects:
            row["victims"] = objects


def _motion(drafter: RowWriter, item: Happening, tokens: list[int]) -> str:
    """Return the proposition that was voted on: what the verb governs, or else the whole clause."""
    voted = [i for i in tokens if item.objects and i in span(drafter.doc[item.objects[0]])]
    return drafter.narrated(Content(tuple(voted or tokens), item.token, item.quote), "vetoes", "object")


def _ties(drafter: RowWriter) -> None:
    for tie in find_ties(drafter.doc):
        first, second = (drafter.resolver.look(drafter.doc[i]) for i in (tie.first, tie.second))
        if not first or not second:
            continue  # "our allies, Norway and Kenya": the text does not say whose
        between = list(dict.fromkeys(actor.slug for actor in (*first, *second)))
        if len(between) < 2 or not all(slug in drafter.gazetteer.known for slug in between):
            continue
        row: Row = {
            "id": drafter.ids.unique(f"{'-'.join(between[:2])}-{tie.type}"),
            "type": tie.type,
            "between": between,
        }
        row |= quote_fields(drafter.text, *tie.quote)
        if tie.since:
            row["since"] = int(tie.since)
        drafter.result.relations.append(row | {"confidence": 0.5, "status": "proposed"})


# -- the narrator's own claims


def _claims(drafter: RowWriter, sentence: Span, covered: set[int], told: set[int]) -> None:
    free = tuple(token.i for token in sentence if token.i not in covered and not token.is_space)
    block = drafter.layout.block(drafter.doc[_first(sentence)].idx)
    if block is None:
        return
    for run in _runs(drafter, free):
        while run and drafter.doc[run[-1]].pos_ in ("ADP", "PUNCT", "CCONJ", "SCONJ"):
            run = run[:-1]
        _run(drafter, run, block, told)


def _asides(drafter: RowWriter, told: set[int], found: list[Attribution]) -> None:
    """Write the claims of relative clauses: "a conflict that has cost thousands of lives"."""
    for token in (drafter.doc[i] for i in where(drafter.doc, "DEP", ["relcl"])):
        if token.i in told or not drafter.layout.is_text(token.i) or token.tag_ not in ("VBD", "VBZ", "VBP", "VBN"):
            continue
        who = next(
            (
                child
                for child in token.children
                if child.dep_ in ("nsubj", "nsubjpass") and child.lower_ in ("who", "which", "that")
            ),
            None,
        )
        weak = token.lemma_ == "be" and any(child.dep_ == "prep" for child in token.children)
        if (
            who is None
            or weak
            or drafter.layout.quoted(token.idx)
            or any(child.dep_ == "aux" and child.tag_ == "MD" for child in token.children)
        ):
            continue
        tokens = tuple(i for i in range(who.i, token.right_edge.i + 1) if not drafter.doc[i].is_space)
        comma = drafter.doc[who.i - 1].text == ","
        begin = who.i + 1 if comma or who.i - token.head.left_edge.i > 4 else token.head.left_edge.i
        if token.head.left_edge.i < who.i and len(tokens) > 4 and who.i - begin < 12:
            end = drafter.doc[tokens[-1]]
            content = Content(tokens, token.i, (drafter.doc[begin].idx, end.idx + len(end)))
            around = [item for item in found if token.i in item.content and drafter.holders.get(item.via)]
            reading = read_act(drafter.doc, "claims", token, tokens)
            doer = token.head.lower_ in PEOPLE | ROLES | BODIES or bool(token.head.ent_type_) or can_speak(token.head)
            # "The clashes that killed 20": an accusation of nobody.
            if around and not comma and doer and reading.act in ("accuses", "blames"):
                drafter.statement(around[-1], content, drafter.holders[around[-1].via], ())
            elif drafter.narrator:
                _claim(drafter, content, headline=False)


def _runs(drafter: RowWriter, free: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the uninterrupted stretches of tokens that are long enough for a statement."""
    runs: list[list[int]] = []
    for i in free:
        if runs and all(drafter.doc[j].is_space for j in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    return [tuple(run) for run in runs if len(run) >= 4]


def _run(drafter: RowWriter, free: tuple[int, ...], block: Block, told: set[int]) -> None:
    for content in split_clauses(drafter.doc, free):
        head = drafter.doc[content.head]
        counted = bool(find_tolls(drafter.doc, content.tokens))
        if (
            (head.i in told and not counted)
            or head.pos_ not in ("VERB", "AUX")
            or (block.kind == "caption" and head.lemma_ != "be")
        ):
            continue
        if not any(
            child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for child in head.children
        ) and head.dep_ not in ("conj", "relcl"):
            continue
        if head.lemma_.lower() in lexicon().plain:
            continue  # an attribution without its content
        _claim(drafter, content, headline=block.kind in ("headline", "related"))


def _claim(drafter: RowWriter, content: Content, *, headline: bool) -> None:
    start, end = drafter.layout.trim(*content.quote)
    if (
        end - start < 15
        or len(content.tokens) < 5
        or is_when(drafter.text, start, end)
        or "\n\n" in drafter.text[start:end]
        or drafter.doc[content.tokens[-1]].pos_ == "ADP"
    ):
        return
    doc = drafter.doc
    head = doc[content.head]
    perfect = any(child.lower_ in ("has", "have", "had") and child.dep_ == "aux" for child in head.children)
    act = "reports" if headline or head.tag_ == "VBD" or perfect else "claims"
    reading = read_act(doc, act, doc[content.head], content.tokens)
    row: Row = {"id": drafter.ids.make(NARRATOR, doc, content.tokens)}
    row |= quote_fields(drafter.text, start, end)
    row |= {"speaker": NARRATOR, "act": reading.act if reading.act in ("expects", "warns") else act}
    row["proposition"] = drafter.narrated(content, act)
    row["mode"] = "narrator"
    row |= drafter.figures(content)
    row |= {"confidence": 0.4, "status": "proposed"}
    others = (
        drafter.result.spans[str(other["id"])]
        for other in drafter.result.statements
        if other.get("speaker") == NARRATOR
    )
    if not any(start < stop and begin < end for begin, stop in others):
        drafter.add(row, start, end)
