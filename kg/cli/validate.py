"""`kg validate`: checks sheets and RDF, and reports what is wrong and where."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import exits
from kg.cli.completion import among
from kg.cli.on import sharing_options, workers_on
from kg.cli.output import coloured, complain, say
from kg.cli.targets import meant
from kg.errors import FindingsError, InputError, UsageError
from kg.findings import UNREADABLE, Severity
from kg.paths import default_seeds, from_here
from kg.validate.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.findings import Finding
    from kg.validate.baseline import Missed
    from kg.validate.run import Report

__all__ = ["command"]

_SEVERITIES = ("violation", "warning", "info", "none")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--seeds", type=click.Path(path_type=Path), help="Folder of seeds whose reference/ is used to resolve names."
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="Output format.  [default: text; github if GITHUB_ACTIONS is true]",
)
@click.option("-o", "--output", help="Write findings to this file instead of standard output.")
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="violation",
    show_default=True,
    help="Lowest severity that makes the exit code 1.",
)
@click.option(
    "--max",
    "most",
    type=click.IntRange(1),
    help="Show at most N findings, most severe first. The exit code still reflects all of them.",
)
@click.option("--baseline", type=click.Path(path_type=Path), help="Ignore the findings listed in this file.")
@click.option(
    "--update-baseline",
    is_flag=True,
    help="Save the current findings to the baseline file. A partial run adds entries but never removes any.",
)
@click.option("--changed-since", metavar="REV", help="Check only what may have changed since this git revision.")
@click.option("--no-cache", is_flag=True, help="Check everything, and do not save the results.")
@click.option(
    "--owl/--no-owl",
    default=True,
    show_default=True,
    help="Look for contradictions with the ontology (HermiT), as `kg build` does.",
)
@click.option(
    "--engine",
    metavar="NAME",
    shell_complete=among(("pyshacl", "shacl")),
    help="SHACL engine: pyshacl (the reference) or shacl (faster).",
)
@click.option("-v", "--verbose", is_flag=True, help="Report why each source was checked.")
@sharing_options
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:
    """Check sheets and RDF, and report what is wrong and where.

    PATHS are sheets, RDF files, and folders of sources, seeds or reference data. The default is the seeds that
    `kg build` would use.
    Findings go to standard output, a summary to standard error. `kg rules NAME` explains a finding's rule.
    Exit code 0: conforms; 1: findings at or above --fail-on; 2: something could not be read or run.

    \b
    Example:
      kg validate seeds --changed-since main --baseline baseline.yaml
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    options["paths"] = options["paths"] or (options["seeds"] or default_seeds(),)
    _refuse(options)
    report = _checked(options)
    if options["verbose"]:
        _explain(report)
    counting, broken = _counting_or_not(report, options)
    least = None if options["fail_on"] == "none" else Severity[options["fail_on"].upper()]
    _write(counting, least, options)
    _summarise(counting, report)
    if broken:
        context.exit(exits.FAILED)
    failing = least is not None and any(finding.severity >= least for finding in counting)
    context.exit(exits.FAILED if report.unread else exits.FINDINGS if failing else exits.DONE)


def _explain(report: Report) -> None:
    for source, reason in sorted(report.reasons.items()):
        say(f"{source}: {reason}")


def _refuse(options: Mapping[str, Any]) -> None:
    """Refuse incompatible options, before anything is checked."""
    if options["update_baseline"] and options["baseline"] is None:
        raise UsageError("--update-baseline needs a file", hint="name it with --baseline FILE")
    if options["update_baseline"] and options["changed_since"]:
        reason = "--update-baseline needs a check of all sources, so it cannot be combined with --changed-since"
        raise UsageError(reason, hint="leave --changed-since out")


def _checked(options: Mapping[str, Any]) -> Report:
    from kg.cli.output import note_places, progress
    from kg.validate.run import default_cache, reference_folders, validate
    from kg.validate.shacl.engines import engine_named

    paths = [meant(path) for path in options["paths"]]
    with workers_on(options["on"], insecure=options["insecure"]) as workers:
        report = validate(
            paths,
            options["seeds"],
            changed_since=options["changed_since"],
            cache=None if options["no_cache"] else default_cache(),
            engine=engine_named(options["engine"]),
            owl=options["owl"],
            workers=workers,
            progress=progress,
        )
    progress(None)
    for folder in reference_folders(paths, options["seeds"]):
        note_places(from_here(folder.parent))
    return report


