"""Shares of the first preferences, as a file gives them: the plain way to say whom a section prefers.

A share is of the first preferences if all candidates stand, so the middles add to 100%. A candidate's pull is the middle
share, moved as far as the belief is uncertain: if only some stand, first preferences are in proportion to what is left.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from simulator.scenario.written import ScenarioEntry
from simulator.words.problems import Path
from simulator.words.quantities import HIGHEST, LOWEST, Quantity

ROUNDING = 0.015
"""How far the middles may be from 100%: they are of intervals with round ends."""
Finding = tuple[Path, str, str, bool]


def findings(written: ScenarioEntry, settings: Mapping[str, str]) -> Iterator[Finding]:
    """What a file may get wrong about shares, as (path, said, cure, only a warning)."""
    for section, entry in written.electorate.sections.items():
        here: Path = ("electorate", "sections", section)
        if entry.shares and entry.support:
            cure = "keep shares, which add to 100%"
            yield (*here, "support"), "shares and support say the same thing in two ways", cure, False
        elif entry.shares:
            yield from _of_section(written, section, entry.shares, settings)
        elif entry.support:
            yield from _look_like_shares(written, (*here, "support"), {**written.electorate.support, **entry.support})
    yield from _look_like_shares(written, ("electorate", "support"), written.electorate.support)


def _of_section(
    written: ScenarioEntry, section: str, shares: Mapping[str, Quantity], settings: Mapping[str, str]
) -> Iterator[Finding]:
    here: Path = ("electorate", "sections", section, "shares")
    for one in written.candidates:
        if one not in shares:
            yield here, f"no share is given for “{one}”", f"write {one}: 0% if nobody prefers {one}", False
    total = sum(share.centre for share in shares.values())
    held = _held(section, shares, settings)
    if held:
        total = sum(shares[one].centre for one in held)
        if total > 1 + ROUNDING or (len(held) == len(shares) and total < 1 - ROUNDING):
            yield here, f"the shares that are set add to {total:.1%}", "shares add to 100%", False
    elif abs(total - 1) > ROUNDING:
        middles = ", ".join(f"{one} {share.centre:.1%}" for one, share in shares.items())
        of = (
            ""
            if all(share.certain for share in shares.values())
            else "; of an interval the middle on the scale of odds counts"
        )
        said = f"the shares of {section} add to {total:.1%} ({middles}{of})"
        cure = "shares of the first preferences add to 100%; for strength in a straight fight write support:"
        yield here, said, cure, False


def _held(section: str, shares: Mapping[str, Quantity], settings: Mapping[str, str]) -> list[str]:
    """The candidates whose share was set on the command line, or by a sweep: the others give way."""
    return [one for one in shares if f"electorate.sections.{section}.shares.{one}" in settings]


def _look_like_shares(written: ScenarioEntry, path: Path, support: Mapping[str, Quantity]) -> Iterator[Finding]:
    candidates = list(written.candidates)
    if len(candidates) < 2 or set(support) != set(candidates) or not any(support[one].centre for one in candidates):
        return
    if abs(sum(share.centre for share in support.values()) - 1) > ROUNDING:
        return
    odds = {one: share.centre / max(1 - share.centre, 1e-9) for one, share in support.items()}
    first = max(odds, key=lambda one: odds[one])
    name = written.candidates[first].name or first
    said = (
        f"the support of all candidates adds to 100%. Support is a share in a straight fight with an average challenger, so "
        f"{name}’s {support[first].centre:.0%} gives {odds[first] / sum(odds.values()):.0%} of the first preferences"
    )
    yield path, said, "if these are shares of the first preferences, write shares: in place of support:", True


def believed(section: str, shares: Mapping[str, Quantity], settings: Mapping[str, str]) -> dict[str, Quantity]:
    """The shares of a section; where some were set, the others have the rest between them, in their own proportions."""
    held = _held(section, shares, settings)
    rest = sum(share.centre for one, share in shares.items() if one not in held)
    if not held or not rest:
        return dict(shares)
    times = max(1 - sum(shares[one].centre for one in held), 0) / rest
    return {one: share if one in held else _scaled(share, times) for one, share in shares.items()}


def _scaled(share: Quantity, times: float) -> Quantity:
    if math.isclose(times, 1, abs_tol=1e-9):
        return share
    if share.certain:
        only = share.low * times
        return replace(share, low=only, high=only, said=f"{only:.3%}")
    low, high = (min(max(end * times, LOWEST), HIGHEST) for end in (share.low, share.high))
    return replace(share, low=low, high=high, said=f"{low:.1%} to {high:.1%}")
