"""The open points of a proposed row: the sentence of its proposition, whether it is a known one, and the speaker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.names import FULL_STOPS
from kg.sources.adoption import ProposedNames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reference.lookup import Reference
    from kg.sources.adoption import ProposedName
    from kg.sources.review import Proposal, ReviewedSheet

__all__ = ["OpenPoints"]


@dataclass(frozen=True)
class OpenPoints:
    """The points that are or were open in a row: its proposition, similar known ones, and possible speakers."""

    row: str
    field: str
    slug: str
    entry: ProposedName | None
    known: tuple[tuple[str, str], ...]
    candidates: tuple[str, ...]
    speaks: bool

    @classmethod
    def of(cls, sheet: ReviewedSheet, row: Proposal, reference: Reference) -> OpenPoints:
        """Read the open points from a row and from the entries proposed beside its sheet."""
        fields, names = dict(row.fields), ProposedNames(sheet.path.parent)
        entries = {name: names.entries.get(fields.get(name, "")) for name in ("proposition", "condition")}
        blank = (name for name, entry in entries.items() if entry is not None and entry.is_blank)
        field = next(blank, "proposition")
        slug, entry = fields.get(field, ""), entries[field]
        asked = entry.suggested if entry is not None else (slug,)
        known = tuple((name, found.label) for name in asked if (found := reference.get(name, "proposition")))
        return cls(row.id, field, slug, entry, known, _listed(fields.get("candidates", "")), "speaker" in fields)

    @property
    def keys(self) -> list[str]:
        """The keys that apply to this row, as shown to the user."""
        wanted = {
            "w word": self.entry is not None,
            "l link": bool(self.slug),
            "c choose": bool(self.candidates),
        }
        return [key for key, is_meant in wanted.items() if is_meant]

    @property
    def missing(self) -> str:
        """The decision that is needed before the row can be accepted; empty if there is none."""
        if not self.speaks and self.candidates:
            return "no speaker yet: press c to choose a candidate, or e to enter another speaker"
        if self.entry is not None and self.entry.is_blank:
            return f"`{self.slug}` has no sentence yet: press w to word it, or l to link a known proposition"
        return ""

    def lines(self) -> Iterator[str]:
        """Yield the lines that are shown below the fields of the row."""
        if self.entry is None:
            yield from (f"{self.field}: {sentence}" for _, sentence in self.known)
        elif self.entry.is_blank:
            yield f"{self.field}: no sentence yet, from the words “{self.entry.words}”"
        else:
            yield f"{self.field}, new: {self.entry.label}"
            if unclear := [
                f"“{words}”" for words in self.entry.unclear if words.casefold() in self.entry.label.casefold()
            ]:
                yield f"clear only beside the text: {', '.join(unclear)} (w to name what is meant)"
        if self.entry is not None:
            yield from (f"l {at}: {name}: {sentence}" for at, (name, sentence) in enumerate(self.known, 1))
        yield from (f"c {at}: {name}" for at, name in enumerate(self.candidates, 1))

    @property
    def begun(self) -> str:
        """The sentence to begin with: the one that is there, or the words of the text written as a sentence."""
        if self.entry is None or not self.entry.is_blank:
            return self.entry.label if self.entry is not None else ""
        words = " ".join(self.entry.words.split())
        return _ended(words[:1].upper() + words[1:]) if words else ""

    def word(self, sentence: str, sheet: ReviewedSheet) -> None:
        """Give the proposition a sentence."""
        sentence = " ".join(sentence.split())
        if self.entry is None:
            raise UsageError(f"`{self.slug}` is a known proposition: change its sentence in the reference data")
        if not sentence:
            raise UsageError("a proposition needs a sentence")
        ProposedNames(sheet.path.parent).word(self.slug, _ended(sentence))

    def link(self, slug: str, sheet: ReviewedSheet) -> None:
        """Replace the proposed proposition by a known one, and remove it if nothing else uses it."""
        sheet.change(self.row, self.field, slug)
        names = ProposedNames(sheet.path.parent)
        # Other rows, and other proposed entries (narrower or incompatible ones), may use it as well.
        users = [*(sheet.names(row) for row in sheet.proposals()), *(entry.uses for entry in names.entries.values())]
        if self.slug in names.entries and not any(self.slug in used for used in users):
            names.drop(self.slug)

    def choose(self, name: str, sheet: ReviewedSheet) -> None:
        """Make one of the candidates the speaker, and remove the others."""
        sheet.change(self.row, "speaker", name)
        self.settle(sheet)

    def settle(self, sheet: ReviewedSheet) -> None:
        """Remove the candidates once there is a speaker."""
        if self.candidates:
            sheet.change(self.row, "candidates", "")

    def picked(self, key: str, answer: str) -> str:
        """Return the known proposition (`l`) or candidate (`c`) for a number or a name."""
        offered = [name for name, _ in self.known] if key == "l" and self.entry is not None else []
        offered = list(self.candidates) if key == "c" else offered
        if answer.isdigit() and 0 < int(answer) <= len(offered):
            return offered[int(answer) - 1]
        if not answer or answer.isdigit():
            raise UsageError(f"there is no {key} {answer}".rstrip(), hint="enter a number from the list, or a name")
        return answer


def _ended(sentence: str) -> str:
    """Return a sentence with a full stop, unless it ends with one or another mark."""
    return sentence if sentence.endswith((*FULL_STOPS, "!", "\uff01", "?")) else f"{sentence}."


def _listed(value: str) -> tuple[str, ...]:
    return tuple(name for part in value.strip("[]").split(",") if (name := part.strip()))
