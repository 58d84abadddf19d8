"""The worksheet in per cent: base, additions, caps; and what the band may be while something is not known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.facts.standing import hangs_on
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.sizing.additions import second_layer_step, wacc_step
from alvh_desktop.rules.sizing.bases import base_step, chosen_number
from alvh_desktop.rules.sizing.caps import HARD, LIMITS, NO_ADD, OTHER, SOFT, limits, no_increase, regime_caps
from alvh_desktop.rules.sizing.standing import Standing, standing_of
from alvh_desktop.rules.sizing.step import BASES, Band, Base, Cap, Step


@dataclass(frozen=True, slots=True)
class Worksheet:
    """`steps` are 1 to 5 with the chosen base marked, `caps` are step 6.

    `before_caps` is what base and additions lead to, `band` what the caps leave of it: both without what is not
    known, and None where the chosen base is not. `possible` are all bands that what is missing leaves open: one where
    nothing is missing, none without a base. `hard_caps` are the per cents that the hard cap may be.
    """

    base: Base
    steps: tuple[Step, ...]
    caps: tuple[Cap, ...]
    before_caps: Band | None
    band: Band | None
    possible: tuple[Band, ...]
    hard_caps: tuple[float, ...]

    @property
    def base_step(self) -> Step:
        return self.steps[self.base - 1]

    @property
    def counted(self) -> tuple[Step, ...]:
        """The steps that lead to the band."""
        return tuple(step for step in self.steps if step.is_chosen)

    @property
    def missing(self) -> tuple[str, ...]:
        """Which parts of the result could not be taken, and why: one line a reason."""
        base = self.base_step
        found = [f"step {base.number}, {base.title}: {base.missing}"] if base.missing else []
        limits = [f"step 6, {cap.title}: {cap.missing}" for cap in self.caps if cap.id in LIMITS and cap.missing]
        return (*found, *self.left_open, *limits)

    @property
    def left_open(self) -> tuple[str, ...]:
        """What leaves more than one band possible. A P/E matters only where something is added above the base."""
        found = [f"step {step.number}, {step.title}: {step.missing}" for step in self.steps[3:] if step.missing]
        caps = {cap.id: cap for cap in self.caps}
        if caps[SOFT].missing:
            found.append(f"step 6, which caps count: {caps[SOFT].missing}")
        if caps[NO_ADD].missing and self.steps[4].holds is not False:
            found.append(f"step 6, {caps[NO_ADD].title}: {caps[NO_ADD].missing}")
        return tuple(found)

    @property
    def is_partial(self) -> bool:
        return bool(self.missing)

    @property
    def doubts(self) -> tuple[str, ...]:
        """The old data that the band rests on."""
        doubts = [*(step.doubt for step in self.counted), *(cap.doubt for cap in self.caps)]
        return tuple(dict.fromkeys(doubt for doubt in doubts if doubt))


def worksheet_of(scene: Scene, standing: Standing) -> Worksheet:
    """Steps 1 to 6 for all real accounts, on the scene's day."""
    bases, additions, named = kept(scene, "worksheet steps", _hangs_on(scene), lambda: _steps(scene))
    chosen = chosen_number(scene.book, scene.day)
    caps = (*named, *limits(scene.book, standing))
    base = bases[chosen - 1].band
    hard = tuple(cap.percent for cap in caps if cap.id in (HARD, OTHER) and cap.in_force and cap.percent is not None)
    if base is None:
        return Worksheet(chosen, (*bases, *additions), caps, None, None, (), hard)
    known = _Choice(
        additions[0].holds or False, additions[1].holds or False, _is_dear(caps) or False, _in_force(caps)
    )
    before, band = _raised(base, additions, replace(known, is_dear=False)), _result(base, additions, caps, known)
    possible = tuple(dict.fromkeys(_result(base, additions, caps, choice) for choice in _choices(additions, caps)))
    marked = tuple(replace(cap, is_binding=_binds(base, additions, caps, known, cap)) for cap in caps)
    return Worksheet(chosen, (*bases, *additions), marked, before, band, possible, hard)


