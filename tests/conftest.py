from __future__ import annotations

import gc
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from servers import fuseki_server, oxigraph_server, server, virtuoso_server
from sheets import World

from kg.running import COLLECTED_AFTER
from kg.running.processes import jobs
from kg.validate.owl.reasoner import reasoner

if TYPE_CHECKING:
    from collections.abc import Iterator

# On a busy machine a single example can take long, and so can making ten; the laws that are tested do not speak of
# time.
settings.register_profile("kg", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kg")

# Tests interrupt processes as Ctrl-C does. A shell that runs the tests in the background has them ignore it, and so
# would every process that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Hundreds of processes are started, and each would compile the modules of kg again, for a fifth of a second.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

#: What takes longest, first: the run ends when its last file does, and a long one should not be it.
LONGEST = (
    "endpoints/test_load.py", "web/test_hostile.py", "journeys/test_automation.py", "endpoints/test_remote.py",
    "web/pages/test_browser.py", "web/test_pool.py", "validate/test_engines.py", "validate/test_sheet_shapes.py",
    "validate/test_owl_summary.py", "running/test_machines.py", "web/test_server.py", "web/test_limits.py",
    "web/test_builds.py", "journeys/test_base.py", "reference/test_packages.py", "compare/test_merge.py",
    "sources/test_review.py", "endpoints/test_unfinished_loads.py", "web/test_clients.py", "web/pages/test_site.py",
    "validate/test_run.py", "endpoints/test_ownership.py", "sources/test_git.py",
    "endpoints/test_slow_and_strange_servers.py", "cli/test_endings.py", "cli/test_cli.py",
    "journeys/test_drafts_of_articles.py", "validate/test_quickxplain.py", "store/test_what_conforms_builds.py",
    "web/pages/test_addresses.py", "cli/test_init.py", "sources/test_links_and_names.py", "endpoints/test_rdf4j.py",
    "query/test_queries.py", "extract/test_draft.py", "journeys/test_documented_commands.py",
    "sources/test_schema_validators.py", "export/test_export.py", "journeys/test_documented_pages.py",
    "journeys/test_other_platforms.py", "compare/test_diff.py", "journeys/test_readme.py", "cli/test_output.py",
    "store/test_revise.py", "validate/test_shapes.py", "validate/test_reports_for_servers.py",
    "store/test_piecewise.py", "store/test_resume.py", "store/test_fill.py", "query/test_catalogue.py",
    "query/test_shared_store.py", "endpoints/test_switch.py", "web/test_editor.py",
)  # fmt: skip

__all__ = ["fuseki_server", "oxigraph_server", "server", "virtuoso_server", "world"]


@pytest.hookimpl(optionalhook=True)  # so that the tests also run without pytest-xdist
def pytest_xdist_auto_num_workers() -> int | None:
    """Return how many processes `-n auto` starts: two more than `kg` would use.

    Half of the time of a process is spent waiting for servers, browsers and deadlines, and its processor would be idle.
    Of 1,050 s of the processor, three processes leave a third of the time of two processors unused. With five, the
    workers of `kg serve` for queries of strangers, which give way to everybody, missed deadlines of 3 s.
    """
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else jobs() + 2


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False  # pytest-xdist begins with the files of most tests, not of most time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent
    ranks = {tests / name: rank for rank, name in enumerate(LONGEST)}
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: (ranks.get(item.path, len(ranks)), -sizes[item.path]))  # stable within a file


def pytest_collection_finish() -> None:
    """Let Python look for garbage as seldom as `kg` does, and never among the tests and modules themselves.

    They are a million objects, which would be looked through again and again: a sixth of the time of a process.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


@pytest.fixture(scope="session", autouse=True)
def one_reasoner() -> Iterator[None]:
    """One HermiT for all tests of a process; Java starts with the first question, if any."""
    with reasoner():
        yield


@pytest.fixture(scope="session")
def world(tmp_path_factory) -> World:
    """A folder with small reference data, in which a test writes and asserts sheets."""
    return World(tmp_path_factory.mktemp("world"))
