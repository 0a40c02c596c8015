"""Finds attributions: who is said to say, think or want what. Source, cue and content are spans of tokens."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extract.grammar.attributed import Attribution, of_words, spans_of
from kg.extract.grammar.documents import whole_document
from kg.extract.grammar.frames import find_frames
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.quoted import tells
from kg.extract.grammar.splitting.misattached import is_next_clause
from kg.extract.grammar.splitting.owned import before_own_stance
from kg.extract.grammar.splitting.under_nouns import is_unproven
from kg.extract.grammar.spoken.answers import spoken_turns, without_asked
from kg.extract.grammar.spoken.asking import is_question_put, without_question
from kg.extract.grammar.spoken.shares import JUDGING, is_closed, is_introduced_after, share_quotations
from kg.extract.grammar.spoken.turns import trimmed
from kg.extract.grammar.subjects import source_of
from kg.extract.grammar.torn import after_openings, after_quotation, before_another, beside_semicolons, leave_to_others
from kg.extract.grammar.tree import where
from kg.sources.words.quotation_marks import Quotation, find_quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.grammar.frame import Frame

__all__ = ["Attribution", "find_attributions", "spans_of"]

#: 'responded to the rules on Twitter: "..."': the topic stands beside the cue, and the words themselves follow.
_TOPICAL = ("about", "of", "on", "over", "to-noun")


def find_attributions(
    doc: Doc, quotations: list[Quotation] | None = None, *, stances: bool = False, text: str | None = None
) -> list[Attribution]:
    """Return the attributions in a parsed text, in the order of their cues.

    Pass the `text` if you have it. With `stances`, actions that show one count too: "refused to sign", "voted for it".
    """
    text = doc.text if text is None else text
    found = _Finder(doc, text, find_quotations(text) if quotations is None else quotations).find()
    return found if stances else of_words(doc, found)


def _is_own(doc: Doc, item: Attribution, inner: Attribution) -> bool:
    """Return whether a cue only voices the source's own stance: "repeated his opposition to"."""
    own = len(inner.source) == 1 and doc[inner.source[0]].lower_ in ("his", "her", "its", "their")
    raised = item.sense.lemma == "raise" and inner.sense.lemma == "concern"  # "raised concerns over the dam"
    voiced = raised or (inner.frame == "to" and item.sense.act not in JUDGING)  # "announced plans to leave"
    return (own or (voiced and inner.source == item.source)) and item.sense.lemma in lexicon().support


