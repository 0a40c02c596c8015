"""The speech act of a statement: from the cue or, if the cue is a plain verb of saying, from the content."""

from kg.extract.meaning.acts.act import ActReading
from kg.extract.meaning.acts.reading import passes_judgement, read_act

__all__ = ["ActReading", "passes_judgement", "read_act"]
