"""Every kind of page in a browser: from the server and from the files, in light and dark, wide and narrow."""

from __future__ import annotations

import functools
import http.server
import json
import random
import threading

import httpx
import pytest
from chromium import COLOURS, LOOKS, NO_COLOURS, NOTHING, Visit, faults_of_axe, put_on, width_beyond
from kg_server import serving

from kg.web.content.matrix import tabulate
from kg.web.http.static_files import FOLDER
from kg.web.views.positions import PARAMETERS, data, lists, wanted_by

SOURCE = "id/source/2012-03-11-un-envoy-syria-talks/"
ADDRESSES = (
    "", "positions/", "questions/", "questions/for-and-against/example/", "search/", "ontology/", "id/actor/",
    "id/actor/russia/", "id/actor/sergei-lavrov/", "id/actor/united-states/", "id/proposition/assad-should-step-down/",
    "id/issue/peace-talks/", SOURCE, "id/place/idlib/",
    "id/statement/2012-03-11-un-envoy-syria-talks.kodmani-condition/", "sparql/",
)  # fmt: skip  # addresses
ON_THE_SERVER = ("positions/?a=russia&b=western-states", "search/?q=assad", f"{SOURCE}?actor=russia")
ARM = "has led calls for Assad to be isolated and for Syrian rebels to be armed"


@pytest.fixture(scope="module")
def server(seeds_store):
    with serving(seeds_store.path, "--workers", "2") as running:
        yield running.url


@pytest.fixture(scope="module")
def files(site):
    """The site of files, below a prefix, by the server that Python brings."""
    root = site.parent / "web"
    (root / "a").mkdir(parents=True, exist_ok=True)
    (root / "a" / "b").symlink_to(site)
    handler = functools.partial(Silent, directory=root)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/a/b/"
        running.shutdown()


class Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


@pytest.mark.parametrize("home", ["server", "files"])
def test_every_page_can_be_read_by_everybody(browser, request, home):
    """The files are the server's pages with the same style: their colours need a second look in no other look."""
    on_files = {"wide and dark": NOTHING, "narrow": NO_COLOURS}
    rules = on_files if home == "files" else {"wide and dark": COLOURS}
    faults = []
    with Visit(browser, request.getfixturevalue(home)) as visit:
        for address in ADDRESSES if home == "files" else ADDRESSES + ON_THE_SERVER:
            page = visit.open(address)
            for look in LOOKS:
                put_on(page, look)
                found = faults_of_axe(page, rules.get(look, "")) + ["too wide"] * (width_beyond(page) > 0)
                faults += [(address, look, fault) for fault in found]
    assert faults == []
    assert visit.complaints == []


@pytest.mark.parametrize("address", ["id/actor/united-states/", SOURCE])
def test_two_columns_are_both_wide_enough_to_be_read_at_any_width(browser, server, address):
    with Visit(browser, server) as visit:
        page = visit.open(address)
        for width in (960, 1024, 1200, 1440, 1900):
            page.set_viewport_size({"width": width, "height": 900})
            widths = page.locator("main h2:visible").evaluate_all("(all) => all.map((each) => each.clientWidth)")
            assert len(widths) > 0
            assert min(widths) >= 240, width


def test_without_javascript_the_same_texts_marks_and_links_are_there(browser, server):
    with Visit(browser, server) as with_it, Visit(browser, server, scripts=False) as without:
        for address in (*ADDRESSES, *ON_THE_SERVER):
            if address == "sparql/":
                continue
            seen = [visit.open(address).content() for visit in (with_it, without)]
            counts = [[page.count(part) for part in ("<mark", "<a ", "<select", "<td")] for page in seen]
            assert counts[0] == counts[1], address


class Clicks:
    """Goes by what is to be read, with the mouse or with the keys, and counts."""

    def __init__(self, page, *, keys: bool) -> None:
        self.page, self.keys, self.count = page, keys, 0

    def go(self, link) -> None:
        self.count += 1
        with self.page.expect_navigation(wait_until="load"):
            if self.keys:
                link.focus()
                self.page.keyboard.press("Enter")
            else:
                link.click()


@pytest.fixture(params=["mouse", "keys"])
def clicks(browser, server, request):
    with Visit(browser, server, size=(1440, 900)) as visit:
        yield Clicks(visit.open(""), keys=request.param == "keys")
        assert visit.complaints == []


