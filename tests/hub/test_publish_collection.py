from __future__ import annotations

import pytest

from hedge_hf.errors import HedgeError, UsageError
from hedge_hf.hub import publish_collection


def test_a_collection_is_made_once_and_then_extended(this_hub, capsys):
    this_hub.create_repo("me/m")
    this_hub.create_repo("me/d", repo_type="dataset")
    options = ["--repo", "me/negation", "--title", "What not means", "--description", "Models and data"]
    publish_collection.main(["me/m", *options])
    publish_collection.main(["me/m", "datasets/me/d", *options])
    assert "Published What not means, 2 items: http" in capsys.readouterr().out
    (found,) = this_hub.list_collections(owner="me")
    assert [(item.item_id, item.item_type) for item in found.items] == [("me/m", "model"), ("me/d", "dataset")]
    assert (found.title, found.description) == ("What not means", "Models and data")


def test_a_dry_run_sends_nothing(this_hub, capsys):
    publish_collection.main(["me/m", "spaces/me/s", "--repo", "me/negation", "--dry-run"])
    assert "space    me/s" in capsys.readouterr().out
    assert list(this_hub.list_collections(owner="me")) == []


def test_an_item_that_is_not_there_is_named(this_hub):
    with pytest.raises(HedgeError, match="has no dataset me/none that you may see"):
        publish_collection.main(["datasets/me/none", "--repo", "me/negation"])


@pytest.mark.parametrize("item", ["m", "papers/me/m", "datasets/d", "me/", "a/b/c/d"])
def test_what_is_no_item_is_a_usage_error(item):
    with pytest.raises(UsageError, match="is no item: give namespace/name"):
        publish_collection.main([item, "--repo", "me/negation"])


def test_a_long_description_is_a_usage_error():
    with pytest.raises(UsageError, match="--description has 151 characters"):
        publish_collection.main(["me/m", "--repo", "me/negation", "--description", "x" * 151])
