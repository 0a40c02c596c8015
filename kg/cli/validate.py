"""`kg validate`: check sheets and RDF, and say what is wrong and where."""

from __future__ import annotations

import sys
from pathlib import Path

import click

__all__ = ["command"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--seeds", type=click.Path(path_type=Path), help="The seeds whose reference/ names are looked up in.")
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info", "none"]),
    default="violation",
    show_default=True,
    help="The least severity that ends with exit code 1.",
)
def command(paths: tuple[Path, ...], seeds: Path | None, fail_on: str) -> None:
    """Check sheets, RDF files, and folders of sources, seeds or reference data.

    Exit code 0: conforms; 1: findings at or above --fail-on; 2: something could not be read or run.
    """
    from kg.findings import Severity
    from kg.reports import render
    from kg.validation import validate_paths

    report = validate_paths(paths, seeds)
    click.echo(render("text", report.findings, {}), nl=False)
    click.echo(f"checked {report.sources} source{'s' if report.sources != 1 else ''}", err=True)
    if fail_on != "none" and any(finding.severity >= Severity[fail_on.upper()] for finding in report.findings):
        sys.exit(1)
