from __future__ import annotations

import pytest
from huggingface_hub import HfApi
from huggingface_hub.errors import HfHubHTTPError

from hedge_hf.hub.local import LocalHub


@pytest.fixture
def api(local_hub):
    api = HfApi(endpoint=local_hub.endpoint, token="hf_local")
    for name in ("a", "b", "c"):
        api.create_repo(f"me/{name}")
    return api


def status(call, *arguments, **options):
    with pytest.raises(HfHubHTTPError) as refused:
        call(*arguments, **options)
    return refused.value.response.status_code


def test_items_keep_their_order_and_can_be_moved(api, local_hub):
    slug = api.create_collection("Ünïcode & more!").slug
    assert slug.startswith("me/n-code-more-")
    for name in ("a", "b", "c"):
        api.add_collection_item(slug, f"me/{name}", "model")
    last = api.get_collection(slug).items[2]
    api.update_collection_item(slug, last.item_object_id, position=0, note="best")
    with LocalHub(local_hub.root) as restarted:
        items = HfApi(endpoint=restarted.endpoint, token="hf_local").get_collection(slug).items
    assert [(item.item_id, item.position) for item in items] == [("me/c", 0), ("me/a", 1), ("me/b", 2)]
    assert items[0].note == "best"


def test_the_same_twice_is_409_or_what_is_there(api):
    first = api.create_collection("Mine")
    assert status(api.create_collection, "Mine") == 409
    assert api.create_collection("Mine", exists_ok=True).slug == first.slug
    api.add_collection_item(first.slug, "me/a", "model")
    assert status(api.add_collection_item, first.slug, "me/a", "model") == 409
    assert len(api.add_collection_item(first.slug, "me/a", "model", exists_ok=True).items) == 1


def test_a_deleted_repo_leaves_its_collections(api):
    slug = api.create_collection("Mine").slug
    api.add_collection_item(slug, "me/a", "model")
    api.delete_repo("me/a")
    assert api.get_collection(slug).items == []


def test_bad_requests_are_refused(api):
    slug = api.create_collection("Mine").slug
    assert status(api.create_collection, "x" * 61) == 400
    assert status(api.create_collection, " ") == 400
    assert status(api.create_collection, "t", namespace="../x") == 404
    assert status(api.add_collection_item, slug, "me/none", "model") == 404
    assert status(api.add_collection_item, slug, "2305.07614", "paper") == 400
    assert status(api.get_collection, "me/none-1") == 404
    assert status(api.get_collection, "me/..%2f..%2fhedge-hub") == 404
    assert status(api.delete_collection_item, slug, "f" * 24) == 404
    assert status(api.update_collection_metadata, slug, position=-1) == 400
    api.delete_collection(slug)
    assert status(api.delete_collection, slug) == 404
