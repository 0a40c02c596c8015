"""Options that are declared once and read in two ways: by click, or, for a plain call, without importing click.

Importing click takes longer than answering a query. A call that has only declared options and plain arguments is read
here; everything else (`--help`, a mistake, completion) is left to click.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Option", "read_options"]


class Option:
    """An option of a command: its names, the key of its value, and its help text.

    `many` collects the values of a repeated option; `flag` takes no value; `convert` raises ValueError.
    """

    __slots__ = ("convert", "flag", "help", "key", "many", "metavar", "names")

    def __init__(
        self,
        names: str,
        key: str,
        help: str,  # noqa: A002  # click's name for it
        metavar: str = "",
        *,
        many: bool = False,
        flag: bool = False,
        convert: Callable[[str], object] = str,
    ) -> None:
        self.names, self.key, self.help, self.metavar = tuple(names.split()), key, help, metavar
        self.many, self.flag, self.convert = many, flag, convert


def read_options(options: Sequence[Option], arguments: list[str]) -> dict[str, object] | None:
    """Return the values by key, and the only argument (or None) under `name`; None if click is needed.

    Every command has --quiet; if given, it is in the result under `quiet`.
    """
    by_name = {name: option for option in options for name in option.names}
    values: dict[str, object] = {
        option.key: [] if option.many else False if option.flag else None for option in options
    }
    values["name"] = None
    rest = iter(arguments)
    for word in rest:
        if word == "--quiet":
            values["quiet"] = True
            continue
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        option = by_name.get(name)
        if option and not (equals and option.flag):
            if not _store(values, option, value if equals else "" if option.flag else next(rest, None)):
                return None
        # `-` is standard input. An empty word may be an unset variable of a script; click reports it.
        elif word == "-" or (word[:1] not in ("-", "") and values["name"] is None):
            values["name"] = word
        else:
            return None
    return values


def _store(values: dict[str, object], option: Option, value: str | None) -> bool:
    """Store an option's value; return False if it is missing or of the wrong type."""
    if value is None:
        return False
    try:
        converted = True if option.flag else option.convert(value)
    except ValueError:
        return False
    kept = values[option.key]
    if isinstance(kept, list):
        kept.append(converted)
    else:
        values[option.key] = converted
    return True
