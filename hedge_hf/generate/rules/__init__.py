"""The rules back-end of `hedge-hf generate`: English variants from taggers, inflection and a lexicon."""

from hedge_hf.generate.rules.writer import RuleWriter

__all__ = ["RuleWriter"]
