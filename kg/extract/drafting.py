"""From a text to a draft: parse, attribute, resolve, type, and lay out as rows of a sheet."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.actors import Actor, Proposed
from kg.extract.acts import Reading, is_negated, read_act
from kg.extract.attribution import Attribution, find_attributions
from kg.extract.contents import Content, split
from kg.extract.dates import day_of, is_when
from kg.extract.happenings import by_toll, find_tolls
from kg.extract.lexicon import lexicon
from kg.extract.mentions import Resolver
from kg.extract.narration import narrate
from kg.extract.nlp import parse
from kg.extract.quotations import find_quotations
from kg.extract.rowids import Ids, quote_fields
from kg.extract.sentences import sentence_of
from kg.extract.structure import Block, find_blocks
from kg.extract.topics import Propositions, issues_of
from kg.extract.tree import object_of, span

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc, Token

    from kg.extract.gazetteer import Gazetteer

__all__ = ["Draft", "Drafter", "Row"]

#: A row of a sheet, in the order of its fields.
Row = dict[str, object]
_SKIPPED = ("credit", "date", "note", "lead-in")
_NARRATED = ("supports", "opposes", "vetoes", "votes-for", "votes-against", "abstains", "proposes", "hopes", "fears")
_EXPRESSIVE = ("praises", "criticises", "supports", "opposes", "rejects")
_PASSING = ("quote", "cite", "carry", "publish", "broadcast", "release", "report", "air", "post")
_BACKWARD = ("it", "this", "that", "them", "these", "such", "a", "step", "move", "for", "to")
_INFORMANTS = ("source", "official", "report", "document", "diplomat", "aide", "person", "witness", "figure", "data")
_TOPICS = ("discuss", "debate", "raise", "address", "mention", "quote", "recite", "outline", "invoke", "write", "leak")
_TELLING = ("tell", "say", "inform", "add", "write", "state", "report", "announce", "declare")


@dataclass
class Draft:
    """What was found: rows of the three sections, and the new entries and propositions that they need."""

    statements: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    entries: list[Proposed] = field(default_factory=list)
    propositions: dict[str, tuple[str, list[str], list[str]]] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)


class Drafter:
    """Drafts the rows of one text."""

    def __init__(self, text: str, gazetteer: Gazetteer, published: date, doc: Doc | None = None) -> None:
        """Parse `text` (unless `doc` is its parse); names mean what they mean in `gazetteer` on the day `published`."""
        self.text, self.gazetteer, self.published = text, gazetteer, published
        self.doc = doc if doc is not None else parse(text)
        self.blocks = find_blocks(text)
        self.starts = [block.start for block in self.blocks]
        self.quotations = find_quotations(text)
        self.parsed = self.doc.text  # in lower case where the text is in capitals
        self.resolver = Resolver(gazetteer, published.isoformat(), self.doc, self.parsed)
        self.propositions = Propositions(gazetteer, text)
        self.ids = Ids()
        self.result = Draft()
        self.holders: dict[int, tuple[Actor, ...]] = {}
        self.reading: Reading | None = None
        self.last: str | None = None
        self.spoken_for: dict[str, list[str]] = {}

    def draft(self) -> Draft:
        """Return the rows, in the order of the text."""
        found = [
            item
            for item in find_attributions(self.doc, self.quotations, stances=True, text=self.parsed)
            if self.is_text(item.via)
        ]
        found.sort(key=lambda item: min((*item.source, item.via)))
        for item in found:
            self.holders[item.via] = self.resolver.resolve(item.source, item.source_head)
        _part(found)
        parents = _parents(found)
        covered: set[int] = set()
        for item in found:
            if self.write(item, parents.get(item.via), found):
                covered |= {*item.content, *item.cue, *item.source}
        narrate(self, covered, found)
        self.result.statements.sort(key=lambda row: self.result.spans[str(row["id"])])
        self.finish()
        return self.result

    def is_text(self, index: int) -> bool:
        """Tell whether a token stands in a part of the text that says something: no credit, no date line."""
        block = self.block(self.doc[index].idx)
        return block is not None and block.kind not in _SKIPPED

    def quoted(self, offset: int) -> bool:
        """Tell whether an offset stands inside a quotation."""
        return any(quote.start <= offset < quote.end for quote in self.quotations)

    def block(self, offset: int) -> Block | None:
        """Return the part of the text in which an offset stands."""
        index = bisect_right(self.starts, offset) - 1
        return self.blocks[index] if index >= 0 and offset < self.blocks[index].end else None

    # -- statements

    def write(self, item: Attribution, parent: Attribution | None, found: list[Attribution]) -> bool:
        """Write the statements of an attribution; return whether it made any."""
        holders = self.holders[item.via]
        chain: tuple[Actor, ...] = ()
        if parent is not None:
            outer = self.holders[parent.via]
            if parent.head == item.via or parent.frame == "according" or self.is_telling(item, parent):
                if (
                    not holders
                    or holders == outer
                    or {actor.slug for actor in holders} <= set(self.behalf(parent, outer))
                ):
                    return False
                chain = outer
            elif (
                not holders or holders == outer or item.sense.act in ("claims", "reports") or self.is_told(item, parent)
            ):
                return False
        if not holders or self.passes_on(item, found):
            return bool(holders)
        if self.is_mention(item):
            return True
        chain = chain or self.quoted_by(item, holders)
        contents = [part for content in split(self.doc, item) for part in by_toll(self.doc, content)]
        self.reading = None
        made = [self.statement(item, content, holders, chain) for content in contents]
        return any(made)

    def is_mention(self, item: Attribution) -> bool:
        """Tell whether a cue only names what was spoken of, or who told it: "talked about X", "citing aides"."""
        cue = self.doc[item.via]
        if item.sense.lemma in lexicon().plain and item.sense.act in ("claims", "reports") and is_negated(cue):
            return True  # what was not said
        if item.quotes or item.sense.act not in ("claims", "reports"):
            return False
        if item.sense.lemma == "cite" and self.doc[item.via].tag_ == "VBG":
            return any(self.doc[i].lemma_.lower() in _INFORMANTS for i in item.content)
        return item.frame in ("about", "on", "over", "to-noun") or (
            item.sense.lemma in _TOPICS and item.frame == "object"
        )

    def quoted_by(self, item: Attribution, holders: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return who passes on what somebody says: "Assad, quoted by SANA", "in a statement carried by SANA"."""
        places = {
            *item.source,
            *(i for child in self.doc[item.via].children if child.dep_ == "prep" for i in span(child)),
        }
        for i in sorted(places):
            token = self.doc[i]
            if token.tag_ == "VBN" and token.lemma_.lower() in _PASSING:
                voices = self.voices(token)
                return tuple(actor for actor in voices[:1] if actor not in holders and actor.kind == "organisation")
        return ()

    def voices(self, verb: Token) -> tuple[Actor, ...]:
        """Return who quotes or carries something: "quoted by SANA", "carried on state television"."""
        for child in sorted(verb.children, key=lambda child: child.dep_ != "npadvmod"):
            if child.dep_ == "npadvmod" and child.pos_ == "PROPN":
                return self.resolver.look(child)
            found = object_of(child) if child.lower_ in ("by", "on", "in") else None
            if found is not None:
                return self.resolver.look(self.doc[found])
        return ()

    def is_telling(self, item: Attribution, parent: Attribution) -> bool:
        """Tell whether an attribution and the one around it both tell what somebody said."""
        return item.sense.lemma in _TELLING and parent.sense.lemma in _TELLING and bool(item.source)

    def is_told(self, item: Attribution, parent: Attribution) -> bool:
        """Tell whether a stance is what somebody else says of its holder: "he said that they supported the rebels"."""
        token = self.doc[item.via]
        if token.pos_ != "VERB" or item.sense.act in ("vetoes", "abstains", "votes-for", "votes-against"):
            return False
        while token.i != parent.head and token.head != token and token.dep_ not in ("relcl", "acl"):
            token = token.head
        return token.i == parent.head

    def passes_on(self, item: Attribution, found: list[Attribution]) -> bool:
        """Tell whether an attribution only passes on another: "Assad told Annan ..., according to SANA"."""
        inside = set(item.content)
        for other in found:
            telling = bool(other.quotes) or other.sense.act in ("claims", "reports", "warns", "acknowledges", "denies")
            head = self.doc[other.via].head.i
            telling = telling or (item.frame == "according" and item.head in (other.via, head))
            if (
                telling
                and other is not item
                and other.via in inside
                and (other.via == item.head or item.frame == "according")
            ):
                holders = self.holders.get(other.via)
                if holders and holders != self.holders[item.via]:
                    return True
        return False

    def statement(  # noqa: C901  # one branch per way in which English says it
        self, item: Attribution, content: Content, holders: tuple[Actor, ...], chain: tuple[Actor, ...]
    ) -> bool:
        """Write the statement of one content; return whether there was one to write."""
        start, end = self.trim(*content.quote)
        short = len(content.tokens) < 2 and item.frame not in ("object", "for")
        if end - start < 8 or short or "\n\n" in self.text[start:end]:
            return False
        if is_when(self.text, start, end) or self.doc[content.tokens[0]].lower_ == "whose":
            return False
        reading = self.reading = self.read(item, content, holders)
        match = self.propositions.match(self.text[start:end], [actor.slug for actor in holders])
        confidence = reading.confidence * (1.0 if all(actor.known for actor in holders) else 0.7)
        addressees, press = self.addressees(item, holders)
        proposition = match.slug if match else self.new_proposition(item, content, reading.act, holders, addressees)
        self.last = proposition
        row: Row = {"id": self.ids.make(holders[0].slug, self.doc, content.tokens)}
        row |= quote_fields(self.text, start, end)
        row["speaker"] = _one([actor.slug for actor in holders])
        behalf = self.behalf(item, holders)
        if behalf:
            row["for"] = _one(behalf)
        if addressees:
            row["addressee"] = _one(addressees)
        row["act"] = reading.act
        if reading.polarity and reading.act != "makes-condition":
            row["polarity"] = reading.polarity
        row["proposition"] = proposition
        if reading.act == "makes-condition":
            row |= self.condition(content)
        told = day_of(self.doc, self.doc[item.via], self.published)
        if told and told <= self.published:
            row["said"] = told.isoformat()
        row["mode"] = self.mode(item, start, end)
        voices = [actor.slug for actor in chain] + [slug for slug in press if slug not in [a.slug for a in chain]]
        if voices:
            row["reported_by"] = _one(voices)
        tolls = self.tolls(content)
        if tolls and reading.act in ("claims", "reports", "blames", "accuses", "acknowledges"):
            row["tolls"] = tolls
        row["confidence"] = round(min(0.95, confidence * (0.9 if match else 0.8) + 0.1), 2)
        row["status"] = "proposed"
        self.add(row, start, end)
        return True

    def read(self, item: Attribution, content: Content, holders: tuple[Actor, ...]) -> Reading:
        """Return the act of a content; a part of a list has that of the part before it."""
        finite = any(self.doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for i in content.tokens)
        if self.reading is not None and not finite and item.frame == "clause":
            return self.reading
        head = self.doc[content.head]
        negated = is_negated(self.doc[item.via])
        own, observed = self.is_own(head, holders), self.is_observer(holders)
        act = item.sense.act
        if (
            item.quotes
            and item.frame == "clause"
            and act in _EXPRESSIVE
            and self.quoted(self.doc[content.tokens[-1]].idx)
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
        same = ("quote", "speaker", "act", "proposition")
        if not any(all(other.get(key) == row.get(key) for key in same) for other in self.result.statements):
            self.result.statements.append(row)
            self.result.spans[str(row["id"])] = (start, end)

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Return a stretch without the marks at its ends that are no part of it, inside its block."""
        block = self.block(start)
        if block is not None:
            start, end = max(start, block.body), min(end, block.end)
        while start < end and self.text[start] in " \n\t\"“”'‘,;:.-–—":
            if (
                self.text[start] in "\"“'‘"
                and any(mark in self.text[start + 1 : end] for mark in "\"”’'")
                and not self.is_quote(start, end)
            ):
                break
            start += 1
        while end > start and (
            self.text[end - 1] in " \n\t,;:.-–—" or (self.text[end - 1] in "\"”’'" and self.is_unbalanced(start, end))
        ):
            end -= 1
        return start, end

    def is_quote(self, start: int, end: int) -> bool:
        """Tell whether a stretch is a whole quotation, marks included."""
        return any(quote.outer[0] == start and quote.outer[1] >= end - 2 for quote in self.quotations)

    def is_unbalanced(self, start: int, end: int) -> bool:
        """Tell whether the mark at the end of a stretch has no partner in it."""
        words = self.text[start:end]
        return (
            (words[-1] == '"' and words.count('"') % 2 == 1)
            or (words[-1] == "”" and words.count("”") > words.count("“"))
            or words[-1] in "'’"
        )

    def is_own(self, head: object, holders: tuple[Actor, ...]) -> bool:
        """Tell whether the subject of a content is the speaker, or the speaker's own side."""
        subject = next((child for child in head.children if child.dep_ in ("nsubj", "nsubjpass")), None)  # type: ignore[attr-defined]  # a token
        if subject is None:
            return False
        if subject.lower_ in ("i", "we") or any(child.lower_ in ("our", "my") for child in subject.children):
            return True
        plural = len(holders) > 1 or holders[0].plural
        if subject.lower_ in ("he", "she"):
            return holders[0].kind == "person"
        if subject.lower_ == "they":
            return plural
        if subject.lower_ == "it":
            return holders[0].kind in ("organisation", "state") and not plural
        own = {slug for actor in holders for slug in (actor.slug, *self.behalf_of(actor))}
        if any(child.dep_ == "poss" and child.lower_ in ("his", "her", "their", "its") for child in subject.children):
            return subject.lemma_.lower() in (
                "country",
                "government",
                "party",
                "administration",
                "nation",
                "organisation",
                "organization",
                "group",
            )
        return bool(own.intersection(self.gazetteer.find(subject.text)))

    def is_observer(self, holders: tuple[Actor, ...]) -> bool:
        """Tell whether a speaker is one who watches and counts: the press, monitors, witnesses."""
        entry = self.gazetteer.known.get(holders[0].slug)
        watching = entry is not None and entry.type in ("news-organisation", "monitoring-organisation")
        return watching or bool(
            {"activists", "witnesses", "residents", "reporters", "monitors"}.intersection(holders[0].slug.split("-"))
        )

    def behalf_of(self, actor: Actor) -> list[str]:
        """Return for whom an actor speaks by office, or as the organ of a state."""
        if actor.kind == "person":
            return list(
                dict.fromkeys(office.of for office in self.gazetteer.offices_on(actor.slug, self.published.isoformat()))
            )
        entry = self.gazetteer.known.get(actor.slug)
        whole = self.resolver.new.parts_of(actor.slug)
        if whole:
            return [whole] if whole in self.gazetteer.known and self.gazetteer.known[whole].kind == "state" else []
        if entry and entry.type == "organ":
            return [
                slug
                for slug in entry.part_of
                if self.gazetteer.known.get(slug) and self.gazetteer.known[slug].kind == "state"
            ]
        return []

    def behalf(self, item: Attribution, holders: tuple[Actor, ...]) -> list[str]:
        """Return for whom the speakers speak, also as the words beside a name tell it."""
        slugs = [slug for actor in holders for slug in self.behalf_of(actor)]
        if len(holders) == 1 and holders[0].kind == "person" and not slugs and item.source:
            slugs = self.resolver.namings.bodies_in(item.source) or self.spoken_for.get(holders[0].slug, [])
            self.spoken_for[holders[0].slug] = slugs
        return [slug for slug in dict.fromkeys(slugs) if slug not in {actor.slug for actor in holders}]

    def addressees(self, item: Attribution, holders: tuple[Actor, ...]) -> tuple[list[str], list[str]]:
        """Return to whom it is said, and the press that it is said to, which stands in the chain."""
        own = {actor.slug for actor in holders}
        people, press = [], []
        for child in self.doc[item.via].children:
            told = child.dep_ in ("dobj", "dative") and (
                item.sense.lemma in ("tell", "inform", "remind", "warn", "assure") or item.frame == "who-to"
            )
            if told and child.pos_ in ("PROPN", "NOUN") and child.ent_type_ not in ("DATE", "TIME"):
                for actor in self.resolver.look(child):
                    entry = self.gazetteer.known.get(actor.slug)
                    if entry and entry.type == "news-organisation":
                        press.append(actor.slug)
                    elif actor.slug not in own:
                        people.append(actor.slug)
        return people, press

    def mode(self, item: Attribution, start: int, end: int) -> str:
        """Return how the text has a content: in quotation marks, told, or ascribed."""
        if any(quote.outer[0] - 1 <= start and end <= quote.outer[1] + 1 for quote in item.quotes or self.quotations):
            return "direct"
        words = lexicon()
        ascribed = item.sense.act in _NARRATED or item.sense.lemma in words.deeds or self.doc[item.via].pos_ == "NOUN"
        block = self.block(start)
        return "narrator" if ascribed and not (block and block.kind in ("headline", "related")) else "indirect"

    def condition(self, content: Content) -> Row:
        """Return the fields of a condition: what depends on it, and what has to come true first."""
        pivot = next(
            (i for i in content.tokens if self.doc[i].lemma_.lower() in ("condition", "precondition", "prerequisite")),
            None,
        )
        before = tuple(i for i in content.tokens if pivot is not None and i < pivot)
        after = tuple(i for i in content.tokens if pivot is not None and i > pivot)
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
        own = self.is_own(self.doc[content.head], holders)
        return self.proposition(content, act, asked or holders, item.frame, own=own)

    def proposition(
        self, content: Content, act: str, holders: tuple[Actor, ...] = (), frame: str = "", *, own: bool = False
    ) -> str:
        """Return a new proposition for a content."""
        sentence = sentence_of(self.doc, content, act, self.label(holders), frame, own=own)
        concerns = self.resolver.namings.concerned(content.tokens)
        return self.propositions.propose(sentence, issues_of(self.doc, content.tokens), concerns).slug

    def label(self, holders: tuple[Actor, ...]) -> str:
        """Return by what name a sentence calls the speakers."""
        names = []
        for actor in holders:
            entry = self.gazetteer.known.get(actor.slug)
            names.append(entry.label if entry else self.resolver.new.proposed[actor.slug].label)
        return " and ".join(names)

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
            for name in _names(row)
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


def _part(found: list[Attribution]) -> None:
    """Take "according to X" out of the contents that it stands in, and let it pass on who told them."""
    for item in found:
        if item.frame == "according":
            own = {*item.cue, *item.source}
            for other in found:
                if other is item or not own.intersection(other.content):
                    continue
                other.content = tuple(i for i in other.content if i not in own)
                if (
                    other.sense.lemma in _TELLING and other.via < item.via
                ):  # it passes on the telling, and not only what is told
                    item.content = tuple(sorted({*item.content, *other.content, other.via}))


def _parents(found: list[Attribution]) -> dict[int, Attribution]:
    """Return the smallest attribution that each one stands in, by the token of its cue."""
    parents: dict[int, Attribution] = {}
    for item in found:
        around = [other for other in found if other is not item and item.via in other.content]
        if around:
            parents[item.via] = min(around, key=lambda other: len(other.content))
    return parents


def _one(slugs: list[str]) -> object:
    unique = list(dict.fromkeys(slugs))
    return unique[0] if len(unique) == 1 else unique


def _names(row: Row) -> set[str]:
    found: set[str] = set()
    for key in (
        "speaker",
        "for",
        "addressee",
        "reported_by",
        "participants",
        "perpetrators",
        "victims",
        "between",
        "body",
    ):
        value = row.get(key)
        found |= set(value) if isinstance(value, list) else {str(value)} if value else set()
    ballots = row.get("ballots")
    return found | (set(ballots) if isinstance(ballots, dict) else set())
