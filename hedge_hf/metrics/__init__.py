"""Metrics, one folder each: pure functions to import, an `evaluate` module to load, a Space to publish."""
