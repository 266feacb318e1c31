from __future__ import annotations

from pathlib import Path

import pytest
from tiny_llm import save_parrot


@pytest.fixture(scope="session")
def says_yes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a language model that answers Yes to everything."""
    return str(save_parrot(tmp_path_factory.mktemp("parrots") / "yes", "Yes"))


@pytest.fixture(scope="session")
def says_four(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a language model that answers everything with 4."""
    return str(save_parrot(tmp_path_factory.mktemp("parrots") / "four", "#### 4"))


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    """Four problems: two with the result 4, one that is 2*2, one that is 9-2."""
    path = tmp_path / "problems.jsonl"
    rows = [("2 and 2?", "2+2=4", 4), ("1 and 3?", "1+3=4", 4), ("2 less 2?", "2-2=0", 0), ("9 less 2?", "9-2=7", 7)]
    path.write_text(
        "".join(
            f'{{"question": "{ask}", "answer": "<<{step}>>{step}\\n#### {result}"}}\n' for ask, step, result in rows
        )
    )
    return path


@pytest.fixture(autouse=True)
def offline(no_hub: None) -> None:
    """No test here asks the Hub."""
