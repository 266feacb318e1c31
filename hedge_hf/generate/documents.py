"""What the steps of the pipeline know about a datatrove document: its anchor, its draft and its rejects."""

from __future__ import annotations

from datatrove.data import Document

from hedge_hf.generate.types import Anchor, Draft, Reject, Variant

WHOLE_ANCHOR = Variant(text="", type="", cue="")


def document_of(anchor: Anchor) -> Document:
    """Return a document without a draft."""
    return Document(anchor.text, anchor.id, metadata={"anchor": anchor, "rejects": []})


def anchor_of(document: Document) -> Anchor:
    """Return the anchor of a document."""
    return document.metadata["anchor"]


def draft_of(document: Document) -> Draft:
    """Return the variants of a document that no filter has refused yet."""
    return document.metadata["draft"]


def rejects_of(document: Document) -> list[Reject]:
    """Return what was refused so far."""
    return document.metadata["rejects"]


def add_draft(document: Document, draft: Draft, prompt: str) -> None:
    """Give a document its variants, and the hash of the prompt that asked for them."""
    document.metadata |= {"draft": draft, "prompt": prompt}


def refuse(document: Document, variant: Variant, reason: str, detail: str) -> None:
    """Move a variant from the draft to the rejects; `WHOLE_ANCHOR` stands for all of them."""
    for variants in draft_of(document):
        variants[:] = [other for other in variants if other is not variant and variant is not WHOLE_ANCHOR]
    anchor = anchor_of(document)
    rejects_of(document).append(
        Reject(anchor.id, anchor.text, anchor.source, variant["type"], variant["text"], variant["cue"], reason, detail)
    )