class _Finder:
    def __init__(self, doc: Doc, text: str, quotations: list[Quotation]) -> None:
        self.doc, self.text = doc, text
        self.starts: list[int] = doc.to_array(["IDX", "SPACY"])[:, 0].tolist()
        self.quotations = [quote for quote in quotations if quote.end - quote.start > 1]
        self.stops = where(doc, "ORTH", [";", ":"])
        self.outer = [quote.outer[0] for quote in self.quotations]
        self.taken: dict[int, Attribution] = {}

    def find(self) -> list[Attribution]:
        told = map(self.attribute, find_frames(self.doc))
        found = self.without_doubles([attribution for attribution in told if attribution])
        whole = whole_document(self.doc, self.text, self.starts)
        turns = [whole] if whole is not None else spoken_turns(self.doc, self.text, self.starts)
        spoken = {index for item in turns for index in item.content}
        found = without_asked([item for item in found if item.via not in spoken], turns, self.text, self.starts) + turns
        share_quotations(self.text, self.starts, self.quotations, found)
        leave_to_others(self.doc, found)
        self.carry_on(found)
        found = self.outermost(found)
        sources = sorted((item.source[0], item.via) for item in found if item.source)
        for attribution in found:
            content = tuple(sorted(set(attribution.content) - set(attribution.cue)))
            attribution.content = before_another(self.doc, content, sources) if content else content
        return [item for item in found if item.content and not is_unproven(self.doc[item.via])]

    # -- one cue

    def attribute(self, frame: Frame) -> Attribution | None:
        if is_question_put(frame.token):
            return None
        whole, head = source_of(self.doc, frame)
        if head is not None and self.is_quoted_beside(head, frame.token.i):
            whole, head = [], None
        source, torn = after_quotation(self.doc, whole)
        content = after_openings(self.doc, frame.token.i, {i for i in frame.content if i not in torn})
        quotes: list[Quotation] = []
        if frame.clausal:
            quotes = self.quotes_of(frame, source, content)
            for quote in quotes:
                if self.covers(frame.token.i, quote):
                    continue
                content |= set(self.tokens(*quote.outer))
        content = without_question(self.doc, frame.token.i, content)
        content = before_own_stance(self.doc, frame.token.i, content - set(frame.cue))
        if source and not frame.noun:
            content -= set(source)
        stops = [i for i in self.stops if not quotes or not self.in_quotation(i)]
        content = trimmed(self.doc, beside_semicolons(self.doc, stops, frame.token.i, content))
        if (
            not content
            or is_next_clause(self.doc, frame.token.i, content)
            or (frame.needs_source and not source)
            or self.doc[min(content)].lower_ == "including"
        ):
            return None  # "others disagree, including X" says who disagrees, not what they say
        attribution = Attribution(
            tuple(frame.cue), tuple(source), tuple(sorted(content)), frame.sense, frame.name, frame.token.i, frame.head
        )
        attribution.quotes, attribution.source_head = quotes, head
        return attribution

    def in_quotation(self, index: int) -> bool:
        return any(quote.outer[0] <= self.starts[index] < quote.outer[1] for quote in self.quotations)

    def is_quoted_beside(self, head: int, cue: int) -> bool:
        """Return whether a source is named inside a statement quoted next to the cue, and so is not its speaker."""
        around = (quote for quote in self.quotations if self.covers(head, quote) and not self.covers(cue, quote))
        return any(self.is_statement(quote) for quote in around)

    def quotes_of(self, frame: Frame, source: list[int], content: set[int]) -> list[Quotation]:
        """Return the quotations that overlap the content, or else those directly next to the clause of the cue."""
        token = self.doc[frame.token.i]
        inside = [
            quote
            for quote in self.quotations
            if content
            and not self.covers(token.i, quote)
            and self.overlap(quote, content)
            and abs(quote.start - token.idx) < 8000
        ]
        beside = not frame.content or (frame.name == "object" and frame.sense.act in JUDGING)
        if inside or not (beside or frame.name in _TOPICAL):
            return inside
        found = self.beside(frame, source)
        return found if beside else [quote for quote in found if self.text[: quote.outer[0]].rstrip().endswith(":")]

    def beside(self, frame: Frame, source: list[int]) -> list[Quotation]:
        deed = frame.sense.lemma in lexicon().deeds and any(child.dep_ == "dobj" for child in frame.token.children)
        region = sorted({*frame.cue, *source, *frame.around, *frame.content})
        # The parser may take the subject of quoted words for that of the cue: '"If they can, they will," said Berg'.
        quoted = [quote for quote in self.quotations if not self.covers(frame.token.i, quote)]
        region = [i for i in region if not any(self.covers(i, quote) for quote in quoted)]
        start, end = self.starts[region[0]], self.starts[region[-1]] + len(self.doc[region[-1]])
        found = []
        for quote in self.quotations:
            if quote.outer[0] > end + 200:
                break
            gap = self.gap(quote, start, end)
            if deed and gap is not None and ":" not in self.text[gap[0] : gap[1]]:
                continue  # "aimed his remarks at Oslo": somebody else's words may follow
            others = frame.sense.lemma not in lexicon().plain and is_introduced_after(self.text, quote)
            if others and gap is not None and "." in self.text[gap[0] : gap[1]]:
                continue
            if gap is not None and self.is_empty(*gap):
                found.append(quote)
        return found

    def gap(self, quote: Quotation, start: int, end: int) -> tuple[int, int] | None:
        if quote.outer[1] <= start and start - quote.outer[1] < 200:
            return (quote.outer[1], start) if not is_closed(self.text, quote) else None
        if quote.outer[0] >= end and quote.outer[0] - end < 200:
            return end, quote.outer[0]
        return None

    def is_empty(self, start: int, end: int) -> bool:
        """Return whether the text between is only punctuation or a linking word; a line break also needs a colon."""
        between = self.text[start:end]
        if between.count("\n") > 2 or ("\n" in between and ":" not in between):
            return False
        words = between.strip(" \t\n,.:;-–—")
        return not words or words.casefold() in ("that", "and", "by", "the", "of", "as", "it was")

    # -- the whole text

    def without_doubles(self, found: list[Attribution]) -> list[Attribution]:
        """Drop an attribution whose content is another cue of the same source: "went on to say", "made a statement"."""
        by_cue = {attribution.via: attribution for attribution in found}
        kept = []
        for attribution in found:
            head = attribution.head
            inner = by_cue.get(head) if head is not None else None
            if (
                inner is not None
                and inner is not attribution
                and attribution.frame in ("object", "to")
                and (not inner.source or _is_own(self.doc, attribution, inner))
            ):
                inner.source, inner.source_head = attribution.source, attribution.source_head
                continue
            kept.append(attribution)
        return kept

    def outermost(self, found: list[Attribution]) -> list[Attribution]:
        """Drop attributions inside a quotation of the speaker's own words: they are part of the content."""
        spoken = [(quote.start, quote.end, item) for item in found for quote in item.quotes]
        return [
            item
            for item in found
            if not any(start <= self.starts[item.via] < end and item is not other for start, end, other in spoken)
        ]

    def carry_on(self, found: list[Attribution]) -> None:
        """Assign quotations without an introduction to the attribution that they continue."""
        owned: dict[tuple[int, int], Attribution] = {}
        for attribution in found:
            for quote in attribution.quotes:
                owned.setdefault(quote.outer, attribution)
        previous: Quotation | None = None
        for quote in self.quotations:
            if quote.outer not in owned:
                owner = self.successor(quote, previous, owned.get(previous.outer) if previous else None, found)
                if owner is not None:
                    owned[quote.outer] = owner
                    owner.quotes.append(quote)
                    owner.content = tuple(sorted({*owner.content, *self.tokens(*quote.outer)} - set(owner.source)))
            previous = quote

    def successor(
        self, quote: Quotation, previous: Quotation | None, owner: Attribution | None, found: list[Attribution]
    ) -> Attribution | None:
        if not self.is_statement(quote) or is_introduced_after(self.text, quote):
            return None
        if previous and owner and (quote.continues or self.same_paragraph(previous.end, quote.start)):
            joined = quote.continues or self.stands_alone(quote) or self.is_interrupted(previous, quote, owner)
            return owner if joined else None
        if (last := self.speaks_before(quote, found)) is not None:
            return last
        if self.is_paragraph(quote):
            before = [item for item in found if self.doc[item.via].idx < quote.start]
            last = before[-1] if before else None
            if last and (last.quotes or tells(self.doc, last)):
                end = last.quotes[-1].end if last.quotes else self.starts[max(last.via, last.content[-1])]
                return last if self.paragraphs_between(end, quote.start) <= 1 else None
        return None

    def speaks_before(self, quote: Quotation, found: list[Attribution]) -> Attribution | None:
        """Return the attribution in the sentence before a free-standing quotation, if that has only one source."""
        if not self.stands_alone(quote):
            return None
        lead = self.text[max(0, quote.outer[0] - 200) : quote.outer[0]]
        blank = len(lead) - len(lead.rstrip() if lead.rstrip().endswith(":") else lead.rstrip(" "))
        before = bisect_left(self.starts, quote.outer[0] - blank) - 1
        if before < 0 or self.doc[before].is_space:
            return None
        sentence = self.doc[before].sent
        near = [item for item in found if sentence.start <= item.via <= before and item.source]
        near = [item for item in near if not any(item.via in other.content for other in near if other is not item)]
        return near[0] if len({item.source for item in near}) == 1 else None

    def is_interrupted(self, previous: Quotation, quote: Quotation, owner: Attribution) -> bool:
        """Return whether only the cue and its source interrupt a quotation: '"We will," he said, "if they do"'."""
        between = set(self.tokens(previous.outer[1], quote.outer[0]))
        return owner.via in between and not any(
            self.doc[i].pos_ in ("VERB", "AUX") for i in between - set(owner.cue) - set(owner.source)
        )

    def is_statement(self, quote: Quotation) -> bool:
        tokens = self.tokens(quote.start, quote.end)
        return len(tokens) >= 4 and any(self.doc[i].pos_ in ("VERB", "AUX") for i in tokens)

    def stands_alone(self, quote: Quotation) -> bool:
        """Return whether a quotation begins a sentence of its own instead of continuing one."""
        before = self.text[max(0, quote.outer[0] - 40) : quote.outer[0]].rstrip()
        return not before or before[-1] in ".!?:”\"'’…"

    def is_paragraph(self, quote: Quotation) -> bool:
        text = self.text
        start = text.rfind("\n", 0, quote.outer[0]) + 1
        stop = text.find("\n", quote.outer[1])
        rest = text[start : quote.outer[0]] + text[quote.outer[1] : stop if stop >= 0 else len(text)]
        return not rest.strip(" .")

    def same_paragraph(self, start: int, end: int) -> bool:
        return "\n" not in self.text[start:end].strip()

    def paragraphs_between(self, start: int, end: int) -> int:
        return sum(1 for line in self.text[start:end].split("\n")[1:-1] if line.strip()) + (
            1 if "\n" in self.text[start:end] else 0
        )

    # -- tokens

    def tokens(self, start: int, end: int) -> range:
        """Return the indices of the tokens that begin in a range of characters."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def covers(self, index: int, quote: Quotation) -> bool:
        return quote.start <= self.starts[index] < quote.end

    def overlap(self, quote: Quotation, content: set[int]) -> bool:
        return not content.isdisjoint(self.tokens(*quote.outer))
