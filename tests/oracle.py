"""The oracle: one run of a Labour contest, in plain Python, written from the clauses and not from the engine.

It reads labour.yaml through its own few lines, applies readings as patches itself, and plays one run's luck with lists and
`if`. Numbers that the engine keeps in float32 are kept in float32 here (``F``), and rounded where the rules speak of whole
nominators or whole votes.
"""

from __future__ import annotations

import copy
import math
from pathlib import Path

import numpy as np
import yaml

F = np.float32
NEVER = 32_000
BOOK = Path(__file__).parent.parent / "simulator" / "rulebooks" / "labour.yaml"
WRITTEN = yaml.safe_load(BOOK.read_text("utf-8"))
SIX = (
    "incumbent-nominations",
    "bar-base",
    "excluded-remedy",
    "nomination-transfer",
    "rounding",
    "leader-votes-on-own-case",
)
DISPUTES = {name: WRITTEN["disputes"][name] for name in SIX}


def flat(block, prefix=""):
    """A nested block as {path: value}; {set_by: …} and lists are values."""
    out = {}
    for name, value in block.items():
        if isinstance(value, dict) and "set_by" not in value:
            out |= flat(value, f"{prefix}{name}.")
        else:
            out[prefix + name] = value
    return out


def moot(readings):
    """Disputes that hang on a reading that was not chosen."""
    out = set()
    for name, dispute in DISPUTES.items():
        for other, needed in dispute.get("only_if", {}).items():
            if readings.get(other) not in needed:
                out.add(name)
    return out


def edition(name):
    """The law of an edition as {path: value}: every amendment up to it, in order."""
    law = {}
    for written in WRITTEN["editions"]:
        for part, block in {**written.get("contests", {}), **written.get("stages", {})}.items():
            law |= flat(block, f"{part}.")
        for gone in written.get("remove", []):
            law = {path: value for path, value in law.items() if path != gone and not path.startswith(f"{gone}.")}
        law |= written.get("change", {})
        for part, block in written.get("add", {}).items():
            law |= {part: block} if "." in part else flat(block, f"{part}.")
        if written["edition"] == name:
            return law
    raise AssertionError(name)


def law_of(readings):
    """The edition of autumn 2015 under one reading of each dispute, as {path: value}."""
    law = edition("autumn 2015")
    readings = {d: r for d, r in readings.items() if d in DISPUTES}
    live = [DISPUTES[d]["readings"][r] for d, r in readings.items() if d not in moot(readings)]
    for reading in live:
        assert set(reading["change"]) <= set(law)
        law |= reading["change"]
    for reading in live:
        for stage, block in reading.get("add", {}).items():
            like = f"{block['like']}."
            law |= {f"{stage}.{path[len(like) :]}": v for path, v in copy.copy(law).items() if path.startswith(like)}
            law |= {f"{stage}.{path}": value for path, value in block.items() if path != "like"}
    return law


