"""GLiNER: finds what labels say in plain words, untrained. Runs in a process of its own."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from store.suggest.outside.windows import by_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.suggest.outside.serving import Found

MOST_WORDS: Final = 384
"""What most models can take at once; what is beyond that they silently leave out
(github.com/urchade/GLiNER/issues/378)."""
THRESHOLD: Final = 0.2
"""The least score that is asked for: what is shown is chosen on the screen."""


def load(model: str) -> Callable[[str, list[str]], Iterator[Found]]:
    """Load a model: a folder, or a name that GLiNER fetches from its hub if it is not there yet."""
    gliner: Any = import_module("gliner")
    loaded = gliner.GLiNER.from_pretrained(model)
    most = getattr(getattr(loaded, "config", None), "max_len", None) or MOST_WORDS

    def find(text: str, labels: list[str]) -> Iterator[Found]:
        for window in by_words(text, most):
            said = window.of(text)
            for entity in loaded.predict_entities(said, labels, threshold=THRESHOLD):
                yield {
                    "start": window.start + int(entity["start"]),
                    "end": window.start + int(entity["end"]),
                    "label": str(entity["label"]),
                    "score": min(1.0, max(0.0, float(entity["score"]))),
                }

    return find
