"""`python -m kg`, and the entry point of the `kg` command."""

from __future__ import annotations

from kg.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
