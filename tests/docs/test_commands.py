from pathlib import Path

from hedge_hf import cli

ROOT = Path(__file__).parents[2]


def test_the_documentation_names_every_command():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert [name for name in cli.COMMANDS if f"hedge-hf {name}" not in text] == []
