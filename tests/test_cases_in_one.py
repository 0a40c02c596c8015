from __future__ import annotations

import pytest
from cases import for_each


def test_all_failing_cases_are_listed() -> None:
    @for_each("number", [1, 2, 3, 4])
    def even(number: int) -> None:
        assert number % 2 == 0, "odd"

    with pytest.raises(AssertionError, match=r"(?s)2 of 4 cases fail:\n1: odd.*\n3: odd"):
        even()


def test_an_exception_that_is_not_raised_fails_its_case() -> None:
    @for_each("number", [0, 1, 2])
    def divides_by_zero(number: int) -> None:
        with pytest.raises(ZeroDivisionError):
            _ = 1 / number

    with pytest.raises(AssertionError, match=r"(?s)2 of 3 cases fail:\n1: DID NOT RAISE.*\n2: "):
        divides_by_zero()


def test_several_names_take_the_parts_of_a_case() -> None:
    seen = []

    @for_each(("left", "right"), [(1, 2), (3, 4)])
    def note(left: int, right: int, between: str) -> None:
        seen.append(f"{left}{between}{right}")

    note(between="-")
    assert seen == ["1-2", "3-4"]


def test_an_empty_list_of_cases_is_a_failure() -> None:
    with pytest.raises(AssertionError, match="there are no cases"):
        for_each("number", [])(lambda number: None)()


def test_any_other_error_names_its_case() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        for_each("number", [1, 0])(lambda number: 1 / number)()
    assert raised.value.__notes__ == ["in the case 0"]


@for_each("number", [1, 2])
def test_fixtures_come_as_in_any_test(number: int, tmp_path) -> None:
    assert number not in {int(path.name) for path in tmp_path.iterdir()}
    (tmp_path / str(number)).touch()


class TestMethods:
    numbers = (1, 2)

    @for_each("number", numbers)
    def test_a_method_gets_its_instance_and_its_fixtures(self, number: int, tmp_path) -> None:
        assert number in self.numbers
        assert tmp_path.is_dir()
