"""`kg reference import`: reference data from Wikidata or an endpoint that holds such data."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.output import say
from kg.errors import NotFoundError
from kg.layout import REFERENCE, entry_files

__all__ = ["command"]


@click.group()
def command() -> None:
    """Add to the reference data.

    The reference data are the states, officials, organisations and places that sheets name.
    """


@command.command("import")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write the files to.",
)
@click.option(
    "--endpoint", metavar="URL", help="SPARQL endpoint with data modelled like Wikidata's.  [default: Wikidata]"
)
@click.option(
    "--timeout",
    type=click.IntRange(1, 3600),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="Time limit per query.",
)
@click.option(
    "--skip-known",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Skip entries already present in this folder.",
)
def import_(output: Path, endpoint: str | None, timeout: int, skip_known: Path | None) -> None:
    """Import states, their capitals, heads of state and government, and foreign ministers with their terms, as YAML.

    The files have the format of reference/. Use them as they are (`kg extract --gazetteer DIR`), or move entries to
    reference/.
    """
    from kg.reference.wikidata import ENDPOINT, fetch, write_files

    known = _known(skip_known) if skip_known else set()
    imported = fetch(endpoint or ENDPOINT, timeout=timeout, tell=lambda message: say(f"kg: {message}"))
    for left in imported.left_out:
        say(f"left out: {left}")
    counts = write_files(imported, output, known)
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()) + f" in {output}")


@command.command("add")
@click.argument("name")
@click.option("--copy", is_flag=True, help="Copy the entry to reference/ so that you can extend it.")
@click.option(
    "--seeds", type=click.Path(path_type=Path), metavar="DIR", help="Folder of seeds.  [default: as for kg build]"
)
def add(name: str, *, copy: bool, seeds: Path | None) -> None:
    """Add an entry of a shared package to this repository, by its slug, label or alias.

    The package is added to `reference` in kg.toml, and sheets can then use its entries. Entries keep the IRIs of the
    package, even if you extend a copy of your own (--copy).
    """
    from kg.cli.output import note
    from kg.paths import default_seeds
    from kg.reference.packages import find_package, offered
    from kg.settings import FILE, add_package, repository_of
    from kg.sources.adoption import copy_entry

    folder = seeds or default_seeds()
    repository = repository_of(folder)
    found = offered(name, ())
    if found is None:
        raise NotFoundError(f"no package has an entry {name!r}", hint="write one into reference/")
    # Only the package is noted in kg.toml, since its entries refer to one another.
    package, slug = found
    if package not in repository.reference:
        repository = add_package(repository, package)
        note(f"{repository.folder / FILE}: added package {package}")
    click.echo(f"{slug} can now be used in sheets (package {package})")
    if copy:
        click.echo(
            f"copied into {copy_entry(slug, find_package(package, repository.folder).folder, folder / REFERENCE)}"
        )


def _known(folder: Path) -> set[str]:
    """Return the Wikidata ids that a folder of reference data gives."""
    import re

    return {
        found
        for path in entry_files(folder)
        for found in re.findall(r"wikidata:\s*(Q[1-9]\d*)", path.read_text("utf-8"))
    }
