"""What every scenario gives under its readings is what was written down: a change that moves contests is a change one meant."""

from __future__ import annotations

import pytest
import yaml

from tests.golden.renew import FILE, ROOT, RUNS, Golden, of_scenario

KEPT = yaml.safe_load(FILE.read_text("utf-8"))
A_MILLIONTH = 1e-6


def difference(kept: Golden | None, now: Golden | None) -> str:
    """What differs between what was kept of a reading and what is found, in words; empty if nothing does."""
    if kept is None or now is None:
        return "is no longer there" if now is None else "is new"
    if kept["digest"] != now["digest"]:
        failed = next((one["digest"] for one in (now, kept) if "shares" not in one), "")
        return f"is {failed} on one side only" if failed else "ending, leader, day or nominations"
    one, other = kept.get("shares", {}), now.get("shares", {})
    far = [c for c in {**one, **other} if c not in one or c not in other or abs(one[c] - other[c]) > A_MILLIONTH]
    return f"shares of {', '.join(far)}" if far else ""


@pytest.mark.parametrize("scenario", KEPT)
def test_contests_are_as_they_were_written_down(scenario):
    """Under every reading a scenario ends as it did, on the same day, with the same nominations and shares."""
    kept = KEPT[scenario]
    now = of_scenario(scenario)
    found = {reading: difference(kept.get(reading), now.get(reading)) for reading in {**kept, **now}}
    moved = [f"  {reading}: {said}" for reading, said in found.items() if said]
    assert not moved, "\n".join(
        (
            f"{len(moved)} of {len(kept)} readings of {scenario} moved ({RUNS:,} contests each):",
            *moved,
            "A digest does not know in what share of contests: `make against-0.3` counts them.",
            "If it was meant, say so in the changelog and run `python -m tests.golden.renew`.",
        )
    )


def test_every_scenario_that_is_shipped_is_written_down():
    """A scenario without digests would move unseen."""
    assert sorted(KEPT) == sorted(file.stem for file in (ROOT / "scenarios").glob("*.yaml"))
