"""Diplomatic positions as a validated knowledge graph: who holds what position, and where it is written."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
