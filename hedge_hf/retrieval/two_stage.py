"""Two-stage search: `TwoStage` finds candidates with an encoder and orders them with a reranker."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors import SafetensorError

from hedge_hf.errors import HedgeError, UsageError, one_line
from hedge_hf.evaluation.embedding_cache import fingerprint
from hedge_hf.evaluation.embeddings import Embeddings
from hedge_hf.evaluation.models import load_cross_encoder
from hedge_hf.evaluation.pair_scores import PairScores
from hedge_hf.hub.publish import upload
from hedge_hf.hub.refusals import checked_id
from hedge_hf.retrieval.passages import NOTE, PassageIndex
from hedge_hf.retrieval.stored import CARD, ENCODER, INDEX, RERANKER, downloaded, read_settings, write_settings
from hedge_hf.train.base import load_base
from hedge_hf.train.run_folder import new_folder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

CANDIDATES = 20


@dataclass(frozen=True)
class Hit:
    """One passage that was found.

    Attributes:
        id: Its id in the corpus.
        text: Its text.
        score: What it is ordered by: the reranker's score, and the similarity times the retriever's weight for it.
        similarity: Its cosine similarity to the query under the encoder.
        candidate_rank: Its place in the first stage, from 1.
    """

    id: str
    text: str
    score: float
    similarity: float
    candidate_rank: int


class TwoStage:
    """An encoder that finds candidates in an index, and a reranker that orders them.

    ```python
    encoder = SentenceTransformer("sentence-transformers/all-MiniLM-L6-v2")
    reranker = CrossEncoder("runs/reranker/minilm/model")
    index = PassageIndex.build(read_corpus("passages.jsonl"), encoder, Path("runs/index"))
    TwoStage(encoder, reranker, index).search("drugs that are not safe in pregnancy", k=5)
    ```
    """

    def __init__(
        self,
        encoder: SentenceTransformer,
        reranker: CrossEncoder,
        index: PassageIndex,
        candidates: int = CANDIDATES,
        similarity_weight: float = 0.0,
    ) -> None:
        """Put the parts together.

        Args:
            encoder: The encoder that the index was built with.
            reranker: A cross-encoder with one output.
            index: The passages.
            candidates: How many passages the reranker reads per query.
            similarity_weight: What the cosine similarity counts beside the reranker's score; 0 leaves the order to the
                reranker. Of models trained here both are log-odds at 20, the scale of the encoder's loss; an encoder
                that does not tell negations apart had better not have a say.

        Raises:
            UsageError: If a part does not fit.
        """
        from sentence_transformers import CrossEncoder

        if not isinstance(reranker, CrossEncoder):
            raise UsageError(f"the reranker is a {type(reranker).__name__}; give a CrossEncoder")
        if reranker.num_labels != 1:
            raise UsageError(f"the reranker gives {reranker.num_labels} numbers per pair; give one with one")
        if candidates < 1:
            raise UsageError(f"candidates is {candidates}; it must be 1 or above")
        if not 0 <= similarity_weight < np.inf:
            raise UsageError(f"similarity_weight is {similarity_weight}; it must be 0 or above, and finite")
        if not len(index):
            raise UsageError("the corpus is empty; there is nothing to search")
        if fingerprint(encoder) != index.encoder_fingerprint:
            raise UsageError("the index was built with another encoder; give that one, or build the index again")
        self.encoder = encoder
        self.reranker = reranker
        self.index = index
        self.candidates = candidates
        self.similarity_weight = similarity_weight

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """Return the k best passages for a query, best first.

        Raises:
            UsageError: As `search_batch`.
            HedgeError: As `search_batch`.
        """
        return self.search_batch([query], k)[0]

    def search_batch(self, queries: list[str], k: int = 10) -> list[list[Hit]]:
        """Return the k best passages for each query, best first; fewer where the corpus or the candidates are fewer.

        Raises:
            UsageError: If a query is blank, or k is not from 1 to the number of candidates.
            HedgeError: If an embedding or a score is not finite.
        """
        if not 1 <= k <= self.candidates:
            raise UsageError(f"k is {k}; it must be from 1 to candidates = {self.candidates}")
        return [hits[:k] for hits in self.rerank(queries, self.find(queries))]

    def find(self, queries: list[str]) -> list[list[Hit]]:
        """Return the candidates of each query in the order of the first stage, with its similarity as score.

        Raises:
            UsageError: If a query is blank, or one text is given instead of a list.
            HedgeError: If an embedding is not finite.
        """
        if isinstance(queries, str):
            raise UsageError("queries is a text; give a list of texts")
        blank = next((number for number, query in enumerate(queries) if not query.strip()), None)
        if blank is not None:
            raise UsageError(f"query {blank} is empty; give a text")
        if not queries:
            return []
        found = self.index.nearest(Embeddings(self.encoder, "the encoder").vectors(queries, "query"), self.candidates)
        return [
            [
                Hit(self.index.ids[number].as_py(), self.index.texts[number].as_py(), score, score, rank)
                for rank, (number, score) in enumerate(zip(numbers, scores, strict=True), 1)
                if number >= 0
            ]
            for numbers, scores in zip(found.numbers.tolist(), found.scores.tolist(), strict=True)
        ]

    def rerank(self, queries: list[str], found: list[list[Hit]]) -> list[list[Hit]]:
        """Return the candidates of each query in the order of the second stage; a draw keeps the first one's.

        Raises:
            HedgeError: If a score is not finite.
        """
        left = [query for query, hits in zip(queries, found, strict=True) for _ in hits]
        right = [hit.text for hits in found for hit in hits]
        scores = PairScores(self.reranker, "the reranker").similarities(left, right) if left else np.empty(0)
        rest = iter(scores.tolist())
        scored = [
            [replace(hit, score=next(rest) + self.similarity_weight * hit.similarity) for hit in hits]
            for hits in found
        ]
        return [sorted(hits, key=lambda hit: -hit.score) for hits in scored]

    def save(self, folder: str | Path, repo: str | None = None) -> None:
        """Write both models, the index and a card into a new folder; no pickle among them.

        Args:
            folder: A new folder.
            repo: The name that the card loads it by; the folder by default.

        Raises:
            UsageError: If the folder exists or cannot be made.
            HedgeError: If it cannot be written.
        """
        card = CARD.format(
            passages=len(self.index),
            repo=repo or folder,
            candidates=self.candidates,
            fingerprint=self.index.encoder_fingerprint,
        )
        try:
            with new_folder(Path(folder)) as unfinished:
                self.encoder.save(str(unfinished / ENCODER), create_model_card=False)
                self.reranker.save_pretrained(str(unfinished / RERANKER), create_model_card=False)
                self.index.save(unfinished / INDEX)
                write_settings(unfinished, self.candidates, self.similarity_weight)
                (unfinished / "README.md").write_text(card, encoding="utf-8")
        except (OSError, SafetensorError) as error:
            raise HedgeError(f"{folder} cannot be written ({one_line(error)}); free some space") from error

    @classmethod
    def load(cls, name: str | Path, candidates: int | None = None, similarity_weight: float | None = None) -> TwoStage:
        """Load a retriever.

        Args:
            name: A folder that `save` wrote, or the Hub id of one that was pushed.
            candidates: How many passages the reranker reads per query; None takes what was saved.
            similarity_weight: What the cosine similarity counts beside the reranker's score; None as saved.

        Raises:
            UsageError: If the parts do not fit together.
            HedgeError: If there is no such retriever, or it is damaged.
        """
        folder = Path(name) if Path(name).is_dir() else downloaded(str(name))
        if not (folder / INDEX / NOTE).is_file():
            raise HedgeError(f"{name}: no two-stage retriever; give what TwoStage.save wrote to its end")
        index = PassageIndex.load(folder / INDEX)
        encoder = load_base(str(folder / ENCODER))
        given = {"candidates": candidates, "similarity_weight": similarity_weight}
        settings = read_settings(folder) | {key: value for key, value in given.items() if value is not None}
        return cls(encoder, load_cross_encoder(str(folder / RERANKER)), index, **settings)

    def push_to_hub(self, repo: str, folder: str | Path, private: bool = False) -> str:
        """Save the retriever and upload it to the Hub that HF_ENDPOINT names.

        Args:
            repo: "namespace/name".
            folder: A new folder for the files.
            private: Whether a new repository is private.

        Returns:
            The URL of the commit.

        Raises:
            UsageError: If the id is not valid, or the folder exists.
            HedgeError: If the Hub does not answer or refuses.
        """
        self.save(folder, checked_id(repo, "repo"))
        return upload(Path(folder), repo, "model", private)
