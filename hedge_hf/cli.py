"""`hedge-hf VERB ...`: finds the module that does the work and hands it the remaining arguments."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import partial

from hedge_hf.errors import HedgeError, require
from hedge_hf.version import __version__

# module, the extra that it needs, and what it does
COMMANDS: dict[str, tuple[str, str, str]] = {
    "generate": ("hedge_hf.generate.run", "generate", "write groups of hedges and negations from any corpus"),
    "generate reasoning": ("hedge_hf.generate.llm.reasoning", "generate", "have a model reason before answers"),
    "audit": ("hedge_hf.generate.audit.run", "generate", "see what a set of groups is like"),
    "train encoder": ("hedge_hf.train.encoder", "train", "fine-tune a sentence encoder on HedgeTriple"),
    "train llm": ("hedge_hf.train.llm", "llm", "fine-tune a language model on HedgeTriple as instructions"),
    "train clap": ("hedge_hf.train.clap", "audio", "train an audio-text model that hears negation"),
    "train reranker": ("hedge_hf.train.reranker", "train", "make a reranker of an encoder, on HedgeTriple"),
    "mine": ("hedge_hf.mining.run", "mining", "mine hard negatives for queries with known positives"),
    "feedback": ("hedge_hf.feedback.run", "train", "turn feedback on search results into training rows"),
    "sweep": ("hedge_hf.sweep.run", "train", "train and measure many variants of a recipe"),
    "average": ("hedge_hf.train.average", "train", "average the weights of encoders"),
    "merge": ("hedge_hf.train.llm_merge", "llm", "go part of the way from a language model to its fine-tuned one"),
    "adapter": ("hedge_hf.train.adapter", "lora", "cut a small LoRA adapter out of a fine-tuned encoder"),
    "evaluate": ("hedge_hf.evaluation.run", "train", "measure an encoder, alone or against its base"),
    "evaluate-llm": ("hedge_hf.evaluation.llm.run", "llm", "measure a language model on negation and arithmetic"),
    "evaluate-clap": ("hedge_hf.evaluation.clap.run", "audio", "measure an audio-text model on negated captions"),
    "contamination": ("hedge_hf.evaluation.contamination.run", "train", "find evaluation texts in training data"),
    "publish dataset": ("hedge_hf.hub.publish_dataset", "hub", "push HedgeTriple to the Hub, with its card"),
    "publish model": ("hedge_hf.hub.publish_model", "hub", "push a trained encoder to the Hub, with its card"),
    "publish llm": ("hedge_hf.hub.publish_llm", "llm", "push a trained language model or its adapter to the Hub"),
    "publish clap": ("hedge_hf.hub.publish_clap", "audio", "push a trained audio-text model to the Hub"),
    "publish metrics": ("hedge_hf.hub.publish_metrics", "hub", "push the metric modules as Spaces to the Hub"),
    "publish space": ("hedge_hf.hub.publish_space", "hub", "push the app as a Space to the Hub"),
    "publish collection": ("hedge_hf.hub.publish_collection", "hub", "gather what was published in a collection"),
    "pull": ("hedge_hf.hub.pull", "hub", "download what was published"),
    "app": ("hedge_hf.app.run", "app", "compare two encoders, search, and review triples in a browser"),
    "hub mirror": ("hedge_hf.hub.mirror", "hub", "copy repositories for a Hub on this machine"),
    "hub serve": ("hedge_hf.hub.serve", "hub", "serve a folder as a Hub on this machine"),
    "quickstart": ("hedge_hf.quickstart", "quickstart", "train, prove, publish and load back, in one go"),
}


def usage() -> str:
    """Return the help text: one line per command."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {summary}" for name, (_, _, summary) in COMMANDS.items()]
    return "\n".join([f"hedge-hf {__version__}", "", *lines, "", "hedge-hf COMMAND --help explains one command."])


def run(main: Callable[[list[str]], None], argv: list[str]) -> int:
    """Call a command's `main` and turn its outcome into an exit code; errors print as one line."""
    try:
        main(argv)
    except HedgeError as error:
        sys.stderr.write(f"hedge-hf: error: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("hedge-hf: interrupted; the same command goes on from where it stopped\n")
        return 130
    return 0


def _start(module: str, extra: str, argv: list[str]) -> None:
    require(module, extra).main(argv)


def main(argv: list[str] | None = None) -> None:
    """Dispatch `argv` (default: the process arguments) and exit."""
    argv = sys.argv[1:] if argv is None else argv
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if not argv or argv[0] in ("-h", "--help", "--version"):
        sys.stdout.write((__version__ if argv[:1] == ["--version"] else usage()) + "\n")
        sys.exit(0 if argv else 2)
    for length in (2, 1):
        command = COMMANDS.get(" ".join(argv[:length]))
        if command:
            sys.exit(run(partial(_start, *command[:2]), argv[length:]))
    sys.stderr.write(f"hedge-hf: error: no command {' '.join(argv[:2])!r}\n\n{usage()}\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
