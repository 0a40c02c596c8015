"""`kg reference`: adds reference data from Wikidata, an endpoint with similar data, or a shared package."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.output import say
from kg.errors import NotFoundError, UsageError
from kg.layout import REFERENCE, seeds_of
from kg.suggestions import counted, similar

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
    help="Skip entries present in this folder or in its repository's packages.  [default: ./seeds/reference]",
)
def import_(output: Path, endpoint: str | None, timeout: int, skip_known: Path | None) -> None:
    """Import states, their capitals, heads of state and government, and foreign ministers with their terms, as YAML.

    The files have the format of reference/. Use them as they are (`kg extract --gazetteer DIR`), or copy them to
    folders of reference/: `officials.yaml` to `seeds/reference/officials/wikidata.yaml`. Terms are left out, and
    listed, if it is not certain whether they have ended.
    """
    from kg.reference.wikidata import ENDPOINT, fetch
    from kg.reference.wikidata_files import new_files, write_files

    new_files(output)  # before queries that take minutes
    folder = skip_known or _here()
    known, taken = _known(folder) if folder else ({}, {})
    imported = fetch(
        endpoint or ENDPOINT, known=known, taken=taken, timeout=timeout, tell=lambda text: say(f"kg: {text}")
    )
    for left in imported.left_out:
        say(f"left out: {left}")
    counts = write_files(imported, output, known)
    if known:
        say(f"left out what {folder} or its packages already have; the files refer to it by the names used there")
    nouns = {"states": "state", "places": "place", "officials": "official"}
    click.echo(", ".join(counted(count, nouns[name]) for name, count in counts.items()) + f" in {output}")


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
    from kg.reference.packages import find_package
    from kg.settings import FILE, add_package, repository_of
    from kg.sources.adoption import copy_entry

    folder = seeds_of(seeds or default_seeds())
    repository = repository_of(folder)
    # kg.toml only lists the whole package, since its entries refer to one another.
    package, slug = _one(name)
    if package not in repository.reference:
        repository = add_package(repository, package)
        note(f"{repository.folder / FILE}: added package {package}")
    click.echo(f"{slug} can now be used in sheets (package {package})")
    if copy:
        click.echo(
            f"copied into {copy_entry(slug, find_package(package, repository.folder).folder, folder / REFERENCE)}"
        )


def _one(name: str) -> tuple[str, str]:
    """Return the package and the slug for a name.

    Raises NotFoundError if no package has the name, UsageError if several entries have it.
    """
    from kg.reference.packages import names_in_packages, namesakes

    found = namesakes(name, ())
    if not found:
        near = similar(name.casefold(), names_in_packages())
        advice = f"did you mean {' or '.join(f'`{item}`' for item in near)}? Otherwise " if near else ""
        raise NotFoundError(f"no package has an entry {name!r}", hint=f"{advice}write one into seeds/reference/")
    if len(found) > 1:
        slugs = " or ".join(f"`{slug}`" for _, slug in found)
        raise UsageError(f"{len(found)} entries are called {name!r}", hint=f"name one by its slug: {slugs}")
    return found[0]


def _here() -> Path | None:
    """Return the reference data of the repository in the current folder, if it is one."""
    seeds = Path(os.environ.get("KG_SEEDS") or "seeds")
    return seeds / REFERENCE if (seeds / REFERENCE).is_dir() else None


def _known(folder: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return the slugs of a folder of reference data and its packages by Wikidata id.

    Also return all other slugs, each with the slugs of the bodies in which it holds an office.
    """
    from kg.namespaces import VOCABULARIES, slug_of
    from kg.sources.assertion import assert_reference

    reference, graph = assert_reference(folder)
    wikidata, organization = VOCABULARIES["wd"], VOCABULARIES["org"] + "organization"
    known: dict[str, str] = {}
    bodies: dict[str, set[str]] = {}
    for quad in graph.quads:
        subject, value = slug_of(quad.subject.value), quad.object.value  # type: ignore[union-attr]  # no blank nodes here
        if value.startswith(wikidata):
            known[value.removeprefix(wikidata)] = subject
        elif quad.predicate.value == organization:
            bodies.setdefault(subject.partition(".")[0], set()).add(slug_of(value))
    return known, {slug: bodies.get(slug, set()) for slug in reference.named if slug not in known.values()}
