"""Finds evaluation texts in training data: `overlaps` compares, `sources` reads, `run` is the command."""
