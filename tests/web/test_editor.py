"""The page of the SPARQL endpoint, in a browser: with and without JavaScript."""

from __future__ import annotations

from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from chromium import LOOKS, Visit, faults_of_axe, lent_page, put_on, width_beyond
from kg_server import serving

QUERY = "SELECT ?holder { ?statement dp:holder ?holder } ORDER BY ?holder"


@pytest.fixture(scope="module")
def server(store):
    with serving(store) as running:
        yield running


@contextmanager
def opened(browser, url: str, *, scripts: bool = True):
    """A page; when it is closed, it has logged no error, opened no dialog and asked no other host."""
    parts = urlsplit(url)
    with Visit(browser, f"{parts.scheme}://{parts.netloc}/", scripts=scripts) as visit:
        yield visit.open(url.removeprefix(visit.base))
    assert visit.complaints == []


def address(server, query: str) -> str:
    return f"{server.url}sparql/?{urlencode({'query': query})}"


def test_the_editor_is_accessible_in_every_theme(server, browser) -> None:
    faults = []
    for url in (f"{server.url}sparql/", address(server, QUERY)):
        with opened(browser, url) as page:
            assert page.locator("h1").count() == 1
            for look in LOOKS:
                put_on(page, look)
                found = faults_of_axe(page) + ["too wide"] * (width_beyond(page) > 0)
                faults += [(url, look, fault) for fault in found]
    assert faults == []


def test_a_query_is_run_and_its_address_shared(server, browser) -> None:
    with opened(browser, f"{server.url}sparql") as page:
        assert page.locator(".CodeMirror-lint-mark-error, .parseErrorIcon").count() == 0
        page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT ?a { ?a a dp:State }')")
        page.locator(".CodeMirror textarea").press("Control+Enter")
        page.wait_for_url("**/sparql/?query=*")
        assert parse_qs(urlsplit(page.url).query) == {"query": ["SELECT ?a { ?a a dp:State }"]}
        link = page.get_by_role("link", name="actor:qatar")
        assert link.get_attribute("href") == "../id/actor/qatar/"
        assert page.get_by_text("2 rows").is_visible()


def test_names_are_completed_with_their_meaning(server, browser) -> None:
    with opened(browser, f"{server.url}sparql/") as page:
        page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('')")
        page.locator(".CodeMirror textarea").focus()
        page.keyboard.type("ASK { ?s dp:hol")
        hint = page.locator(".CodeMirror-hint").first
        # The list opens at the first letters, and becomes shorter with each.
        page.wait_for_function("document.querySelector('.CodeMirror-hint')?.innerText.startsWith('dp:holder')")
        assert hint.inner_text().startswith("dp:holder")
        page.keyboard.press("Enter")
        text = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
        assert text == "ASK { ?s dp:holder"


def test_the_editor_is_no_trap_for_the_keyboard(server, browser) -> None:
    with opened(browser, f"{server.url}sparql/") as page:
        page.locator(".CodeMirror textarea").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Run the query"


def test_a_mistake_is_shown_where_it_is(server, browser) -> None:
    with lent_page(browser) as page:
        page.goto(address(server, "SELECT * {\n ?s ?p ?o .\n FILTR(1) }"))
        assert "line 3, column 2" in page.get_by_role("alert").inner_text()
        assert page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor().line") == 2


def test_a_long_query_is_posted(server, browser) -> None:
    with opened(browser, f"{server.url}sparql/") as page:
        page.evaluate(
            f"document.querySelector('.CodeMirror').CodeMirror.setValue({('#' * 9000 + chr(10) + 'ASK {}')!r})"
        )
        page.get_by_role("button", name="Run the query").click()
        page.get_by_text("Yes.", exact=True).wait_for()
        assert page.url == f"{server.url}sparql/"


def test_without_scripts_the_form_answers(server, browser) -> None:
    with opened(browser, f"{server.url}sparql/", scripts=False) as page:
        page.get_by_label("Query").fill(QUERY)
        page.get_by_role("button", name="Run the query").click()
        assert page.get_by_label("Query").input_value() == QUERY
        assert page.locator("table.answer tbody tr").count() == 3
        assert page.get_by_role("link", name="actor:russia").get_attribute("href") == "../id/actor/russia/"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "</textarea><script>alert(1)</script>", "\n\nASK {}", 'ASK { "\u202e" }']
)
def test_a_query_comes_back_as_it_was_typed(server, browser, text: str) -> None:
    with Visit(browser, server.url, scripts=False) as visit:
        page = visit.open(address(server, text).removeprefix(server.url))
        assert page.get_by_label("Query").input_value() == text
    assert not [said for said in visit.complaints if said.startswith("dialog")], "a script of the query ran"
