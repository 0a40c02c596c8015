"""`python -m kg`, and the entry point of the `kg` command."""

from __future__ import annotations


def main() -> None:
    """Run the command."""
    from kg.cli import main as run

    run()


if __name__ == "__main__":
    main()
