"""The page to try an encoder on: compare sentences, search, and review triples. `hedge-hf app` or a Space."""