def _counting_or_not(report: Report, options: Mapping[str, Any]) -> tuple[Sequence[Finding], bool]:
    """Return the findings that count, and whether the baseline is invalid; then all count, and those about it."""
    try:
        return _counting(report, options), False
    except (InputError, FindingsError) as error:
        # A mistake in the baseline must not let findings pass, so everything counts, and the run fails.
        complain(f"kg: {error}: showing all findings, and failing the run")
        from kg.validate.unread import unreadable

        about = error.findings if isinstance(error, FindingsError) else [unreadable(error)]
        return [*about, *report.findings], True


def _counting(report: Report, options: Mapping[str, Any]) -> Sequence[Finding]:
    """Return the findings that count: all, or those not in the baseline, which never covers unreadable files."""
    if options["baseline"] is None:
        return report.findings
    unread = [finding for finding in report.findings if finding.rule == UNREADABLE]
    readable = [finding for finding in report.findings if finding.rule != UNREADABLE]
    # Unreadable files have no findings now, and would lose their entries in the baseline.
    update = options["update_baseline"] and not report.unread
    if report.unread and options["update_baseline"]:
        say(f"{options['baseline']} was not updated: some files could not be read")
    return [*unread, *_new(readable, options["baseline"], partial(_missed, report, options), update=update)]


def _missed(report: Report, options: Mapping[str, Any], rule: str, file: str | None) -> bool:
    """Return whether this run may have missed findings of a rule in a file or folder."""
    if not report.whole or (rule.startswith("owl-") and not options["owl"]):
        return True
    return file is not None and file != "(none)" and not any(_near(file, path) for path in options["paths"])


def _near(file: str, path: Path) -> bool:
    """Return whether a file is in a folder of seeds, or contains it."""
    place, folder = Path(os.path.abspath(file)), path.resolve()
    return place.is_relative_to(folder) or folder.is_relative_to(place)


def _new(findings: Sequence[Finding], file: Path, missed: Missed, *, update: bool) -> Sequence[Finding]:
    """Return the findings that are not in the baseline, after updating it if requested."""
    from datetime import UTC, datetime

    from kg.validate.baseline import Baseline, update_baseline

    if update:
        update_baseline(file, findings, missed)
    told = Baseline.load(file).sort(findings, datetime.now(UTC).date(), missed)
    if told.known or told.suppressed:
        say(f"ignored: {len(told.known)} in the baseline, {len(told.suppressed)} suppressed")
    return told.new


def _write(findings: Sequence[Finding], least: Severity | None, options: Mapping[str, Any]) -> None:
    from kg.cli.output import write_output
    from kg.validate.reports import MOST, render_report
    from kg.validate.rulebook import rulebook

    form = options["form"] or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    limit = MOST.get(form, len(findings))
    if len(findings) > limit and not (options["most"] and options["most"] <= limit):
        say(f"{limit:,} of {len(findings):,} findings are shown, most severe first: {form} takes no more")
    colour = options["output"] is None and coloured(sys.stdout)
    text = render_report(form, findings, rulebook(), options["most"], least, colour=colour)
    write_output(text.encode("utf-8", "replace"), options["output"])


def _summarise(findings: Sequence[Finding], report: Report) -> None:
    from kg.validate.reports.text_format import summary

    for error in report.unread:
        complain(f"kg: {error}")
    if report.refused:
        say("ignoring the cache: it was not written by you on this machine, or was changed since")
    if report.pruned:
        say(f"the cache was too large: removed {report.pruned} findings of earlier contents")
    if report.widened:
        say(f"checked everything: {report.widened}")
    users = sum(reason.endswith("changed in the reference data") for reason in report.reasons.values())
    if users:
        say(f"{users} of the sources use changed reference data (-v shows which)")
    known = f" ({report.sources - report.fresh} known from before)" if report.fresh < report.sources else ""
    say(summary(findings, report.sources, reference=report.reference) + known)
