from __future__ import annotations

import pytest
from page_requests import Pages


@pytest.fixture(scope="session")
def pages(seeds_store) -> Pages:
    """The pages of that store, on the machine itself."""
    return Pages(seeds_store)


@pytest.fixture(scope="session")
def public_pages(seeds_store) -> Pages:
    """The same pages as others get to see them."""
    return Pages(seeds_store, public=True)
