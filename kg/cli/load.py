"""`kg load`: loads the validated graphs into a triplestore."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import completion
from kg.cli.consent import consent_to_adopt, consent_to_prune
from kg.cli.output import note, note_places, note_store, progress
from kg.cli.query_run import folder_of
from kg.errors import UsageError
from kg.namespaces import BASE
from kg.settings import FILE, SAMPLE, repository_of
from kg.suggestions import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.endpoints.content import GraphContent
    from kg.endpoints.load import Loaded
    from kg.endpoints.manifest import Owner
    from kg.endpoints.profiles import Profile
    from kg.settings import Repository
    from kg.store.folder import StoreFolder

__all__ = ["command"]


@click.command()
@click.option(
    "--to",
    "name",
    metavar="PROFILE",
    required=True,
    shell_complete=completion.profiles,
    help="Profile from kg.toml, or URL of an endpoint.",
)
@click.option("--plan", is_flag=True, help="Only show what would be done, graph by graph.")
@click.option("--prune", is_flag=True, help="Remove graphs whose sources have been deleted from this repository.")
@click.option("--yes", is_flag=True, help="Do not ask before --prune removes graphs.")
@click.option("--adopt", is_flag=True, help="Take over graphs that were loaded before repositories had ids.")
@click.option(
    "--verify",
    type=click.Choice(["sample", "full", "none"]),
    default="sample",
    help="How much to read back and compare.",
)
@click.option(
    "--bulk",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write N-Quads for the triplestore's own bulk loader instead of loading.",
)
@click.option("--asserted-only", is_flag=True, help="Leave out derived triples.")
@click.option("--no-build", is_flag=True, help="Load the existing embedded store without building first.")
@click.option(
    "--seeds", metavar="DIR", type=click.Path(path_type=Path), help="Folder of seeds.  [default: as for kg build]"
)
@click.option("--sample", is_flag=True, help="Load the sample that comes with the package.")
@click.option("-s", "--store", metavar="DIR", help="The embedded store's folder.  [default: $KG_STORE, else ./.kg]")
@click.option("--url", metavar="URL", help="Override the profile's URL.")
@click.option("--user", metavar="NAME", help="Override the profile's user.")
@click.option(
    "--wait",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    default=120,
    help="How long to wait for a load already in progress.",
)
@click.option(
    "--retry",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    default=60,
    help="How long to keep retrying after a lost connection.",
)
@click.option("-f", "--format", "form", type=click.Choice(["text", "tsv", "json"]), help="Output format of --plan.")
def command(**values: object) -> None:
    """Load the validated graphs into a triplestore.

    Each source is one named graph. The seeds are validated and built first, as with `kg build`; invalid data are never
    sent. Only graphs that differ are sent: a manifest in the triplestore records the hash of each. After an interrupted
    load, run the command again to finish it. The manifest also records the repository that owns the graphs: another
    repository cannot overwrite them.

    \b
      kg load --to local --plan
      kg load --to local --prune
      KG_ARCHIVE_PASSWORD=... kg load --to archive --verify full
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.endpoints.profiles import find_profile

    profile = find_profile(str(values["name"]), {"url": _maybe(values["url"]), "user": _maybe(values["user"])})
    contents, owner = _contents(values)
    if values["bulk"]:
        _write_bulk(profile, contents, owner, Path(str(values["bulk"])))
    elif values["plan"]:
        click.echo(_planned(profile, contents, owner, _maybe(values["form"])), nl=False)
    else:
        _load(profile, contents, owner, values)


def _maybe(value: object) -> str | None:
    return None if value is None else str(value)


def _contents(values: dict[str, object]) -> tuple[list[GraphContent], Owner]:
    """Build and validate the seeds; return the graphs and their owner. Raises FindingsError if they do not conform."""
    from kg.endpoints.content import contents_of_store
    from kg.store.contents import refuse_altered
    from kg.store.folder import StoreFolder

    folder = StoreFolder(folder_of(values))
    if values["no_build"]:
        _refuse_foreign(folder)
        note_store(folder.path, folder.manifest())
    else:
        from kg.store.build import build

        seeds = _seeds(values)
        # A plan does not change anything, not even kg.toml.
        if not values["plan"]:
            _identified(repository_of(seeds))
        build(seeds, folder, wait=float(str(values["wait"])), progress=progress)
        progress(None)
        note_places(seeds, folder.path)
        _note_base(repository_of(seeds))
    # Compares hashes of all files, whereas a query compares times: data sent to others must be the validated data.
    refuse_altered(folder.current(), folder.manifest())
    contents = contents_of_store(folder, asserted_only=bool(values["asserted_only"]))
    return contents, _owner(folder, plan=bool(values["plan"]))


def _seeds(values: dict[str, object]) -> Path:
    from kg.layout import seeds_of
    from kg.paths import default_seeds, shipped

    if values["sample"]:
        if values["seeds"] or values["no_build"]:
            raise UsageError("--sample cannot be combined with --seeds or --no-build")
        return shipped("seeds")
    return seeds_of(values["seeds"] if isinstance(values["seeds"], Path) else default_seeds())