def assert_marked_in_view_and_focused(page, words):
    page.wait_for_function("document.activeElement !== document.body")
    focused = page.evaluate("document.activeElement.textContent")
    marked = page.evaluate(
        """(name) => [...document.querySelectorAll('mark')].filter(m => m.dataset.for.split(' ').includes(name))
             .map(m => m.textContent).join('')""",
        page.evaluate("decodeURIComponent(location.hash.slice(1))"),
    )
    assert marked == words
    assert words.startswith(focused)
    page.wait_for_function(
        """() => {
             const box = document.activeElement.getBoundingClientRect();
             return box.top >= 0 && box.bottom <= innerHeight;
           }"""
    )


def test_three_clicks_to_the_words_that_say_that_qatar_wants_rebels_armed(clicks):
    page = clicks.page
    clicks.go(page.get_by_role("link", name="Qatar", exact=True).first)
    clicks.go(page.get_by_role("link", name=ARM, exact=True).last)
    assert_marked_in_view_and_focused(page, ARM)
    assert clicks.count <= 3


def test_three_clicks_to_the_words_against_a_contested_proposition(clicks):
    page = clicks.page
    clicks.go(page.get_by_role("link", name="Bashar al-Assad should step down.", exact=True).first)
    against = page.get_by_role("region", name="Against")
    clicks.go(against.get_by_role("link", name="Russia and China opposing").first)
    calls = "Western and Arab calls for Assad, who inherited power from his father nearly 12 years ago, to quit"
    words = f"Russia and China opposing {calls}"
    assert_marked_in_view_and_focused(page, words)


def test_three_clicks_to_where_russia_and_western_states_differ(clicks):
    page = clicks.page
    clicks.go(page.get_by_role("link", name="Russia", exact=True).first)
    clicks.go(page.get_by_role("link", name="differs from Western states on 1"))
    assert page.get_by_text("Russia and China opposing Western and Arab calls for Assad").first.is_visible()
    assert page.locator("#differing").get_by_role("link", name="Western and Arab calls for Assad").count() >= 2
    assert clicks.count <= 3


def test_three_clicks_to_both_sides_of_the_united_states_on_the_nuclear_agreement(clicks):
    page = clicks.page
    clicks.go(page.get_by_role("link", name="Who stands where", exact=True))
    row = page.get_by_role("row", name="nuclear agreement with Iran")
    clicks.go(row.get_by_role("link", name="United States: both").first)
    held = page.locator("#on_nuclear-agreement-with-iran")
    assert held.is_visible()
    assert "withdrew the US from a nuclear nonproliferation treaty" in held.inner_text()
    assert "agreed under former US President Barack Obama" in held.inner_text()


def test_three_clicks_to_the_conditions_for_talks_as_csv(clicks, pages):
    page = clicks.page
    clicks.go(page.get_by_role("link", name="Questions", exact=True).first)
    clicks.go(page.get_by_role("link", name="Under which conditions").first)
    address = page.get_by_role("link", name="CSV", exact=True).first.evaluate("(link) => link.href")
    assert httpx.get(address).content == pages.ask("/questions/conditions/index.csv").body


def test_a_mark_leads_to_its_statement_and_back(browser, server):
    with Visit(browser, server, size=(1440, 900)) as visit:
        page = visit.open(SOURCE)
        page.locator("mark a", has_text="expressed optimism").click()
        page.wait_for_function("document.activeElement.id.startsWith('about_')")
        assert "A deal to halt the bloodshed in Syria can be reached." in page.evaluate(
            "document.activeElement.innerText"
        )
        page.locator("li:focus a", has_text="in the text").click()
        page.wait_for_function("!document.activeElement.id.startsWith('about_')")
        assert page.evaluate("document.activeElement.textContent") == "expressed optimism"
        assert page.locator("mark.on").count() == 1


def test_a_passage_under_several_statements_reaches_each_with_the_keys(browser, server):
    with Visit(browser, server, scripts=False) as visit:
        page = visit.open(SOURCE)
        mark = page.locator("mark.many").first
        count = int(mark.get_attribute("data-count"))
        mark.locator("a").focus()
        page.keyboard.press("Enter")
        choice = page.locator(".choice:target")
        choice.wait_for()  # until it is visible
        assert choice.locator("li a").count() == count
        page.keyboard.press("Tab")
        assert choice.locator("li a").first.evaluate("(link) => link === document.activeElement")


def test_the_search_of_the_files_finds_what_the_server_finds(browser, files, server):
    with Visit(browser, files) as visit, Visit(browser, server) as other:
        seen = []
        for each in (visit, other):
            page = each.open("")
            page.get_by_role("searchbox").fill("russian federation")
            page.keyboard.press("Enter")
            page.wait_for_url("**/search/?q=*")
            page.locator("#search_results a").first.wait_for()
            seen.append(page.locator("#search_results a").all_inner_texts())
        assert seen[0] == seen[1] == ["Russia"]


