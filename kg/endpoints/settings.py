"""Converts the settings of a profile, from a file, the environment or a flag, to the types of `Profile`."""

from __future__ import annotations

__all__ = ["WORDS", "converted"]

#: Descriptions of the expected values, by type annotation of `Profile`.
WORDS = {
    "bool": "true or false",
    "int": "a whole number",
    "str": "text",
    "str | None": "text",
    "tuple[str, ...]": "a list of texts",
    "tuple[str, str] | None": "a list of two texts, the parameter and its value",
}


def converted(kind: str, value: object) -> object:
    """Return a value converted to the type annotation `kind`; text from the environment or a flag is parsed.

    Raises ValueError if the value does not fit.
    """
    if kind == "bool":
        if str(value).lower() not in ("true", "false"):
            raise ValueError(value)
        return str(value).lower() == "true"
    if kind == "int":
        return int(str(value))
    if kind.startswith("tuple"):
        return _texts(kind, value if isinstance(value, list) else [*str(value).split(",")])
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004  # one kind of error for all values that do not fit
    return value


def _texts(kind: str, values: list[object]) -> tuple[str, ...]:
    if not all(isinstance(value, str) for value in values) or (kind.startswith("tuple[str, str]") and len(values) != 2):
        raise ValueError(values)
    return tuple(map(str, values))
