"""One test of many cases: it fails with a list of those that do not hold."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def for_each(
    names: str | tuple[str, ...], cases: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make one test of a function: it calls the function for each case, and fails with all that fail.

    As with `parametrize`, one name takes a case as it is, and several names take the parts of a case. Fixtures are
    the same for all cases, and so is the instance of a method. Something other than a failed assertion ends the test
    at once, with the case in a note.
    """
    wanted, every = (names,) if isinstance(names, str) else names, list(cases)

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        def one(case: Any, instance: tuple[Any, ...], fixtures: dict[str, Any]) -> str | None:
            try:
                values = dict(zip(wanted, (case,) if isinstance(names, str) else case, strict=True))
                test(*instance, **values, **fixtures)
            except (AssertionError, pytest.fail.Exception) as error:  # the latter where pytest.raises met no exception
                return f"{case}: {error}"
            except Exception as error:
                error.add_note(f"in the case {case}")
                raise
            return None

        def whole(*instance: Any, **fixtures: Any) -> None:
            assert every, "there are no cases"
            wrong = [told for case in every if (told := one(case, instance, fixtures))]
            assert not wrong, f"{len(wrong)} of {len(every)} cases fail:\n" + "\n".join(wrong)

        whole.__name__, whole.__doc__, whole.__module__ = test.__name__, test.__doc__, test.__module__
        given = inspect.signature(test)  # what is left of it are the fixtures, which pytest reads from here
        left = [
            each if name == "self" else each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for name, each in given.parameters.items()
            if name not in wanted
        ]
        whole.__signature__ = given.replace(parameters=left)  # type: ignore[attr-defined]
        return whole

    return decorate
