"""Turns infinitives, gerunds and imperatives into sentences: "vowed to resist" becomes "X should resist"."""

from kg.extract.meaning.duties.duty import (
    contraction_pieces,
    duty_pieces,
    having_pieces,
    imperative_pieces,
    need_pieces,
)
from kg.extract.meaning.duties.passives import banned_pieces, measured_pieces

__all__ = [
    "banned_pieces",
    "contraction_pieces",
    "duty_pieces",
    "having_pieces",
    "imperative_pieces",
    "measured_pieces",
    "need_pieces",
]
