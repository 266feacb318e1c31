"""NegationInsert and full negation on captions that people and language models wrote: counts and a sample to read.

python benchmarks/clap/inserts.py --hub FOLDER

FOLDER holds Hub datasets as datasets/NAMESPACE/NAME: google/MusicCaps, seungheondoh/LP-MusicCaps-MC and
mtg/jamendo-tags; the embedded Hub serves it.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from environment import inside_hub, save

LICENCES = {"google/MusicCaps": "CC BY-SA 4.0", "seungheondoh/LP-MusicCaps-MC": "CC BY-NC 4.0"}
SAMPLE = 12
LONGEST = 220


def rows_of(source: str) -> list[tuple[str, list[str]]]:
    """Return captions with tags."""
    from datasets import load_dataset

    if source == "google/MusicCaps":
        rows = load_dataset(source, split="train")
        return [(row["caption"], ast.literal_eval(row["aspect_list"])) for row in rows]
    rows = load_dataset(source, split="test")
    return [(row["caption_summary"], ast.literal_eval(row["aspect_list"])) for row in rows]


def counts(rows: list[tuple[str, list[str]]]) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Apply everything to every row; return shares in percent, and a sample."""
    from hedge_hf.audio.negated_captions import deny_all, deny_some, has_negation, stated
    from hedge_hf.audio.negation_insert import NegationInsert, TagFrequencies
    from hedge_hf.audio.vocabulary import load_vocabulary

    vocabulary = load_vocabulary()
    insert = NegationInsert(vocabulary, TagFrequencies.of((tags for _, tags in rows), vocabulary), probability=1)
    seen: Counter[str] = Counter()
    examples = []
    for number, (caption, tags) in enumerate(rows):
        mentions = stated(caption, tags, vocabulary)
        seen["captions"] += 1
        seen["tags"] += len(tags)
        seen["tags outside the vocabulary"] += len(vocabulary.unknown(tags))
        seen["captions that already have a negation"] += has_negation(caption)
        if has_negation(caption):
            continue
        inserted = insert.insert(caption, tags, number)
        part = deny_some(caption, mentions, random.Random(number))
        seen["captions with an insertion"] += bool(inserted.names)
        seen["captions negated wholly"] += bool(mentions)
        seen["captions negated in part"] += part is not None
        if part and inserted.names and len(caption) <= LONGEST:
            examples.append(
                {
                    "caption": caption,
                    "inserted": inserted.text,
                    "negated in part": part.text,
                    "negated wholly": deny_all(caption, mentions).text,
                }
            )
    return dict(seen), random.Random(0).sample(examples, SAMPLE)


def tag_coverage(rows: Iterable[list[str]]) -> dict[str, int]:
    """Return how many tags of MTG-Jamendo the vocabulary names, distinct and in all."""
    from hedge_hf.audio.vocabulary import load_vocabulary

    found = Counter(tag for tags in rows for tag in tags)
    unknown = load_vocabulary().unknown(found)
    return {
        "distinct tags": len(found),
        "distinct tags outside the vocabulary": len(unknown),
        "tags": found.total(),
        "tags outside the vocabulary": sum(found[tag] for tag in unknown),
    }


def main() -> None:
    """Serve the folder, apply, and keep the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hub", type=Path, required=True, help="folder to serve")
    parser.add_argument("--cache", type=Path, default=Path("runs/benchmark_cache"), help="HF_HOME")
    options = parser.parse_args()
    inside_hub(options.hub, options.cache)
    from datasets import load_dataset

    result: dict[str, Any] = {}
    for source, licence in LICENCES.items():
        seen, sample = counts(rows_of(source))
        result[source] = {"licence of the captions": licence, "counts": seen, "sample": sample}
    result["mtg/jamendo-tags"] = {"counts": tag_coverage(load_dataset("mtg/jamendo-tags", split="train")["tags"])}
    save("clap_inserts", result)


if __name__ == "__main__":
    main()
