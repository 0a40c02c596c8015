"""`kg why`: shows the proof of a statement or a derived fact."""

from __future__ import annotations

import os
import sys

from kg.cli.fast_options import Option
from kg.cli.output import coloured, write_output
from kg.cli.query_run import folder_of
from kg.errors import UsageError
from kg.paths import from_here
from kg.suggestions import unknown

TYPE_CHECKING = False  # not from typing, which takes time to load
if TYPE_CHECKING:
    import click
    import pyoxigraph as ox
    from click.shell_completion import CompletionItem

    from kg.proof.node_facts import NodeReader
    from kg.proof.parts import Derived, Proof

__all__ = ["OPTIONS", "answer"]

#: The most names to offer.
_OFFERED = 500
_NEAR = 0.85  # difflib's ratio from which a word is a misspelt property

OPTIONS = (
    Option("-f --format", "form", "text, json or md.  [default: text]", "FORMAT"),
    Option("-o --output", "output", "Write to a file.", "FILE"),
    Option("-s --store", "store", "The store's folder.  [default: $KG_STORE, else ./.kg]", "DIR"),
    Option(
        "--seeds",
        "seeds",
        "Folder of seeds with the texts and sheets.  [default: the one the store was built from]",
        "DIR",
    ),
)


def answer(values: dict[str, object]) -> None:
    """Show the evidence for a statement or for a derived fact.

    The evidence is who said it, through whom, when, in which words, and where to find them. ID is the id of a
    statement, event or relation in its sheet (SOURCE.ID if several sources use the same id), a prefixed name or an
    IRI. A number N means row N of the last table shown. For a stance such as stance:russia.opposes.x, an edge or an
    entailed class, every step is shown with its rule, the memberships it depends on, and the evidence for each
    statement. An edge or a class can also be given as a quoted triple: "actor:russia dp:opposes proposition:x",
    "actor:russia a dp:Actor", or in words: "Russia opposes foreign intervention".
    """
    from pathlib import Path

    from kg.proof.located import prove_in
    from kg.proof.view import FORMATS
    from kg.reference.packages import entry_folders
    from kg.store.folder import StoreFolder

    form, output = str(values["form"] or "text"), values["output"]
    if form not in FORMATS:
        raise unknown("format", form, FORMATS)
    folder, name = StoreFolder(folder_of(values)), str(values["name"])
    if name.isascii() and name.isdecimal():
        from kg.store.last_answer import recall

        name = recall(folder, int(name[:9]))
    opened = folder.read()
    parts = _parts(opened, name)
    there = from_here(Path(str(values["seeds"] or os.environ.get("KG_SEEDS") or folder.manifest()["seeds"])))
    proved = prove_in(opened, there, *parts, folders=entry_folders(there))
    shown = _shown(proved, form, terminal=output is None and sys.stdout.isatty())
    write_output(shown.encode(), None if output is None else str(output))


def _parts(store: ox.Store, name: str) -> list[str]:
    """Return a name unchanged, or the subject, property and value of a triple; names may have several words."""
    from kg.proof.node_facts import NodeReader

    words = name.split()
    if not words:
        raise UsageError("the name is missing", hint="kg why 'actor:russia a dp:Actor'")
    facts = NodeReader(store)
    at = next((at for at in range(1, len(words) - 1) if _is_property(facts, words[at])), None)
    if at is None and len(words) == 3 and ":" in words[0]:
        return words
    if at is None:
        _refuse_misspelt(facts, words)
        return [" ".join(words)]
    return [" ".join(words[:at]), words[at], " ".join(words[at + 1 :])]


def _refuse_misspelt(facts: NodeReader, words: list[str]) -> None:
    """Raise UsageError if a word between two others is nearly what one does to another: `oposes`, or `opose`."""
    from difflib import get_close_matches

    from kg.namespaces import DP, VOCABULARIES, slug_of
    from kg.suggestions import unknown

    type_ = VOCABULARIES["rdf"] + "type"
    known = [slug_of(name) for kind in ("Side", "ActKind") for name in facts.subjects(type_, DP + kind)]
    spelt = {form: slug for slug in known for form in (slug.removesuffix("s"), slug)}
    for word in words[1:-1]:
        if near := get_close_matches(word, spelt, 1, _NEAR):
            raise unknown("property", word, [spelt[near[0]]])


def _is_property(facts: NodeReader, word: str) -> bool:
    """Return whether a word is `a`, a prefixed name, a side (`opposes`), an act (`accuses`) or a property."""
    from kg.namespaces import DP, KINDS, PREFIXES, iri

    prefix, colon, _ = word.partition(":")
    if word == "a" or (colon and prefix in PREFIXES and prefix not in KINDS) or word.startswith(DP):
        return True
    # Properties begin with a small letter, and classes, which may be part of a name, do not.
    terms = (DP + word, *(iri(kind, word) for kind in ("side", "kind")))
    return word.isalpha() and word[0].islower() and any(map(facts.exists, terms))


def _shown(proved: Proof | Derived, form: str, *, terminal: bool) -> str:
    from kg.proof.view import as_json, as_markdown, as_text, bold

    if form == "json":
        return as_json(proved)
    if form == "md":
        return as_markdown(proved)
    if not terminal:
        return as_text(proved)
    from kg.query.tables import terminal_size

    marks = bold() if coloured(sys.stdout) else None
    return as_text(proved, marks=marks, width=max(40, min(120, terminal_size()[0]) - 1))


def _identifiers(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001  # click passes all three
    """Complete the ids of the store."""
    from click.shell_completion import CompletionItem

    from kg.errors import KgError
    from kg.namespaces import slug_of
    from kg.proof.node_facts import NodeReader
    from kg.store.folder import StoreFolder

    try:
        store = StoreFolder(folder_of(ctx.params)).read()
    except KgError:
        return []
    kind, colon, typed = incomplete.partition(":")
    if colon:
        return [CompletionItem(f"{kind}:{name}") for name in _named(store, kind, typed)]
    facts = NodeReader(store)
    slugs = ((slug_of(node), node) for node in facts.identified())
    return [CompletionItem(slug, help=facts.label(node)) for slug, node in slugs if incomplete in slug]


def _named(store: ox.Store, kind: str, typed: str) -> list[str]:
    """Return the names of the nodes of a kind (`statement`, `edge`, `stance` ...) that begin with the typed text."""
    import pyoxigraph as ox

    from kg.namespaces import iri
    from kg.query.run import run_query

    if not kind.replace("-", "").isalnum():
        return []
    place = iri(kind, "")
    query = f"SELECT DISTINCT ?node {{ ?node a ?class FILTER(STRSTARTS(STR(?node), {ox.Literal(place + typed)})) }}"
    found = run_query(store, query)
    assert isinstance(found, ox.QuerySolutions)  # noqa: S101  # of a SELECT
    return sorted(row[0].value.removeprefix(place) for row in found)[:_OFFERED]


def __getattr__(name: str) -> click.Command:
    """Create the click command when it is first needed."""
    if name != "command":
        raise AttributeError(name)
    import click

    from kg.cli.completion import among
    from kg.cli.declared import declared

    argument = click.Argument(["name"], metavar="ID", shell_complete=_identifiers)
    return declared(answer, OPTIONS, {"form": among(("text", "json", "md"))}, argument)
