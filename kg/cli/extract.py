"""`kg extract`: drafts sheets from an article, or from a folder of articles."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from kg import exits
from kg.cli.on import sharing_options, workers_on
from kg.cli.output import complain, progress, say, write_output
from kg.errors import KgError, RemoteError, UsageError
from kg.layout import REFERENCE, holds_source, is_table, seeds_of, source_file
from kg.running.address import PROCESSES
from kg.running.processes import Processes
from kg.suggestions import counted, unknown
from kg.text import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.draft.drafts import Draft
    from kg.extract.draft.extraction import Options
    from kg.extract.draft.folder import Outcome
    from kg.extract.draft.into_sheet import BegunSheet
    from kg.extract.draft.llm import Backend
    from kg.extract.names.gazetteer import Gazetteer
    from kg.running.workers import Workers

__all__ = ["command"]


@click.command()
@click.argument("article", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="SHEET",
    help="Write the sheet to this file, with the text and new names beside it.",
)
@click.option("--publisher", metavar="NAME", help="Publisher: a slug or name from the reference data.")
@click.option("--published", metavar="DATE", help="Date of publication, such as 2012-03-11, or with a time.")
@click.option("--title", metavar="TEXT", help="Headline.  [default: taken from the text]")
@click.option("--source-url", metavar="URL", help="Address at which the article was published.")
@click.option("--licence", metavar="LICENCE", help="Licence of the text: an SPDX id, a URL or all-rights-reserved.")
@click.option(
    "--country",
    metavar="STATE",
    help="Country of the newspaper, whose offices the article names without it: a name, slug or ISO 3166-1 code."
    "  [default: that of the publisher, or of the address]",
)
@click.option(
    "--seeds",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder that contains reference/.  [default: $KG_SEEDS, else ./seeds]",
)
@click.option(
    "--gazetteer",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Additional names: a file or folder in the format of reference/.",
)
@click.option(
    "--backend", default="rules", metavar="NAME", help="Back end: rules or openai-compatible.  [default: rules]"
)
@click.option(
    "--url",
    "--model-url",
    "model_url",
    metavar="URL",
    help="URL of the openai-compatible back end, such as http://localhost:8000/v1.",
)
@click.option("--model", metavar="NAME", help="Model to use with the openai-compatible back end.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 64),
    default=2,
    metavar="N",
    help="Number of worker processes when ARTICLE is a folder.  [default: 2]",
)
@click.option("--narrator", is_flag=True, help="Also draft what the article says in its own voice.")
@click.option("--force", is_flag=True, help="Overwrite an existing sheet.")
@sharing_options
def command(
    article: Path,
    output: Path | None,
    publisher: str | None,
    published: str | None,
    title: str | None,
    source_url: str | None,
    licence: str | None,
    country: str | None,
    seeds: Path | None,
    gazetteer: tuple[Path, ...],
    backend: str,
    model_url: str | None,
    model: str | None,
    jobs: int,
    narrator: bool,
    force: bool,
    on: str,
    insecure: bool,
) -> None:
    """Draft a sheet from an article.

    ARTICLE is plain text or a saved web page; - reads standard input. If it is a sheet, such as one made by `kg new`,
    or its folder, the rows are added to that sheet, except where a row already quotes the same words; nothing else in
    it changes. Every row has a verbatim quote, a confidence, and
    `status: proposed`. Proposed rows pass `kg validate` but stay out of the store until someone accepts them with `kg
    review`. Without -o, or with -o -, the sheet is printed.

    If ARTICLE is a folder, each article in it gets its own folder below the one given by -o. Existing folders are
    left alone, so an interrupted run can be resumed.

    A newspaper names its own country's offices without the state: "the Foreign Ministry", "Defence Minister Berg".
    --country says which state that is. A row whose `for` rests on this, or on the state of the publisher or of the
    address, says so in a comment. What the text says comes first.

    With --backend openai-compatible the text is sent to --url and nowhere else; the key is read from
    $KG_MODEL_KEY. Every quote from the model is looked up in the text, and dropped if it is not found.
    """
    # Imported here: spaCy takes seconds to load, which would delay `kg extract --help`.
    from kg.extract.draft.extraction import Options
    from kg.extract.names.gazetteer import Gazetteer
    from kg.paths import default_seeds

    output = None if output == Path("-") else output
    head = {"--publisher": publisher, "--published": published, "--title": title}
    head |= {"--source-url": source_url, "--licence": licence}
    begun = _begun(article, output, head, force=force)
    options = (
        begun.options(narrator=narrator, country=country)
        if begun
        else Options(publisher, published, title, source_url, narrator, _known(licence), country=country)
    )
    folder = seeds_of(seeds or default_seeds()) / REFERENCE
    engine = _backend(backend, model_url, model)
    names = Gazetteer.of_repository(folder, *gazetteer)
    if begun is None and article.is_dir():
        if engine is not None:
            raise UsageError(
                "--backend only works for a single article; folders use the rules", hint="leave --backend out"
            )
        with workers_on(on, insecure=insecure, extraction=True) as workers:
            local = Processes(jobs) if jobs > 1 else None
            _folder(article, output, names, options, workers or local, force)
        return
    if on != PROCESSES or insecure:
        raise UsageError("--on only works for a folder of articles", hint="leave it out")
    _draft(article, output, begun, names, options, engine)


def _draft(
    article: Path,
    output: Path | None,
    begun: BegunSheet | None,
    names: Gazetteer,
    options: Options,
    engine: Backend | None,
) -> None:
    """Draft one article into a new sheet, an existing one, or standard output, and report what was drafted."""
    from kg.extract.draft.extraction import extract, save

    with _at_hand(begun.article if begun else article) as file:
        result = extract(file, names, options, engine)
        if engine is not None and engine.unusable and not result.draft.statements:
            # An empty sheet would look like an article without statements, and would block another attempt.
            raise RemoteError(f"{engine.url}: no answer of the model can be used: no draft was written")
        left_out = begun.take(result) if begun else 0
        text = None if begun else save(result, output, file)
    if text is not None:
        write_output(text.encode(), None)
    say(
        _told(result.draft, left_out)
        + (f"; next: kg review {begun.path if begun else output}" if begun or output else "")
    )
    if engine is not None:
        say(engine.report())
        _complain_of_losses(engine)


def _told(draft: Draft, left_out: int) -> str:
    rows = [(draft.statements, "statement"), (draft.events, "event"), (draft.relations, "relation")]
    new = [(draft.entries, "new name"), (draft.propositions, "new proposition")]
    told = "; ".join(", ".join(counted(len(some), noun) for some, noun in kind) for kind in (rows, new))
    told += draft.left_open
    return told + (f"; {counted(left_out, 'row')} left out: the sheet quotes these words already" if left_out else "")


def _begun(article: Path, output: Path | None, head: dict[str, str | None], *, force: bool) -> BegunSheet | None:
    """Return the sheet to which rows are added (ARTICLE, or the one given with -o); None for a new one.

    Raises UsageError for a sheet that would be overwritten, and for options that contradict its head.
    """
    from kg.extract.draft.into_sheet import BegunSheet

    own = _sheet_of(article)
    if own and (output or force):
        raise UsageError(f"{own} is a sheet: the rows are added to it", hint="leave out -o and --force")
    sheet = own or output
    if sheet is None or (own is None and (article.is_dir() or not sheet.exists() or force)):
        return None
    begun = BegunSheet(sheet)
    if own is None and (any(begun.rows.values()) or str(article) == "-"):
        hint = f"`kg extract {output}` adds rows to it; --force overwrites it and discards any review"
        raise UsageError(f"{output} already exists", hint=hint)
    if own is None and read_bytes(article) != read_bytes(begun.article):
        raise UsageError(f"{output} is the sheet of another text", hint="--force overwrites it")
    if given := [name for name, value in head.items() if value is not None]:
        raise UsageError(f"{', '.join(given)}: {begun.path} says this already", hint="leave it out, or edit the sheet")
    return begun


def _sheet_of(article: Path) -> Path | None:
    """Return ARTICLE if it is a sheet, or the sheet in that folder."""
    file = source_file(article) if article.is_dir() and holds_source(article) else article
    return file if file.suffix in (".yaml", ".yml") and file.is_file() and not is_table(file) else None


def _known(licence: str | None) -> str | None:
    """Return a licence in the form used in sheets; UsageError if it is not one."""
    from kg.forms.scalars import WANTED_LICENCE, known_licence

    if licence and known_licence(licence) is None:
        raise UsageError(f"--licence: `{licence[:100]}` is not {WANTED_LICENCE}")
    return known_licence(licence) if licence else None


def _complain_of_losses(engine: Backend) -> None:
    """Exit with 1 if answers of the model were unusable, since a part of the article is missing from the draft."""
    if engine.unusable:
        lost = f"{engine.unusable} answer{'s' * (engine.unusable > 1)} of the model cannot be used"
        complain(f"kg: {lost}: a part of the article is not in the draft (--force asks again)")
        sys.exit(exits.FINDINGS)


@contextmanager
def _at_hand(article: Path) -> Iterator[Path]:
    """Yield the file of an article; standard input is kept in a temporary file as long as it is needed."""
    if str(article) != "-":
        yield article
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / "article.txt"
        file.write_bytes(sys.stdin.buffer.read())
        try:
            yield file
        except KgError as error:
            # The name of the temporary file would mean nothing to the user.
            error.message = error.message.replace(str(file), "standard input")
            raise


def _backend(name: str, url: str | None, model: str | None) -> Backend | None:
    if name == "rules":
        if url or model:
            raise UsageError("--url and --model need --backend openai-compatible")
        return None
    if name != "openai-compatible":
        raise unknown("back end", name, ["rules", "openai-compatible"])
    if not url or not model:
        raise UsageError("--backend openai-compatible needs --url and --model")
    from kg.extract.draft.llm import Backend

    return Backend(url, model)


def _folder(
    article: Path, output: Path | None, names: Gazetteer, options: Options, workers: Workers | None, force: bool
) -> None:
    from kg.extract.draft.folder import extract_folder

    if output is None:
        raise UsageError("a folder of articles needs -o DIR, the folder for the drafts")
    outcomes = extract_folder(article, output, names, options, workers=workers, force=force, progress=progress)
    progress(None)
    failed = [outcome for outcome in outcomes if outcome.error]
    for outcome in failed:
        complain(f"kg: {outcome.error}")
    click.echo(_summary(outcomes))
    if failed:
        sys.exit(exits.FAILED)


def _summary(outcomes: list[Outcome]) -> str:
    done = [outcome for outcome in outcomes if not outcome.error and not outcome.skipped]
    rows = sum(outcome.rows for outcome in done)
    skipped = sum(outcome.skipped for outcome in outcomes)
    failed = sum(bool(outcome.error) for outcome in outcomes)
    drafted = f"{counted(len(done), 'article')} drafted with {counted(rows, 'row')}"
    return f"{drafted}, {skipped} already existed, {failed} failed"
