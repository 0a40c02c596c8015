"""Shell completion of questions, parameters, their values, and formats; click completes the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import BashComplete, CompletionItem

from kg.cli.query_run import catalogue_of, folder_of
from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    import pyoxigraph as ox

__all__ = ["Bash", "among", "complete_parameters", "complete_questions", "formats", "profiles", "rejoined"]


#: The characters at which bash splits a word, unless COMP_WORDBREAKS has others.
_BREAKS = ("=", ":")


def among(names: Iterable[str]) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return a function that completes one of a few names."""
    return lambda _context, _parameter, typed: [CompletionItem(name) for name in names if name.startswith(typed)]


def profiles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001  # click passes all three
    """Complete the names of profiles of triplestores."""
    from kg.endpoints.profiles import profile_names

    try:
        return [CompletionItem(name) for name in profile_names() if name.startswith(incomplete)]
    except KgError:
        return []


def complete_questions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001  # click passes all three
    """Complete the names of the catalogue's questions."""
    try:
        found = catalogue_of(folder_of(ctx.params)).questions()
    except KgError:
        return []
    return [CompletionItem(item.name, help=item.summary) for item in found if item.name.startswith(incomplete)]


def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001  # click passes all three
    """Complete the names of the formats."""
    from kg.query.results import FORMATS

    return [CompletionItem(name, help=text) for name, text in FORMATS.items() if name.startswith(incomplete)]


def complete_parameters(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001  # click passes all three
    """Complete `KEY=`, and after it the values of that type in the store."""
    try:
        return _parameters(ctx, incomplete)
    except KgError:
        return []


def _parameters(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    from kg.query.parameters import known
    from kg.store.folder import StoreFolder

    folder = folder_of(ctx.params)
    question = catalogue_of(folder).find(str(ctx.params.get("name") or ""))
    key, equals, value = incomplete.partition("=")
    if not equals:
        names = question.parameters.values()
        return [CompletionItem(f"{p.name}=", help=p.description) for p in names if p.name.startswith(key)]
    if key not in question.parameters:
        return []
    # Read on each key press: the store opens in milliseconds, and completion then reflects its present content.
    store, type_ = StoreFolder(folder).read(), question.parameters[key].type
    names_of = known(store, type_)
    found = [name for name in names_of if name.startswith(value)] or _meant(store, type_, names_of, value)
    return [CompletionItem(f"{key}={name}", help=names_of[name]) for name in sorted(found)]


def _meant(store: ox.Store, type_: str, names_of: dict[str, str], value: str) -> list[str]:
    """Return the meaning of the value as a name, and the names with a word in slug or label that starts with it."""
    from kg.names import fold
    from kg.namespaces import slug_of
    from kg.query.names import has_title, index_of
    from kg.query.offices import actors_meant
    from kg.query.parameters import kind_of_type

    begun = f" {fold(value)}"
    others = {name: label for name, label in names_of.items() if not has_title(name)}
    found = {name for name, label in others.items() if begun in f" {fold(name)}" or begun in f" {fold(label)}"}
    index = index_of(store, kind_of_type(type_))
    meant = actors_meant(store, index, value) if kind_of_type(type_) == "actor" else index.find(value)
    found |= names_of.keys() & set(map(slug_of, meant))
    return sorted(found)


class Bash(BashComplete):
    """Bash, which splits words at `=` and `:`: joins them again, and returns the part that bash replaces."""

    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor, and the word at the cursor."""
        args, last = super().get_completion_args()
        *args, incomplete = rejoined([*args, last])
        # Bash only replaces the part after the last `=` or `:`, so the rest must not be repeated.
        self._before = incomplete if last in _BREAKS else incomplete.removesuffix(last) if last else incomplete
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return the replacement for what bash takes for the last word."""
        return f"{item.type},{item.value.removeprefix(self._before)}"


def rejoined(words: list[str]) -> list[str]:
    """Return the words with each `KEY`, `=`, `VALUE` and each `PREFIX`, `:`, `NAME` joined into one."""
    joined: list[str] = []
    for word in words:
        after_break = bool(joined) and joined[-1][-1:] in _BREAKS and not joined[-1].startswith("-")
        if joined and (word in _BREAKS or after_break):
            joined[-1] += word
        else:
            joined.append(word)
    return joined
