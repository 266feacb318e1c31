"""A folder of a few synthetic pieces, as a user would lay out music of their own."""

import csv
from pathlib import Path

from hedge_hf.audio.synthetic import make_row


def save_tiny_music(folder: Path, train: int = 24, test: int = 12) -> Path:
    """Save flac files with a metadata.csv for each split."""
    for split, count in (("train", train), ("test", test)):
        (folder / split).mkdir(parents=True)
        rows = [make_row(0, split, number) for number in range(count)]
        for row in rows:
            (folder / split / row["audio"]["path"]).write_bytes(row["audio"]["bytes"])
        with (folder / split / "metadata.csv").open("w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["file_name", "caption", "tags"])
            table.writerows([row["audio"]["path"], row["caption"], ",".join(row["tags"])] for row in rows)
    return folder
