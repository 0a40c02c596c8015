"""Diplomatic positions as a validated knowledge graph: who holds what position, and where it is written.

Everything in `kg.api` is available here too. It is loaded on first use, so that the command starts without it.
"""

from __future__ import annotations

__version__ = "0.1.0"
#: The names of `kg.api`; `__init__.pyi` declares them with their types.
_API = (
    "Answer", "Derived", "Finding", "KgError", "KnowledgeGraph", "Proof", "Question", "Row", "Severity", "Value",
    "as_json", "as_markdown", "as_text", "open",
)  # fmt: skip

__all__ = ["__version__", *_API]


def __getattr__(name: str) -> object:
    """Load the API when one of its names is first used."""
    if name not in _API:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("kg.api"), name)


def __dir__() -> list[str]:
    """Return the public names, for completion."""
    return sorted(__all__)
