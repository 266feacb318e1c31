"""Many training runs from one file, measured alike and shown in one table: `hedge-hf sweep FILE`."""
