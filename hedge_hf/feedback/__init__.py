"""What users think of search results: a store of clicks, thumbs and "not this", and training rows made of it."""

from hedge_hf.feedback.events import Event
from hedge_hf.feedback.rows import feedback_rows, judge
from hedge_hf.feedback.store import FeedbackStore

__all__ = ["Event", "FeedbackStore", "feedback_rows", "judge"]
