"""Tying as a value: what is tied to what, as far as somebody has come with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from store.across.likely_clusters import MOST
from store.frozen import Frozen
from tui.jumping import Jump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.across.mention_groups import MentionGroup
    from store.across.ties import TieTarget, TieWish
    from tui.jumping import JumpTarget


class Tying(Frozen):
    """How far somebody has come with a tie: a letter takes its other end, a digit a cluster."""

    wish: TieWish
    """What is tied, and what is asked of the tie."""
    clusters: tuple[MentionGroup, ...] = ()
    """Those that digits take, the likeliest first."""
    passed: int = 0
    """How many of them were passed by: the next has 1."""
    named: int = MOST
    """How many have a digit: those that there is room to name."""
    targets: Mapping[JumpTarget, TieTarget] = msgspec.field(default_factory=dict)
    """What is in sight and fits, the likeliest first."""
    jump: Jump = Jump(stays=True)
    """The letters of those."""

    def offering(self, targets: Mapping[JumpTarget, TieTarget]) -> Tying:
        """The same with other targets in sight, which have no letters yet."""
        return replace(self, targets=targets, jump=replace(self.jump, given=tuple(targets)))

    def wishing(self, wish: TieWish) -> Tying:
        """The same with something else asked of the tie."""
        return replace(self, wish=wish, jump=replace(self.jump, page=0))

    def with_more(self) -> Tying:
        """The same with the letters at the next targets, where there are more than letters."""
        return replace(self, jump=replace(self.jump, page=self.jump.page + 1))

    def with_more_clusters(self) -> Tying:
        """The same with digits at the next clusters; after the last at the first again."""
        passed = self.passed + self.named
        return replace(self, passed=passed if passed < len(self.clusters) else 0)

    @property
    def digits(self) -> tuple[MentionGroup, ...]:
        """The clusters that digits take now, the first by 1."""
        return self.clusters[self.passed : self.passed + self.named]

    def target_of(self, letter: str) -> TieTarget | None:
        """The target that has a letter."""
        found = self.jump.with_letter(letter)
        return self.targets[found] if found is not None else None

    @property
    def lettered(self) -> list[tuple[str, TieTarget]]:
        """The targets with their letters, the likeliest first."""
        codes = self.jump.codes
        return [(codes[each], target) for each, target in self.targets.items() if each in codes]
