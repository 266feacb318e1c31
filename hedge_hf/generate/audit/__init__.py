"""Says what a set of groups is like: `sources` reads it, `measure` takes the figures, `run` is the command."""
