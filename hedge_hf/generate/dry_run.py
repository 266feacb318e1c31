"""What a generation would do, shown without doing it."""

from __future__ import annotations

import json
from itertools import islice

import pyarrow as pa
from rich.console import Console

from hedge_hf.data.splits import text_ids
from hedge_hf.errors import UsageError
from hedge_hf.generate.anchors.sentences import flaw, split
from hedge_hf.generate.anchors.sources import open_source
from hedge_hf.generate.arguments import GenerateArguments
from hedge_hf.generate.llm.preview import preview
from hedge_hf.generate.rules import RuleWriter
from hedge_hf.generate.types import Anchor

_SHOWN = 3


def show_dry_run(arguments: GenerateArguments, console: Console) -> None:
    """Print the first requests with an estimate of tokens and cost; by rules, the variants of the first anchors."""
    anchors = _first_anchors(arguments)
    if arguments.backend == "rules":
        for anchor in anchors:
            draft = RuleWriter(arguments.seed).write(anchor)
            _print(console, json.dumps(anchor._asdict() | draft._asdict(), ensure_ascii=False, indent=2))
        return
    found = preview(
        anchors,
        arguments.num_anchors,
        str(arguments.model),
        arguments.seed,
        arguments.price_in,
        arguments.price_out,
    )
    for number, chat in enumerate(found.chats):
        for message in chat if number == 0 else chat[1:]:
            console.rule(message["role"])
            _print(console, message["content"])
    console.rule()
    _print(
        console,
        f"{arguments.num_anchors:,} anchors: about {found.prompt_tokens:,} prompt tokens and {found.reply_tokens:,} "
        f"reply tokens (by {found.counted_by}), {found.cost:,.2f} at {arguments.price_in:g} and "
        f"{arguments.price_out:g} a million. Nothing was asked and nothing was written.",
    )


def _first_anchors(arguments: GenerateArguments) -> list[Anchor]:
    source = open_source(arguments.anchors[0])
    sentences = (sentence for text in source.texts() for sentence in split(text, arguments.language))
    first = list(islice((sentence for sentence in sentences if not flaw(sentence, source.captions)), _SHOWN))
    if not first:
        raise UsageError(f"{arguments.anchors[0]}: none of its sentences can be an anchor; give another corpus")
    return [
        Anchor(identifier, text, source.name, source.domain, arguments.language, source.licence)
        for identifier, text in zip(text_ids(pa.array(first)), first, strict=True)
    ]


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
