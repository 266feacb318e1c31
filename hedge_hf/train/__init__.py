"""One runnable module per recipe; start them with `hedge-hf train ...` or `accelerate launch -m ...`."""
