"""Search in two stages: an encoder finds candidates, a reranker reads each with the query."""

from hedge_hf.retrieval.evaluation import StageScores, measure
from hedge_hf.retrieval.passages import PassageIndex
from hedge_hf.retrieval.two_stage import Hit, TwoStage

__all__ = ["Hit", "PassageIndex", "StageScores", "TwoStage", "measure"]
