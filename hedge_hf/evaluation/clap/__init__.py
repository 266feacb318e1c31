"""How well an audio-text model hears negation: retrieval over levels of negation, and the binary protocol."""
