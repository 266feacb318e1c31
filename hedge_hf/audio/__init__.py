"""Music with captions and tags: a synthetic set, captions with negation, features, and what evaluation measures."""
