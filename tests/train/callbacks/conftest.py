import pytest


@pytest.fixture(autouse=True)
def offline(no_hub):
    """No test here asks the Hub."""
