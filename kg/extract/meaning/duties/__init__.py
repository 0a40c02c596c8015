"""Turns infinitives, gerunds and imperatives into sentences: "vowed to resist" becomes "X should resist"."""

from kg.extract.meaning.duties.duty import (
    banned_pieces,
    contraction_pieces,
    duty_pieces,
    imperative_pieces,
    need_pieces,
)

__all__ = ["banned_pieces", "contraction_pieces", "duty_pieces", "imperative_pieces", "need_pieces"]
