"""Hard negatives: passages that a retriever takes for an answer and that are none."""