def worksheet_now(scene: Scene) -> tuple[Standing, Worksheet]:
    """The worksheet of a scene and what it is set against, worked out once for all that read it."""

    def work() -> tuple[Standing, Worksheet]:
        standing = standing_of(scene)
        return standing, worksheet_of(scene, standing)

    return kept(scene, "worksheet", (*hangs_on(scene), scene.values, scene.equity, *_hangs_on(scene)), work)


_Steps = tuple[tuple[Step, ...], tuple[Step, Step], tuple[Cap, ...]]
"""The bases, the additions, and the caps that follow from inputs and regime alone."""


def _steps(scene: Scene) -> _Steps:
    book, regime, day = scene.book, scene.regime, scene.day
    chosen = chosen_number(book, day)
    bases = tuple(replace(base_step(number, book, regime, day), is_chosen=number == chosen) for number in BASES)
    additions = second_layer_step(book, day, scene.firing), wacc_step(book, day)
    return bases, additions, (*regime_caps(book, regime, day), no_increase(book, day))


def _hangs_on(scene: Scene) -> tuple[object, ...]:
    fired = "not looked" if scene.firing is None else " ".join(sorted(map(str, scene.firing)))
    return (scene.book.inputs, scene.book.rules, scene.regime, scene.day, fired)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is taken to hold, of what may not be known: `caps` are the ids of those of the regime that win."""

    second: bool
    wacc: bool
    is_dear: bool
    caps: frozenset[str]


def _choices(additions: tuple[Step, Step], caps: Iterable[Cap]) -> Iterable[_Choice]:
    caps = tuple(caps)
    regimes = [_in_force(caps)]
    if any(cap.missing for cap in caps if cap.id == SOFT):
        regimes = [frozenset({SOFT, HARD}), frozenset({OTHER})]
    second, wacc = ([False, True] if step.holds is None else [step.holds] for step in additions)
    dear = _is_dear(caps)
    for choice in product(second, wacc, [False, True] if dear is None else [dear], regimes):
        yield _Choice(*choice)


def _is_dear(caps: Iterable[Cap]) -> bool | None:
    cap = next(cap for cap in caps if cap.id == NO_ADD)
    return None if cap.missing else cap.in_force


def _in_force(caps: Iterable[Cap]) -> frozenset[str]:
    """The caps of the regime that surely win: while it is not known, only the highest of them does."""
    named = [cap for cap in caps if cap.id in (SOFT, HARD, OTHER)]
    if any(cap.missing for cap in named):
        highest = max(named, key=lambda cap: (cap.percent or 0.0, cap.id == OTHER))
        return frozenset({highest.id})
    return frozenset(cap.id for cap in named if cap.in_force)


def _raised(base: Band, additions: tuple[Step, Step], choice: _Choice) -> Band:
    found = base
    for step, holds in zip(additions, (choice.second, choice.wacc and not choice.is_dear), strict=True):
        found = found.with_more(step.adds) if holds and step.adds is not None else found
    return found


def _result(base: Band, additions: tuple[Step, Step], caps: Iterable[Cap], choice: _Choice) -> Band:
    found = _raised(base, additions, choice)
    for cap in caps:
        counts = cap.id in choice.caps or (cap.id in LIMITS and cap.in_force and cap.missing is None)
        if counts and cap.percent is not None:
            found = found.under(cap.percent, is_soft=cap.is_soft)
    return found


def _binds(base: Band, additions: tuple[Step, Step], caps: tuple[Cap, ...], choice: _Choice, cap: Cap) -> bool:
    """Whether a cap alone lowers what the steps lead to."""
    if cap.id == NO_ADD:
        return choice.is_dear and choice.wacc
    raised = _raised(base, additions, choice)
    only = replace(choice, caps=choice.caps & {cap.id})
    return _result(base, additions, [cap], only) != raised