def test_filters_of_the_reader_leave_the_same_in_the_files(browser, files, server):
    rows = []
    for base in (files, server):
        with Visit(browser, base) as visit:
            page = visit.open(f"{SOURCE}?actor=russia&side=opposes", "networkidle")
            rows.append(page.locator(".entries > li[data-name]:visible").evaluate_all("(all) => all.map((i) => i.id)"))
    assert rows[0] == rows[1] != []


def test_the_table_of_the_files_is_that_of_the_server_for_any_filter(browser, files, pages):
    known = lists(pages.edition)
    choices = {
        "issue": [pages.edition.addresses.slug(i) for i in known.issues], "kind": ["State", "Group", "Person"],
        "source": [pages.edition.addresses.slug(s) for s in known.sources], "from": ["2012-03-11", "2019-01-01"],
        "to": ["2012-12-31", "2019-12-31"], "by": ["speaker"], "least": ["1"],
    }  # fmt: skip  # one line a filter
    chance = random.Random(1)
    with Visit(browser, files) as visit:
        page = visit.open("positions/")
        for _ in range(60):
            picked = {key: chance.choice(choices[key]) for key in PARAMETERS if choices[key] and chance.random() < 0.35}
            table = tabulate(known.points, wanted_by(pages.edition, known, picked))
            query = "&".join(f"{key}={value}" for key, value in picked.items())
            shown = page.evaluate(
                """async (query) => {
                     const [module, answer] = [await import('../static/matrix.js'), await fetch('points.json')];
                     const table = module.table(await answer.json(), query);
                     return [table.actors, table.propositions, table.more,
                       table.cells.sort((a, b) => a[0] - b[0] || a[1] - b[1])];
                   }""",
                query,
            )
            cells = [[*key, cell.sign, cell.statements] for key, cell in sorted(table.cells.items())]
            assert shown == [table.actors, table.propositions, [table.more_actors, table.more_propositions], cells], (
                query
            )


def test_the_table_of_random_grounds_is_the_same_in_the_browser(browser, files, pages):
    chance = random.Random(2)
    with Visit(browser, files) as visit:
        page = visit.open("positions/")
        for size in (0, 1, 5, 40, 400, 3000):
            points = [
                [chance.randrange(90), chance.randrange(80), chance.randrange(4000), 0, chance.choice((-1, 0, 1)),
                 chance.randrange(2), 0, "2012-01-01"] for _ in range(size)
            ]  # fmt: skip  # the fields of a point
            content = json.loads(data(pages.edition, lists(pages.edition))) | {"points": points}
            shown = page.evaluate(
                """async ([data]) => {
                     const { actors, propositions } = (await import('../static/matrix.js')).table(data, '');
                     return [actors, propositions];
                   }""",
                [content],
            )
            from kg.web.content.matrix import Filter, Point

            table = tabulate([Point(*point) for point in points], Filter())
            assert shown == [table.actors, table.propositions]


def test_a_filter_of_the_table_of_the_files_is_drawn(browser, files, server):
    cells = []
    for base in (files, server):
        with Visit(browser, base) as visit:
            page = visit.open("positions/?kind=State&least=1", "networkidle")
            page.locator("#matrix_table td a").first.wait_for()
            cells.append(
                page.locator("#matrix_table td a").evaluate_all(
                    "(all) => all.map((a) => [a.getAttribute('aria-label'), a.getAttribute('href'), a.textContent])"
                )
            )
            assert visit.complaints == []
    assert cells[0] == cells[1] != []


def test_two_actors_in_the_files_are_a_table_of_two_that_says_what_the_server_has_more(browser, files, server):
    with Visit(browser, files) as visit:
        page = visit.open("positions/?a=russia&b=western-states", "networkidle")
        heads = page.locator("#matrix_table thead a").all_inner_texts()
        assert sorted(heads) == ["Russia", "Western states"]
        assert "kg serve" in page.locator("#matrix_pair").inner_text()
        row = page.get_by_role("row", name="Bashar al-Assad should step down.")
        assert row.locator("td").all_inner_texts() == (["−", "+"] if heads[0] == "Russia" else ["+", "−"])
        assert page.locator("select[name=a]").input_value() == "russia"
        page.goto(page.url.partition("?")[0], wait_until="networkidle")
        assert page.locator("#matrix_pair").is_hidden()
        assert visit.complaints == []
    with Visit(browser, server) as visit:
        assert visit.open("positions/").locator("#matrix_pair").is_hidden()


def test_own_javascript_is_at_most_twelve_kilobytes():
    own = {path.name: path.stat().st_size for path in FOLDER.glob("*.js")}
    assert own
    assert sum(own.values()) <= 12_000, own
