"""The audit of the shipped rows: cues, diversity, and how far baselines get that understand nothing.

python benchmarks/audit.py
"""

from __future__ import annotations

from environment import save

from hedge_hf.generate.audit.measure import audit
from hedge_hf.generate.audit.report import card_figures
from hedge_hf.generate.audit.sources import find


def main() -> None:
    """Audit groups, contrast pairs and exclusion queries."""
    result = audit(find("hedgetriple"))
    save("audit", {"verdict": result.line} | card_figures(result))


if __name__ == "__main__":
    main()