def bar(law, stage, bodies):
    """The least number of names: so many hundredths of the heads that are counted, rounded as the reading says."""
    counted, hundredths = law[f"{stage}.bar.counted"], int(law[f"{stage}.bar.share"].rstrip("%"))
    base = 0
    for name in law[f"{stage}.bar.of"]:
        body = bodies[name]
        heads = body["size"]
        if counted == "all but the suspended":
            heads -= body["suspended"]
        elif counted.startswith("roll of "):
            heads = body["rolls"].get(counted.removeprefix("roll of "), heads)
        base += heads
    product = hundredths * base
    rounding = law[f"{stage}.bar.rounding"]
    if rounding == "up":
        return -(-product // 100)
    return product // 100 if rounding == "down" else (product + 50) // 100


class Run:
    """One run: ``luck`` is Draws.only(run), ``scenario`` gives heads and people; ``outcome()`` plays it."""

    def __init__(self, scenario, readings, luck, names):
        self.ids, self.luck = list(scenario.ids), luck
        self.incumbent, self.stand_in = scenario.incumbent, scenario.stand_in
        self.challengers = list(scenario.challengers)
        self.bodies = {
            k: {"size": b.size, "suspended": b.suspended, "rolls": dict(b.rolls)} for k, b in scenario.bodies.items()
        }
        self.voting = scenario.executive_voting
        self.everyone = sum(bloc.size for bloc in scenario.blocs)
        rows = {name: int(luck.named[row, :, 0].sum()) for row, name in enumerate(names)}
        self.pool, self.own = rows.get("challenger", 0), rows.get(self.ids[self.incumbent], 0)
        self.readings, self.law = dict(readings), law_of(readings)
        self.names, self.needs, self.shares, self.reason = {}, None, {}, ""
        self.heirs = {self.ids.index(a): self.ids.index(b) for a, b in scenario.heirs.items()}
        self.court = False

    def is_(self, name, candidate=None):
        """A yes or no of the luck."""
        array = getattr(self.luck, name)
        return bool(array[0] if candidate is None else array[candidate, 0])

    def days(self, step):
        """Days of the timetable after the step before."""
        return int(self.luck.days[step][0])

    def outcome(self):
        """Ending, leader, day, names, bar, final shares, and the reason if unresolved."""
        ending, leader, day = self._opening()
        return ending, leader, day, self.names, self.needs, self.shares, self.reason

    def _unresolved(self, day, reason):
        self.reason = reason
        return "unresolved", "unresolved", day

    def _opening(self):
        resigns, until = int(self.luck.resigns[0]), self.days("until")
        first = min((int(self.luck.declares[c, 0]) for c in self.challengers if self.is_("stands", c)), default=NEVER)
        if resigns <= until and resigns <= first:
            return self._vacancy(resigns, self.is_("restands"))
        if first > until:
            return "no challenge", self.ids[self.incumbent], until
        meets = first + self.days("executive")
        if resigns <= meets:
            return self._vacancy(max(resigns, first + 1), self.is_("restands"))
        tied = self._executive()
        if tied:
            return self._unresolved(meets, "executive.tie: unknown")
        opens = meets + self.days("nominations")
        closes = opens + self.days("open")
        if resigns <= opens:
            return self._vacancy(max(resigns, meets + 1), self.is_("restands"))
        if resigns <= closes:
            return self._vacancy(max(resigns, opens + 1), self.is_("restands"))
        return self._challenge("challenge-nominations", opens, closes)

    def _executive(self):
        """The executive settles the clause if it is open, or if a reading leaves it to the executive; True if level."""
        others = self.voting - 1
        mine = 1 if self.law["executive.leader_votes"] == "counts" and 2 * int(self.luck.leave[0]) <= others else 0
        voting = others + mine
        if self.law["challenge-nominations.exempt"] == "silent":
            loyal = int(self.luck.reads[0]) + mine
            if 2 * loyal == voting:
                return True
            self.readings["incumbent-nominations"] = "automatic" if 2 * loyal > voting else "needs-nominations"
            self.court = self.is_("sues")
        elif self.law["challenge-nominations.exempt"] == {"set_by": "nec"}:
            varied = 2 * int(self.luck.varies[0]) > voting
            self.readings["incumbent-nominations"] = "needs-nominations" if varied else "automatic"
        self.law = law_of(self.readings)
        return False

    def _shared(self, standing):
        """The pool in whole names, in proportion to appeal, by running totals."""
        total, marks = F(0), []
        for c in self.challengers:
            total = F(total + (self.luck.appeal[c, 0] if c in standing else F(0)))
            marks.append(total)
        if total == 0:
            return {}
        upto = [int(np.rint(mark * F(F(self.pool) / total))) for mark in marks]
        return {c: a - b for c, a, b in zip(self.challengers, upto, [0, *upto], strict=False) if c in standing}

    def _challenge(self, stage, opens, closes):
        standing = [c for c in self.challengers if self.is_("stands", c) and self.luck.declares[c, 0] <= opens]
        standing = [c for c in standing if not self.is_("gives_up", c)]
        names = self._shared(standing)
        if len(standing) > 1:
            ahead = self._strongest(standing, names)
            behind = sum(names[c] for c in standing if c != ahead)
            if self.is_("agree_before"):
                names = {ahead: names[ahead] + behind}
            elif self.is_("agree_during"):
                behind = self._free(stage, behind, self.is_("formally"))
                names = {ahead: names[ahead] + int(np.rint(F(behind) * self.luck.follow[0]))}
        names = self._last_day(stage, names, apart=self.own)
        heard = closes + int(self.luck.heard[0])
        if self.court and heard <= closes:
            self._judgment()
        exempt = self.law[f"{stage}.exempt"] == "incumbent"
        if not exempt:
            names[self.incumbent] = self.own
            if self.own < bar(self.law, stage, self.bodies):
                if self.is_("to_restand"):
                    return self._vacancy(closes + 1, returns=True)
                if self.is_("stand_in"):
                    self._give_way(stage, names)
                    return self._close(stage, names, closes, vacant=False, exempt=False)
        if self.court and heard > closes:
            self._judgment()
            exempt = self.law[f"{stage}.exempt"] == "incumbent"
            if not exempt:
                names[self.incumbent] = self.own
            return self._close(stage, names, heard, vacant=False, exempt=exempt, closed=closes)
        return self._close(stage, names, closes, vacant=False, exempt=exempt)

    def _judgment(self):
        """The court reads the clause the other way, or leaves it."""
        self.court = False
        if self.is_("reverses"):
            now = self.readings["incumbent-nominations"]
            self.readings["incumbent-nominations"] = "automatic" if now == "needs-nominations" else "needs-nominations"
            self.law = law_of(self.readings)

    def _strongest(self, standing, names):
        """Who is ahead of those who agree: by names, or by the votes each would have."""
        if not self.is_("by_poll"):
            return max(standing, key=lambda c: (names[c], -c))
        votes = dict.fromkeys(standing, F(0))
        for s in range(self.luck.cast.shape[0]):
            whole = F(0)
            for c in standing:
                whole = F(whole + self.luck.pull[c, s, 0])
            for c in standing:
                votes[c] = F(votes[c] + F(F(self.luck.pull[c, s, 0] / whole) * self.luck.cast[s, 0]))
        return max(standing, key=lambda c: (votes[c], -c))

    def _last_day(self, stage, names, apart=0):
        """Those out of reach may withdraw, the silent may join the leader, and names may be lent to whoever is near the bar.

        apart   names of a leader who need not seek any: these people hold a name already
        """
        needs, within = bar(self.law, stage, self.bodies), int(self.luck.within[0])
        in_by_eve = self.luck.in_by_eve
        handed = {c: int(np.rint(F(n) * in_by_eve[c if len(in_by_eve) > 1 else 0, 0])) for c, n in names.items()}
        leaving = [c for c in names if needs - names[c] > within and self.is_("withdraws", c)]
        staying = [c for c in names if c not in leaving]
        free = self.law[f"{stage}.transfer"] in ("free", "on withdrawal")
        before, had = dict(names), dict(handed)
        names, handed = ({c: some[c] for c in staying} for some in (names, handed))
        for c in leaving:
            heir = self._heir(c, staying, before, needs)
            if heir is not None:
                share = self.luck.to_heir[0]
                names[heir] += int(np.rint(F(before[c] if free else before[c] - had[c]) * share))
                handed[heir] += int(np.rint(F(had[c] if free else 0) * share))
        order = sorted(staying, key=lambda c: (-handed[c], c))
        silent = max(self.everyone - apart - sum(names.values()), 0)
        if len(order) > 1 and handed[order[0]] > 0 and handed[order[0]] >= self.luck.clear[0] * handed[order[1]]:
            more = int(np.rint(F(silent) * self.luck.bandwagon[0]))
            names[order[0]] += more
            silent -= more
        late = {c: max(names[c] - handed[c], 0) for c in staying if handed[c] >= needs}
        spare = silent + sum(late.values())
        pool = math.floor(F(spare) * self.luck.lends[0])
        lent = {}
        near = [
            c for c in staying if 0 < needs - names[c] <= within and not self.is_("feared", c) and self.is_("permitted")
        ]
        for c in sorted(near, key=lambda c: (needs - names[c], c)):
            lent[c] = min(needs - names[c] + int(self.luck.over[0]), pool)
            pool -= lent[c]
        total = sum(lent.values())
        if total:
            from_late = max(int(np.rint(total * (sum(late.values()) / max(spare, 1)))), total - silent)
            upto, whole = 0, sum(late.values())
            for c in sorted(late):
                mark = (
                    int(np.rint(F(upto + late[c]) * F(from_late / whole)))
                    - int(np.rint(F(upto) * F(from_late / whole)))
                    if whole
                    else 0
                )
                upto += late[c]
                names[c] -= mark
        return {c: n + lent.get(c, 0) for c, n in names.items()}

    def _heir(self, candidate, staying, names, needs):
        """To whom a candidate's people go: the heir of the file, else whoever is nearest below the bar, else the leader."""
        if self.heirs.get(candidate) in staying:
            return self.heirs[candidate]
        below = [c for c in staying if needs - names[c] > 0]
        if below:
            return min(below, key=lambda c: (needs - names[c], c))
        return max(staying, key=lambda c: (names[c], -c)) if staying else None

    def _free(self, stage, names, formally):
        rule = self.law[f"{stage}.transfer"]
        if rule == "free" or (rule == "on withdrawal" and formally):
            return names
        return names - math.floor(F(names) * self.luck.arrived[0])

    def _give_way(self, stage, names):
        silent = self.everyone - sum(names.values())
        free = self._free(stage, names.pop(self.incumbent), formally=True)
        names[self.stand_in] = min(int(np.rint(F(free) * self.luck.keeps[0])), free + max(silent, 0))

    def _vacancy(self, arises, returns):
        opens = arises + self.days("vacancy")
        willing = [c for c in self.challengers if self.is_("stands_if_vacant", c) and not self.is_("gives_up", c)]
        names = self._shared(willing)
        if returns:
            names[self.incumbent] = self.own
        elif self.is_("stand_in"):
            names[self.stand_in] = int(np.rint(F(self.own) * self.luck.keeps[0]))
        names = self._last_day("vacancy-nominations", names, apart=0 if returns else self.own)
        return self._close("vacancy-nominations", names, opens + self.days("open"), vacant=True, exempt=False)

    def _close(self, stage, names, day, *, vacant, exempt, closed=None):
        self.names, self.needs = {self.ids[c]: n for c, n in names.items()}, bar(self.law, stage, self.bodies)
        valid = sorted(c for c, n in names.items() if n >= self.needs)
        if not vacant:
            if not [c for c in valid if c != self.incumbent]:
                return "no valid challenger", self.ids[self.incumbent], day
            if exempt:
                valid = sorted({*valid, self.incumbent})
            elif self.incumbent in names and self.incumbent not in valid:
                follows = self.law[f"{stage}.then.incumbent short"]
                if follows != "go on":
                    return self._reopen(follows, names, day)
        if not valid:
            return self._unresolved(day, f"{stage}.then.nobody: {self.law[f'{stage}.then.nobody']}")
        after = " in a vacancy" if vacant else ""
        if len(valid) == 1:
            return f"unopposed{after}", self.ids[valid[0]], day
        papers = max((day if closed is None else closed) + self.days("ballot"), day + 1)
        return self._ballot(valid, papers + self.days("voting"), f"ballot{after}")

    def _reopen(self, stage, names, day):
        opens = day + 1
        closes = opens + int(self.law[f"{stage}.open"].split()[0]) // 24
        if self.luck.resigns[0] <= closes:
            when = max(int(self.luck.resigns[0]), day + 1 if self.luck.resigns[0] <= opens else opens + 1)
            return self._vacancy(when, self.is_("restands"))
        silent = max(self.everyone - sum(names.values()), 0)
        names[self.incumbent] += int(np.rint(F(silent) * self.luck.second_chance[0]))
        return self._close(stage, names, closes, vacant=False, exempt=False)

    def _ballot(self, standing, closes, ending):
        while True:
            votes = {c: F(0) for c in standing}
            for s in range(self.luck.cast.shape[0]):
                whole = F(0)
                for c in standing:
                    whole = F(whole + self.luck.pull[c, s, 0])
                for c in standing:
                    votes[c] = F(votes[c] + F(self.luck.pull[c, s, 0] * F(self.luck.cast[s, 0] / whole)))
            votes = {c: float(np.rint(v)) for c, v in votes.items()}
            total = sum(votes.values())
            self.shares = {self.ids[c]: v / total for c, v in votes.items()}
            best = max(standing, key=lambda c: votes[c])
            if 2 * votes[best] > total:
                return ending, self.ids[best], closes + self.days("declared")
            last = [c for c in standing if votes[c] == min(votes.values())]
            if len(last) > 1:
                return self._unresolved(closes, "ballot.tie: unknown")
            standing = [c for c in standing if c != last[0]]
