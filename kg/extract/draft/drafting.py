"""From a text to a draft: parse, attribute, resolve, type, and lay out as rows of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.article.article import spoken
from kg.extract.article.excerpts import Layout
from kg.extract.article.nlp import parse
from kg.extract.draft import nesting
from kg.extract.draft.drafts import Draft, Row, named_in, one_or_more
from kg.extract.draft.narration import narrate, warn
from kg.extract.draft.rowids import Ids, quote_fields
from kg.extract.grammar.attribution import Attribution, find_attributions
from kg.extract.grammar.conditions import demanded, halves
from kg.extract.grammar.contents import Content, split
from kg.extract.grammar.dates import day_of, is_when
from kg.extract.grammar.lexicon import lexicon
from kg.extract.meaning.acts import Reading, is_negated, read_act
from kg.extract.meaning.sentences import sentence_of
from kg.extract.meaning.tolls import by_toll, find_tolls
from kg.extract.meaning.topics import Propositions, issues_of
from kg.extract.names.actors import Actor, Proposed
from kg.extract.names.mentions import Resolver
from kg.extract.names.speakers import Speakers

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc

    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["Draft", "Drafter", "Row"]

_NARRATED = ("supports", "opposes", "vetoes", "votes-for", "votes-against", "abstains", "proposes", "hopes", "fears")
_EXPRESSIVE = ("praises", "criticises", "supports", "opposes", "rejects")
_BACKWARD = ("it", "this", "that", "them", "these", "such", "a", "step", "move", "for", "to")


class Drafter:
    """Drafts the rows of one text."""

    def __init__(
        self, text: str, gazetteer: Gazetteer, published: date, doc: Doc | None = None, *, dated: bool = True
    ) -> None:
        """Parse `text` (unless `doc` is its parse); names mean what they mean in `gazetteer` on the day `published`.

        Without `dated` that day is a guess, from which no "on Tuesday" is reckoned.
        """
        self.text, self.gazetteer, self.published, self.dated = text, gazetteer, published, dated
        self.parsed = spoken(text, gazetteer.firsts)  # in lower case where the text is in capitals
        self.doc = doc if doc is not None else parse(self.parsed)
        self.layout = Layout(text, self.doc)
        self.resolver = Resolver(gazetteer, published.isoformat(), self.doc, self.parsed)
        self.speakers = Speakers(gazetteer, self.doc, self.resolver, published)
        self.propositions = Propositions(gazetteer, text)
        self.ids = Ids()
        self.result = Draft()
        self.written: set[tuple[str, ...]] = set()
        self.relays: list[Attribution] = []
        self.holders: dict[int, tuple[Actor, ...]] = {}
        self.reading: Reading | None = None
        self.last: str | None = None

    def draft(self) -> Draft:
        """Return the rows, in the order of the text."""
        found = [
            item
            for item in find_attributions(self.doc, self.layout.quotations, stances=True, text=self.parsed)
            if self.layout.is_text(item.via)
        ]
        found.sort(key=lambda item: min((*item.source, item.via)))
        for item in found:
            self.holders[item.via] = self.resolver.resolve(item.source, item.source_head)
        nesting.part(found)
        parents = nesting.parents_of(found)
        self.relays = [item for item in found if nesting.is_relay(self.doc, item)]
        covered: set[int] = set()
        for item in found:
            if self.write(item, parents.get(item.via), found):
                covered |= {*item.content, *item.cue, *item.source}
        narrate(self, covered, found)
        self.result.statements.sort(key=lambda row: self.result.spans[str(row["id"])])
        self.finish()
        return self.result

    # -- statements

    def write(self, item: Attribution, parent: Attribution | None, found: list[Attribution]) -> bool:
        """Write the statements of an attribution; return whether it made any."""
        holders = self.holders[item.via]
        if not holders and item.sense.act == "fears" and self.doc[item.via].pos_ == "NOUN":
            return warn(self, item)
        chain = self.passed_on(item, parent, holders) if parent is not None else ()
        if chain is None:
            return False
        if item in self.relays and any(nesting.shares(item, other) for other in found if other is not item):
            return True
        if not holders or nesting.passes_on(self.doc, item, found, self.holders):
            return bool(holders)
        if nesting.is_mention(self.doc, item):
            return True
        chain = chain or tuple(
            actor for relay in nesting.relays_of(item, self.relays) for actor in self.holders[relay.via]
        )
        chain = chain or self.speakers.quoted_by(item, holders)
        contents = [part for content in split(self.doc, item) for part in by_toll(self.doc, content)]
        self.reading = None
        made = [self.statement(item, content, holders, chain) for content in contents]
        return any(made)

    def passed_on(self, item: Attribution, parent: Attribution, holders: tuple[Actor, ...]) -> tuple[Actor, ...] | None:
        """Return who passes on what stands in the words of another; None where that is no statement of its own."""
        outer = self.holders[parent.via]
        if not holders or holders == outer:
            return None
        if parent.head == item.via or parent.frame == "according" or nesting.is_telling(item, parent):
            principals = set(self.speakers.behalf(parent, outer))
            return None if {actor.slug for actor in holders} <= principals else outer
        return None if item.sense.act in ("claims", "reports") or nesting.is_told(self.doc, item, parent) else ()

    def day(self, verb: int, *, future: bool = False) -> date | None:
        """Return the day that hangs on a verb, where it is known from which day it is told."""
        return day_of(self.doc, self.doc[verb], self.published, future=future) if self.dated else None

    def statement(  # noqa: C901  # one branch per way in which English says it
        self,
        item: Attribution,
        content: Content,
        holders: tuple[Actor, ...],
        chain: tuple[Actor, ...],
        reading: Reading | None = None,
    ) -> bool:
        """Write the statement of one content; return whether there was one to write.

        `reading` is what it does, where that is known already.
        """
        start, end = self.layout.trim(*content.quote)
        short = len(content.tokens) < 2 and item.frame not in ("object", "for", "feeling")
        if end - start < 8 or short or "\n\n" in self.text[start:end]:
            return False
        if is_when(self.text, start, end) or self.doc[content.tokens[0]].lower_ == "whose":
            return False
        reading = self.reading = reading or self.read(item, content, holders)
        match = self.propositions.match(self.text[start:end], [actor.slug for actor in holders])
        confidence = reading.confidence * (1.0 if all(actor.known for actor in holders) else 0.7)
        addressees, press = self.speakers.addressees(item, holders)
        proposition = match.slug if match else self.new_proposition(item, content, reading.act, holders, addressees)
        self.last = proposition
        row: Row = {"id": self.ids.make(holders[0].slug, self.doc, content.tokens)}
        row |= quote_fields(self.text, start, end)
        row["speaker"] = one_or_more([actor.slug for actor in holders])
        behalf = self.speakers.behalf(item, holders)
        if behalf:
            row["for"] = one_or_more(behalf)
        if addressees:
            row["addressee"] = one_or_more(addressees)
        row["act"] = reading.act
        if reading.polarity and reading.act != "makes-condition":
            row["polarity"] = reading.polarity
        row["proposition"] = proposition
        if reading.act == "makes-condition":
            row |= self.condition(content)
        told = self.day(item.via)
        if told and told <= self.published:
            row["said"] = told.isoformat()
        row["mode"] = self.mode(item, start, end)
        voices = [actor.slug for actor in chain] + [slug for slug in press if slug not in [a.slug for a in chain]]
        if voices:
            row["reported_by"] = one_or_more(voices)
        tolls = self.tolls(content)
        if tolls and reading.act in ("claims", "reports", "blames", "accuses", "acknowledges"):
            row["tolls"] = tolls
        row["confidence"] = round(min(0.95, confidence * (0.9 if match else 0.8) + 0.1), 2)
        row["status"] = "proposed"
        self.add(row, start, end)
        first = demanded(self.doc, content) if reading.act == "makes-condition" else None
        if first is not None:  # what has to come true first is demanded as well
            self.statement(item, first, holders, chain, Reading("demands", confidence=0.5))
        return True

    def read(self, item: Attribution, content: Content, holders: tuple[Actor, ...]) -> Reading:
        """Return the act of a content; a part of a list has that of the part before it."""
        if self.reading is not None and item.frame == "clause":
            finite = any(self.doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for i in content.tokens)
            if not finite:
                return self.reading
        head = self.doc[content.head]
        negated = is_negated(self.doc[item.via])
        own, observed = self.speakers.is_own(head, holders), self.speakers.is_observer(holders)
        act = item.sense.act
        if (
            item.quotes
            and item.frame == "clause"
            and act in _EXPRESSIVE
            and self.layout.quoted(self.doc[content.tokens[-1]].idx)
        ):
            act = "claims"  # 'defended his decision: "..."'
        return read_act(
            self.doc,
            act,
            head,
            content.tokens,
            negated=negated,
            own=own,
            observed=observed,
            predicate=item.frame == "as",
        )

    def add(self, row: Row, start: int, end: int) -> None:
        """Add a statement, unless the same was found in the same words."""
        same = tuple(str(row.get(key)) for key in ("quote", "speaker", "act", "proposition"))
        if same not in self.written:
            self.written.add(same)
            self.result.statements.append(row)
            self.result.spans[str(row["id"])] = (start, end)

    def mode(self, item: Attribution, start: int, end: int) -> str:
        """Return how the text has a content: in quotation marks, told, or ascribed."""
        if any(
            quote.outer[0] - 1 <= start and end <= quote.outer[1] + 1 for quote in item.quotes or self.layout.quotations
        ):
            return "direct"
        words = lexicon()
        ascribed = item.sense.act in _NARRATED or item.sense.lemma in words.deeds or self.doc[item.via].pos_ == "NOUN"
        block = self.layout.block(start)
        return "narrator" if ascribed and not (block and block.kind in ("headline", "related")) else "indirect"

    def condition(self, content: Content) -> Row:
        """Return the fields of a condition: what depends on it, and what has to come true first."""
        before, after = halves(self.doc, content)
        if not before or len(after) < 2:
            return {"act": "demands"}
        return {"proposition": self.matched(after, "supports"), "condition": self.matched(before, "demands")}

    def matched(self, tokens: tuple[int, ...], act: str) -> str:
        """Return the proposition that some words say, known or new."""
        words = self.doc[tokens[0] : tokens[-1] + 1].text
        match = self.propositions.match(words)
        return match.slug if match else self.proposition(Content(tokens, tokens[0], (0, 0)), act)

    def new_proposition(
        self, item: Attribution, content: Content, act: str, holders: tuple[Actor, ...], addressees: list[str]
    ) -> str:
        """Return a new proposition for what a statement says; "it" is what the one before was about."""
        if self.last and all(self.doc[i].lower_ in _BACKWARD for i in content.tokens):
            return self.last
        asked = tuple(Actor(slug, "") for slug in addressees) if item.frame == "who-to" else ()
        own = self.speakers.is_own(self.doc[content.head], holders)
        return self.proposition(content, act, asked or holders, item.frame, own=own)

    def proposition(
        self, content: Content, act: str, holders: tuple[Actor, ...] = (), frame: str = "", *, own: bool = False
    ) -> str:
        """Return a new proposition for a content."""
        sentence = sentence_of(self.doc, content, act, self.speakers.label(holders), frame, own=own)
        concerns = self.resolver.namings.concerned(content.tokens)
        return self.propositions.propose(sentence, issues_of(self.doc, content.tokens), concerns).slug

    def tolls(self, content: Content) -> list[Row]:
        """Return the figures of deaths in a content, as rows of a claim."""
        rows: list[Row] = []
        for toll in find_tolls(self.doc, content.tokens):
            row: Row = {"deaths": toll.deaths}
            if toll.qualifier != "exactly":
                row["qualifier"] = toll.qualifier
            victims = self.resolver.look(self.doc[toll.victims]) if toll.victims is not None else ()
            if victims and victims[0].known:
                row["victims"] = victims[0].slug
            rows.append(row)
        return rows

    def finish(self) -> None:
        """Keep of the new entries those that a row names."""
        named = {
            name
            for row in (*self.result.statements, *self.result.events, *self.result.relations)
            for name in named_in(row)
        }
        used = {
            str(row.get(key))
            for row in (*self.result.statements, *self.result.events)
            for key in ("proposition", "condition", "motion")
        }
        self.result.propositions = {slug: value for slug, value in self.propositions.new.items() if slug in used}
        named |= {slug for _, _, concerns in self.result.propositions.values() for slug in concerns}
        new = {slug: entry for slug, entry in self.resolver.new.proposed.items() if slug in named}
        named |= {value for entry in new.values() for key, value in entry.extra if key == "part_of"}
        for slug in named:
            entry = self.gazetteer.known.get(slug)
            if entry is not None and not entry.listed:
                new[slug] = Proposed(slug, "states.yaml", entry.label, "A state that the text names.")
        self.result.entries = [entry for _, entry in sorted(new.items())]
