from __future__ import annotations

import pytest
from page_requests import Pages

from kg.paths import shipped
from kg.store.build import build
from kg.store.folder import StoreFolder


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory):
    """The store of the seeds that the package ships."""
    folder = StoreFolder(tmp_path_factory.mktemp("seeds") / "kg")
    build(shipped("seeds"), folder)
    return folder


@pytest.fixture(scope="session")
def pages(seeds_store) -> Pages:
    """The pages of that store, on the machine itself."""
    return Pages(seeds_store)


@pytest.fixture(scope="session")
def public_pages(seeds_store) -> Pages:
    """The same pages as others get to see them."""
    return Pages(seeds_store, public=True)
