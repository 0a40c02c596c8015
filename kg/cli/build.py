"""`kg build`: from the seeds to a validated store."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.on import sharing_options, workers_on
from kg.cli.query_run import folder_of
from kg.suggestions import counted

if TYPE_CHECKING:
    from kg.running.workers import Workers
    from kg.store.build import BuildOutcome

__all__ = ["build_and_report", "command"]


@click.command()
@click.argument("seeds", required=False, type=click.Path(path_type=Path))
@click.option("-s", "--store", metavar="DIR", help="Folder of the store.  [default: $KG_STORE, else ./.kg]")
@sharing_options
def command(seeds: Path | None, store: str | None, on: str, insecure: bool) -> None:
    """Validate SEEDS and build the store from them.

    SEEDS is a folder with reference/ and one folder per source (default: $KG_SEEDS, else ./seeds). Only what has
    changed is validated again. If anything is wrong, or the build is interrupted, the old store stays in use, and the
    next build continues with the sources that are left. `kg demo` builds a sample.
    """
    from kg.layout import seeds_of
    from kg.paths import default_seeds

    with workers_on(on, insecure=insecure) as workers:
        build_and_report(seeds_of(seeds or default_seeds()), folder_of({"store": store}), workers)


def build_and_report(seeds: Path, store: str, workers: Workers | None = None) -> None:
    """Build the store in the folder `store`, say from which seeds, show warnings, and print what was done."""
    from kg.cli.output import coloured, note_places, progress, say
    from kg.store.build import build
    from kg.store.folder import StoreFolder

    outcome = build(seeds, StoreFolder(store), progress=progress, workers=workers)
    progress(None)
    note_places(seeds, store)
    if outcome.warnings:
        from kg.validate.reports import render_report

        say(render_report("text", outcome.warnings, {}, colour=coloured(sys.stderr)).rstrip())
    click.echo(_summary(outcome))


def _summary(outcome: BuildOutcome) -> str:
    sources = counted(outcome.sources, "source")
    if not outcome.changed:
        return f"nothing has changed: {sources}, {outcome.quads} quads"
    checked = f"{len(outcome.checked)} validated"
    if outcome.recalled:
        checked += f", {outcome.recalled} by a build that did not finish"
    lines = [f"built {sources}, {outcome.quads} quads in {outcome.seconds:.1f} s ({checked})"]
    if outcome.warnings:
        numbers = Counter(str(finding.severity) for finding in outcome.warnings)
        lines.append(f"{' and '.join(counted(number, name) for name, number in numbers.items())}, see above")
    return "\n".join([*lines, "next: kg query positions   or   kg queries"])
