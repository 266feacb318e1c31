from __future__ import annotations

import httpx2
import pytest

from hedge_hf.hub.server.cards import front_matter, metadata_of, tags_of


def test_tags_are_those_of_the_hub():
    card = {
        "tags": ["negation"],
        "library_name": "sentence-transformers",
        "language": "en",
        "license": "mit",
        "datasets": ["a/b"],
    }
    assert tags_of(card) == ["negation", "sentence-transformers", "en", "license:mit", "dataset:a/b"]
    assert tags_of({}) == []


@pytest.mark.parametrize("text", ["", "# card", "--- a", "---\n---x"])
def test_a_card_without_metadata_has_none(text):
    assert front_matter(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a: [", "- a", "text", "a: " + "[" * 2000, "a: !!timestamp no", "a: !!bool abc", 'a: !!int ""',
        "a: 2024-13-01",
    ],
)  # fmt: skip
def test_broken_metadata_is_refused(text):
    with pytest.raises(ValueError, match="YAML metadata"):
        front_matter(f"---\n{text}\n---\n")


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]",
        "a: 0x" + "f" * 5000,
        "a0: &a0 [x, x]\n" + "\n".join(f"a{each}: &a{each} [*a{each - 1}, *a{each - 1}]" for each in range(1, 60)),
    ],
    ids=["endless", "long", "exponential"],
)
def test_metadata_that_would_not_end_counts_as_none(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(f"---\n{text}\n---\n")
    assert metadata_of(path, 1, text) == {}


def test_metadata_is_ready_for_json(tmp_path):
    path = tmp_path / "README.md"
    path.write_text('---\ndate: 2024-01-01\nnan: .nan\n1: {a: .inf}\nflag: true\nhalf: "\\uD800"\n---\n')
    card = metadata_of(path, 1, "a")
    assert card == {"date": "2024-01-01", "nan": "nan", "1": {"a": "inf"}, "flag": True, "half": "?"}
    path.write_bytes(b"---\n\xff\n---\n")
    assert metadata_of(path, 1, "b") == {}
    assert metadata_of(path, 10_000_000, "c") == {}


def test_the_hub_validates_cards_as_the_real_one(local_hub):
    url = f"{local_hub.endpoint}/api/validate-yaml"
    good = httpx2.post(url, json={"content": "---\nlicense: mit\n---\n", "repoType": "model"})
    assert (good.status_code, good.json()) == (200, {"errors": [], "warnings": []})
    assert httpx2.post(url, json={"content": "# card"}).json()["warnings"]
    bad = httpx2.post(url, json={"content": "---\na: [\n---\n"})
    assert bad.status_code == 400 and "YAML metadata is broken" in bad.json()["errors"][0]["message"]
