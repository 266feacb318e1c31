"""Language models as back-end: what they are asked, how their replies are kept, and who answers."""
