"""What each part of suggesting is worth: the program without it, in this process only."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import patch

from store.suggest.candidates.cues import Cue
from store.suggest.learning import label_model, training
from store.suggest.learning.label_model import features_of
from store.suggest.learning.learner import Learner
from store.suggest.tagged import tagged_phrases
from store.suggest.tagged.forms import How, forms_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

_CUES: Final = frozenset(map(str, Cue))


def _never(*_: Any) -> Generator[None, None, bool]:
    yield
    return False


def _same_form(*arguments: Any) -> Any:
    return tuple(form for form in forms_of(*arguments) if form.how is How.SAME)


_FEATURES: Final[dict[str, Callable[[str], bool]]] = {
    "rules": lambda name: name.startswith("rule="),
    "cues": lambda name: name in _CUES,
    "words beside": lambda name: name.startswith(("before", "after")),
    "words at the ends": lambda name: name.startswith(("first=", "last=")),
    "how often": lambda name: name.startswith(("tagged", "new")),
    "known endings": lambda name: name.startswith("end"),
}
"""By part: the features of the regression that are its own."""
PARTS: Final = (*_FEATURES, "learning", "new words", "other stories", "forms")


@contextmanager
def without(part: str) -> Iterator[None]:
    """Measure without a part, one of `PARTS`."""
    with ExitStack() as patches:

        def change(owner: Any, name: str, value: object) -> None:
            patches.enter_context(patch.object(owner, name, value))

        if part in _FEATURES:
            is_left_out = _FEATURES[part]

            def some(*arguments: Any) -> tuple[str, ...]:
                return tuple(name for name in features_of(*arguments) if not is_left_out(name))

            change(training, "features_of", some)
            change(label_model, "features_of", some)
            if part == "rules":
                change(label_model, "RULES", 0.0)
        elif part == "learning":
            change(Learner, "_run", lambda *_: iter(()))
        elif part == "new words":
            change(training, "_is_proved", _never)
        elif part == "other stories":
            change(Learner, "__init__", _init_without_others(Learner.__init__))
        else:
            change(tagged_phrases, "forms_of", _same_form)
        yield


def _init_without_others(init: Callable[..., None]) -> Callable[..., None]:
    def made(self: Learner, labels: Any, _: object = None) -> None:
        init(self, labels)

    return made
