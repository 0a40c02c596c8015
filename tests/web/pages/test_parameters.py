from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("asked", "one"),
    [
        ("/positions/?kind=State&issue=peace-talks", "./?issue=peace-talks&kind=State"),
        ("/positions/?issue=&source=&kind=State", "./?kind=State"),
        ("/positions/?b=russia&a=iran", "./?a=iran&b=russia"),
        ("/search/?q=", "./"),
        ("/questions/for-and-against/?actor=russia&proposition=", "./?actor=russia"),
        ("/questions/who-opposes/?actor=russia", "../for-and-against/?actor=russia"),
        ("/questions/conditions-for-talks/example/", "../../conditions/example/"),
    ],
)
def test_a_view_has_one_address(pages, asked, one):
    response = pages.ask(asked)
    assert response.status == 308
    assert dict(response.headers)["Location"] == one


def test_a_file_is_given_in_any_order(pages):
    one = pages.ask("/positions/index.csv?issue=peace-talks&kind=State").body
    assert pages.ask("/positions/index.csv?kind=State&issue=peace-talks").body == one


@pytest.mark.parametrize("path", ["/", "/id/actor/russia/", "/ontology/", "/id/actor/", "/questions/"])
def test_a_question_without_parameters_says_so(pages, path):
    response = pages.ask(f"{path}?utm_source=x")
    assert response.status == 400
    assert "utm_source" in response.body.decode()


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("/questions/positions/?actor=zzzzzz", "no actor of that name (the question actors lists them)"),
        ("/questions/article/?source=zzzzzz", "no source of that name (the question sources lists them)"),
        ("/questions/events/?place=zzzzzz", "no place of that name"),
    ],
)
def test_a_page_names_the_question_and_no_command(pages, asked, hint):
    """Who reads a page has no command line with the store."""
    response = pages.ask(asked)
    assert response.status == 400
    assert hint in response.body.decode()
    assert "kg query" not in response.body.decode()
