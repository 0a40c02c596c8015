"""`kg merge`: another repository's sources and reference data into this one."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command()
@click.argument("other", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--seeds", type=click.Path(path_type=Path), metavar="DIR", help="The seeds.  [default: as for kg build]")
@click.option("--plan", is_flag=True, help="Only show what would be done.")
@click.pass_context
def command(context: click.Context, other: Path, seeds: Path | None, *, plan: bool) -> None:
    """Bring the sources and reference data of the repository OTHER into this one.

    What both have stays as it is here. A slug that means something else here gets the name of the other repository
    behind it, in all that is brought in. Nothing that is here changes, and the result is checked.
    """
    from kg.compare.merge import plan_merge
    from kg.paths import default_seeds
    from kg.settings import repository_of

    theirs, ours = other / "seeds" if (other / "seeds").is_dir() else other, seeds or default_seeds()
    merge = plan_merge(theirs, ours, repository_of(theirs).name)
    for old, new in merge.renamed():
        click.echo(f"{old} -> {new}")
    if not plan:
        merge.carry_out()
    verb = "would be added" if plan else "added"
    click.echo(
        f"{len(merge.sources)} sources and {len(merge.entries)} entries {verb}, {len(merge.known)} known already"
    )
    if not plan:
        context.exit(_checked(ours))


def _checked(seeds: Path) -> int:
    """Check the result, print what is wrong, and return the exit code."""
    from kg.findings import Severity
    from kg.validate.reports import render_report
    from kg.validate.run import validate

    findings = validate([seeds]).findings
    click.echo(render_report("text", findings, {}), err=True, nl=False)
    return int(any(finding.severity is Severity.VIOLATION for finding in findings))
