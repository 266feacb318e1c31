"""What a language model knows of negation and hedging, and whether it can still calculate."""
