import pytest


@pytest.fixture(autouse=True)
def alone(no_hub, own_cache):
    """No test here asks the Hub or uses the user's caches."""
