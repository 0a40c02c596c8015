from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from page_requests import Document

from kg.errors import UsageError
from kg.web.site import Site, open_store, write_site
from kg.web.views.questions import catalogue


def files_of(folder):
    return {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}


def test_every_link_of_every_page_is_a_file(site):
    known = files_of(site)
    for name, path in known.items():
        if name.endswith(".html") and name != "404.html":
            for link in Document(path.read_text("utf-8")).links(f"/{name}"):
                wanted = link.partition("?")[0].lstrip("/")
                assert wanted in known or f"{wanted}index.html" in known, (name, link)
    assert {f"questions/{name}/index.html" for name in catalogue().names()} <= known.keys()


def test_pages_are_those_that_others_get_from_the_server(site, public_pages):
    root = public_pages.edition.addresses.base
    for name in (
        "",
        "id/actor/russia/",
        "id/source/2012-03-11-un-envoy-syria-talks/",
        "positions/",
        "questions/positions/",
    ):
        assert (site / name / "index.html").read_bytes() == public_pages.ask(f"/{name}", root=root).body


def test_a_question_about_all_pairs_has_files_for_its_example_alone(site):
    between = site / "questions" / "between"
    assert sorted(path.name for path in between.iterdir()) == ["example", "index.html"]
    assert (between / "example" / "index.csv").stat().st_size > 1000


def test_a_second_run_writes_nothing(site, seeds_store, tmp_path):
    site = shutil.copytree(site, tmp_path / "site")
    before = {name: (path.stat().st_mtime_ns, path.stat().st_ino) for name, path in files_of(site).items()}
    outcome = write_site(Site(open_store(seeds_store.path)), site)
    assert (outcome.changed, outcome.removed) == (0, 0)
    assert {name: (path.stat().st_mtime_ns, path.stat().st_ino) for name, path in files_of(site).items()} == before


ALL_CALLED_THE_SAME = """
import hashlib, sys
from kg.web.content.reading import Reading
from kg.web.messages import Request
from kg.web.pages import respond
from kg.web.site import open_store
Reading.label = lambda reading, iri: "Same"
store = open_store(sys.argv[1])
for path in sys.argv[2:]:
    print(path, hashlib.sha256(respond(store, Request(path)).body).hexdigest())
"""


def test_a_page_is_the_same_in_every_process_where_all_labels_are_equal(site, seeds_store):
    kinds = ("issue", "proposition", "actor", "event", "place")
    folders = [sorted(path for path in (site / "id" / kind).iterdir() if path.is_dir())[:12] for kind in kinds]
    things = [f"/{folder.relative_to(site)}/" for some in folders for folder in some]
    paths = ["/", "/positions/", "/questions/", "/ontology/", "/search/", "/id/actor/russia/", *things]
    printed = []
    for seed in "123":
        command = [sys.executable, "-c", ALL_CALLED_THE_SAME, seeds_store.path, *paths]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed})
        assert done.returncode == 0, done.stderr
        printed.append(done.stdout.splitlines())
    assert printed[1:] == printed[:1] * 2


def test_only_what_changed_is_touched_and_what_is_gone_is_removed(site, seeds_store, tmp_path):
    target = tmp_path / "site"
    shutil.copytree(site, target)
    page = target / "id/actor/qatar/index.html"
    untouched = (target / "index.html").stat()
    page.unlink()
    outcome = write_site(Site(open_store(seeds_store.path), "https://example.org/kg/"), target)
    assert page.exists()
    assert 0 < outcome.changed < 200
    assert (target / "index.html").stat().st_ino == untouched.st_ino
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_with_anything_else_is_refused_and_left_alone(seeds_store, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="contains something other"):
        write_site(Site(open_store(seeds_store.path)), tmp_path)
    assert os.listdir(tmp_path) == ["mine.txt"]


def test_an_unexpected_file_among_those_of_the_site_is_refused(site, seeds_store, tmp_path):
    target = tmp_path / "site"
    shutil.copytree(site, target)
    (target / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"mine\.txt"):
        write_site(Site(open_store(seeds_store.path)), target)
    assert (target / "mine.txt").read_text() == "mine"


def test_no_file_has_a_closed_text_outside_its_quotes(site):
    for path in files_of(site).values():
        assert b"Reuters and The Associated Press contributed to this report." not in path.read_bytes(), path


def export(store, folder, *options):
    command = [sys.executable, "-m", "kg", "export", "--store", store.path, *options]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder)


def test_the_command_writes_a_site_and_warns_of_whole_texts(seeds_store, tmp_path):
    done = export(seeds_store, tmp_path, "--site", "s", "--with-texts")
    assert done.returncode == 0
    assert "warning" in done.stderr
    page = tmp_path / "s/id/source/2012-03-11-un-envoy-syria-talks/index.html"
    assert "Rodrigo Abd / AP" in page.read_text("utf-8")


@pytest.mark.parametrize("options", ["--base https://x.org/", "--site s -f csv", "--site s --base x.org"])
def test_options_that_do_not_go_together_are_refused(seeds_store, tmp_path, options):
    done = export(seeds_store, tmp_path, *options.split())
    assert done.returncode == 2
    assert "--" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "s").exists()
