from __future__ import annotations

import pytest
from made_once import made_once
from page_requests import Pages

from kg.web.site import Site, open_store, write_site


@pytest.fixture(scope="session")
def pages(seeds_store) -> Pages:
    """The pages of that store, on the machine itself."""
    return Pages(seeds_store)


@pytest.fixture(scope="session")
def public_pages(seeds_store) -> Pages:
    """The same pages as others get to see them."""
    return Pages(seeds_store, public=True)


@pytest.fixture(scope="session")
def site(seeds_store, tmp_path_factory):
    """The site of the seeds. Tests only read it."""

    def write(folder):
        write_site(Site(open_store(seeds_store.path)), folder / "site")

    return made_once(tmp_path_factory, "site", write) / "site"