def _note_base(repository: Repository) -> None:
    """Explain the consequences if a repository has no base of its own."""
    if repository.base == BASE and repository.id != SAMPLE:
        note(
            f"{FILE} has no base: names begin with {BASE}, which other repositories use too; in a store that several "
            'share, give each its own: base = "https://data.example.org/positions/"'
        )


def _identified(repository: Repository) -> Repository:
    """Return a repository with an id, and report it if it is new."""
    found = repository.identified()
    if not repository.id:
        note(f"{found.folder / FILE}: wrote a new id for this repository; commit the file, so that clones keep it")
    return found


def _owner(folder: StoreFolder, *, plan: bool) -> Owner:
    """Return the repository that the store was built from, with its id; a plan does not create one."""
    from kg.endpoints.manifest import Owner

    manifest = folder.manifest()
    found = manifest.get("repository", {})
    here = Path(manifest["seeds"]).is_dir()
    if not found.get("id") and (here or not plan):
        if not here:
            reason = f"{folder.path}: the store does not record its repository, and its seeds are not here"
            raise UsageError(reason, hint="run `kg build` in the repository again")
        repository = repository_of(manifest["seeds"])  # a load may have given it an id since the store was built
        repository = repository if plan else _identified(repository)
        found = {"id": repository.id, "name": repository.name}
    return Owner(found.get("id", ""), found.get("name", ""))


def _refuse_foreign(folder: StoreFolder) -> None:
    """Refuse a store that was not built on this machine: a clone may contain a store made by anybody."""
    from kg.errors import StoreError
    from kg.store.publish import is_ours

    if not is_ours(folder.manifest()):
        message = f"{folder.path}: not built by you on this machine, so it may not be valid"
        raise StoreError(message, hint="omit --no-build, or set the same KG_CACHE_KEY on both machines")


def _load(profile: Profile, contents: Sequence[GraphContent], owner: Owner, values: dict[str, object]) -> None:
    from kg.endpoints.load import LoadOptions, load

    if not profile.is_seamless():
        note(f"{profile.title or profile.name} cannot replace a graph atomically: readers may see part of it")
    options = LoadOptions(
        owner=owner,
        adopt=partial(consent_to_adopt, adopt=bool(values["adopt"])),
        agree=partial(consent_to_prune, yes=bool(values["yes"])),
        prune=bool(values["prune"]),
        verify=str(values["verify"]),
        wait=float(str(values["wait"])),
        retry=float(str(values["retry"])),
        tell=note,
        progress=_bar,
    )
    outcome = load(profile, contents, options)
    progress(None)
    click.echo(_summary(profile, outcome))


def _summary(profile: Profile, outcome: Loaded) -> str:
    from kg.endpoints.plan import State

    same = len(outcome.plan.of(State.UNCHANGED))
    parts = [f"{counted(outcome.sent, 'graph')} sent ({counted(outcome.statements, 'statement')})", f"{same} unchanged"]
    parts += [f"{outcome.removed} removed"] if outcome.removed else []
    parts.append(f"{outcome.compared} read back and compared")
    lines = [f"{profile.name}: {', '.join(parts)}"]
    if outcome.left:
        kept = counted(len(outcome.left), "graph that is", "graphs that are")
        lines.append(
            f"kept {kept} no longer in the seeds: --prune removes {'it' if len(outcome.left) == 1 else 'them'}"
        )
    return "\n".join(lines)


def _planned(profile: Profile, contents: Sequence[GraphContent], owner: Owner, form: str | None) -> str:
    from kg.cli.load_plan import shown
    from kg.endpoints.ownership import refuse_foreign
    from kg.endpoints.plan import plan_load, weigh
    from kg.endpoints.sparql import Endpoint
    from kg.endpoints.transport import Patience

    endpoint = Endpoint(profile, patience=Patience(10, tell=note))
    plan = plan_load(endpoint, contents)
    refuse_foreign(endpoint, plan, owner)
    weigh(profile, plan, endpoint)
    form = form or ("text" if sys.stdout.isatty() else "tsv")
    return shown(plan, form)


def _write_bulk(profile: Profile, contents: Sequence[GraphContent], owner: Owner, file: Path) -> None:
    """Write all graphs to one file, and print the command with which the triplestore loads it."""
    from kg.endpoints.manifest import GraphEntry, as_nquads
    from kg.files import replacing

    if not profile.bulk_command:
        raise UsageError(f"{profile.name}: no bulk loader is known for {profile.title or 'this store'}")
    entries = ((content.iri, GraphEntry(content.digest, content.count)) for content in contents)
    with replacing(file) as output:
        for content in contents:
            output.writelines(content.pieces())
        output.write(as_nquads(entries, owner))
    path = file.resolve()
    command_line = profile.bulk_command
    for key, value in (("file", str(path)), ("folder", str(path.parent)), ("name", path.name)):
        command_line = command_line.replace(f"{{{key}}}", value)
    click.echo(command_line)
    note(f"afterwards `kg load --to {profile.name}` counts every graph, and sends those that differ")


def _bar(done: int, total: int, width: int = 30) -> None:
    filled = width * done // total if total else width
    progress(f"loading [{'#' * filled}{'.' * (width - filled)}] {done} of {total} statements")
