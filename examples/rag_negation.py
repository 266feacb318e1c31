"""Answer questions from passages that say what the question asks, not its opposite.

    python examples/rag_negation.py "Which regent helped herself to the treasury?"
        --base_url http://127.0.0.1:8000/v1 --model MODEL --reranker runs/reranker/minilm/model

The chat endpoint may be any that speaks OpenAI's protocol: vLLM, TGI, llama.cpp, Ollama. Its key, if it wants one, is
read from CHAT_API_KEY. The passages are those of HedgeTriple unless --corpus names others.

The same retriever in LangChain (not run here; interface of langchain-core 0.3):

    class NegationRetriever(BaseRetriever):
        two_stage: Any

        def _get_relevant_documents(self, query, *, run_manager):
            hits = self.two_stage.search(query, k=5)
            return [Document(page_content=hit.text, metadata={"id": hit.id, "score": hit.score}) for hit in hits]

and in LlamaIndex (not run here; interface of llama-index-core 0.12):

    class NegationRetriever(BaseRetriever):
        def __init__(self, two_stage):
            self.two_stage = two_stage
            super().__init__()

        def _retrieve(self, query_bundle):
            hits = self.two_stage.search(query_bundle.query_str, k=5)
            return [NodeWithScore(node=TextNode(id_=hit.id, text=hit.text), score=hit.score) for hit in hits]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import httpx2
from huggingface_hub import InferenceClient
from huggingface_hub.errors import HfHubHTTPError, InferenceTimeoutError
from rich.console import Console

from hedge_hf.cli import run
from hedge_hf.errors import HedgeError, one_line
from hedge_hf.evaluation.models import load_cross_encoder
from hedge_hf.mining.reading import read_corpus
from hedge_hf.retrieval import Hit, PassageIndex, TwoStage
from hedge_hf.train.base import EMBEDDED, load_base

_INSTRUCTION = (
    "Answer the question from the passages alone, and name the passage that you used, like [1]. "
    "Mind what a passage denies. If no passage answers the question, say so."
)


def answer(
    question: str, retriever: TwoStage, client: InferenceClient, model: str, k: int = 3
) -> tuple[str, list[Hit]]:
    """Return what the chat model answers, and the passages that it was given.

    Raises:
        HedgeError: If the chat endpoint does not answer.
    """
    hits = retriever.search(question, k)
    passages = "\n\n".join(f"[{number}] {hit.text}" for number, hit in enumerate(hits, 1))
    messages = [
        {"role": "system", "content": _INSTRUCTION},
        {"role": "user", "content": f"{passages}\n\nQuestion: {question}"},
    ]
    try:
        completion = client.chat_completion(messages, model=model, max_tokens=300, temperature=0)
    except (HfHubHTTPError, InferenceTimeoutError, httpx2.HTTPError, OSError, ValueError) as error:
        raise HedgeError(
            f"the chat endpoint does not answer ({one_line(error)}); check --base_url and --model"
        ) from error
    return completion.choices[0].message.content or "", hits


def main(argv: list[str]) -> None:
    """Build or open the index, search, and ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question")
    parser.add_argument("--base_url", required=True, help="address of the chat endpoint, such as http://host:8000/v1")
    parser.add_argument("--model", required=True, help="name of the chat model")
    parser.add_argument("--encoder", default=EMBEDDED, help="folder or Hub id (default: %(default)s)")
    parser.add_argument("--reranker", required=True, help="folder or Hub id of a cross-encoder")
    parser.add_argument(
        "--corpus", default="hedgetriple", help="file or Hub id with id and text (default: %(default)s)"
    )
    parser.add_argument("--index", type=Path, default=Path("runs/rag_index"), help="where embeddings are kept")
    options = parser.parse_args(argv)
    encoder = load_base(options.encoder)
    reranker = load_cross_encoder(options.reranker)
    index = PassageIndex.build(read_corpus(options.corpus), encoder, options.index)
    # without a key of its own, the client would send the token of the Hub to the endpoint
    client = InferenceClient(base_url=options.base_url, api_key=os.environ.get("CHAT_API_KEY", "none"), timeout=120)
    said, hits = answer(options.question, TwoStage(encoder, reranker, index), client, options.model)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(said)
    for number, hit in enumerate(hits, 1):
        console.print(f"\n[{number}] {hit.id} (score {hit.score:.2f}, candidate {hit.candidate_rank})\n{hit.text}")


if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
