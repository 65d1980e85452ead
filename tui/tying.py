"""Tying as a value: what is tied to what, as far as somebody has come with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from store.across.likely_clusters import MOST
from store.across.ties import TieWish
from store.frozen import Frozen
from tui.jumping import Jump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.across.mention_groups import MentionGroup
    from store.across.tie_ends import TieEnd
    from store.across.ties import TieTarget
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
    has_digits: bool = True
    """Whether a cluster can be tied as is wished."""
    ends: tuple[TieEnd, ...] | None = None
    """What it is tied to, where it is asked which of that it is not: digits take those."""
    told: tuple[str, ...] = ()
    """What is said of those."""

    def offering(self, targets: Mapping[JumpTarget, TieTarget]) -> Tying:
        """The tie with other targets in sight, which have no letters yet."""
        return replace(self, targets=targets, jump=replace(self.jump, given=tuple(targets)))

    def wishing(self, wish: TieWish) -> Tying:
        """The tie with something else asked of it."""
        jump, passed = replace(self.jump, page=0), self.passed if self.ends is None else 0
        return replace(self, wish=wish, jump=jump, passed=passed, ends=None, told=())

    def untying(self, ends: tuple[TieEnd, ...], told: tuple[str, ...]) -> Tying:
        """The question to which of its ends something is not to be tied any more."""
        return replace(self.wishing(TieWish(self.wish.one)), ends=ends, told=told, passed=0)

    def with_more(self) -> Tying:
        """The tie with the letters at the next targets, where there are more than letters."""
        return replace(self, jump=replace(self.jump, page=self.jump.page + 1))

    def with_more_clusters(self) -> Tying:
        """The tie with digits at the next clusters; after the last at the first again."""
        passed = self.passed + self.named
        return replace(self, passed=passed if passed < self.choices else 0)

    @property
    def choices(self) -> int:
        """How many things there are for digits."""
        if self.ends is not None:
            return len(self.ends)
        return len(self.clusters) if self.has_digits else 0

    @property
    def digits(self) -> tuple[MentionGroup, ...]:
        """The clusters that digits take now, the first by 1."""
        is_shown = self.has_digits and self.ends is None
        return self.clusters[self.passed : self.passed + self.named] if is_shown else ()

    def chosen(self, digit: int) -> int | None:
        """Which of them a digit takes."""
        number = self.passed + digit - 1
        return number if digit <= self.named and number < self.choices else None

    def target_of(self, letter: str) -> TieTarget | None:
        """The target that has a letter."""
        found = self.jump.with_letter(letter)
        return self.targets[found] if found is not None else None

    @property
    def lettered(self) -> list[tuple[str, TieTarget]]:
        """The targets with their letters, the likeliest first."""
        codes = self.jump.codes
        return [(codes[each], target) for each, target in self.targets.items() if each in codes]

    @property
    def likeliest(self) -> list[tuple[str, TieTarget]]:
        """Those that differ in what comes of them: of a cluster the likeliest alone."""
        first: dict[object, tuple[str, TieTarget]] = {}
        for letter, target in self.lettered:
            first.setdefault(target.cluster or letter, (letter, target))
        return list(first.values())
