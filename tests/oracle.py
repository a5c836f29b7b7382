"""The oracle: one run of any rule book, in plain Python, written from the rules' words and not from the engine.

It reads a book's YAML through its own few lines, applies amendments and readings as patches itself, and walks one run's
draws with lists and `if`. Numbers that the engine keeps in float32 are kept in float32 here (``F``), and rounded where the
rules speak of whole nominators or whole votes; shares of a college are exact. Votes that are simulated one by one are taken
as they were cast: what is checked there is the law.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import yaml

F = np.float32
NEVER = 32_000
SMALL = 32_767
AT_MOST = 40
SHELF = Path(__file__).parent.parent / "simulator" / "rulebooks"
NOT_IN_THE_BOOK = "is not in the book"
DRAWN_UP = "the bar cannot be worked out"
RIVAL = "politics.challengers.<challenger>"
NOMINATIONS, PULL, CAST = "nominators.blocs/nominations", "electorate.sections/pull", "electorate.sections/cast"
TRIGGERS = (
    "the office is vacant",
    "a challenger seeks nominations",
    "petition",
    "term",
    "the leader asks",
    "a general election is lost",
    "the MPs move a motion",
    "a session of parliament begins in opposition",
    "a body calls it",
    "",
)
VACANT, CHALLENGED = TRIGGERS[:2]
ENDS = ("elected", "incumbent stays", "unresolved", "go on", "again")


# --- the law as {path: value} -----------------------------------------------------------------------------------------
def flat(block, prefix=""):
    """A nested block as {path: value}; {set_by: …} and lists are values."""
    out = {}
    for name, value in block.items():
        if isinstance(value, dict) and "set_by" not in value:
            out |= flat(value, f"{prefix}{name}.")
        else:
            out[f"{prefix}{name}"] = value
    return out


def without(law, path):
    """The law without a path and all beneath it."""
    return {there: value for there, value in law.items() if there != path and not there.startswith(f"{path}.")}


def put(law, path, said):
    """The law with another value, or block, at a path; a count comes in the place of a share, and a share of a count."""
    law = without(law, path)
    group, _, leaf = path.rpartition(".")
    if leaf in ("count", "share"):
        for other in ("share", "of", "counted", "as_at", "rounding") if leaf == "count" else ("count",):
            law.pop(f"{group}.{other}", None)
    return law | (flat(said, f"{path}.") if isinstance(said, dict) and "set_by" not in said else {path: said})


def parts(law, blocks, kind=""):
    """The law with stages and contests as written; whatever is like another comes after it."""
    waiting = dict(blocks)
    while waiting:
        for name, block in list(waiting.items()):
            like = block.get("like")
            if like in waiting:
                continue
            del waiting[name]
            rest = {key: value for key, value in block.items() if key != "like"}
            if like:
                law = law | {f"{name}.{p[len(like) + 1 :]}": v for p, v in law.items() if p.startswith(f"{like}.")}
                for key, said in rest.items():
                    law = put(law, f"{name}.{key}", said)
            else:
                opens = any(key.split(".")[0] == "opens_when" for key in rest)
                usual = {} if "stage" in rest else {f"{name}.stage": kind or ("contest" if opens else "")}
                law = law | usual | flat(rest, f"{name}.")
    return law


def patched(law, patches):
    """The law with some patches: all changes come before any stage or contest is added."""
    for patch in patches:
        for path in patch.get("remove", ()):
            law = without(law, path)
        for path, said in patch.get("change", {}).items():
            law = put(law, path, said)
        for path, said in patch.get("add", {}).items():
            if "." in path and f"{path.split('.')[0]}.stage" in law:
                law = put(law, path, said)
    before = law
    for patch in patches:
        law = parts(law, {name: block for name, block in patch.get("add", {}).items() if "." not in name})
    for patch in patches:
        for path, said in patch.get("add", {}).items():
            if "." in path and f"{path.split('.')[0]}.stage" not in before:
                law = put(law, path, said)
    return law


def span(said):
    """The earliest and the latest day of a date of law: a day, a month, or about a year."""
    words = str(said).removeprefix("about ").split("-")
    year, about = int(words[0]), str(said).startswith("about")
    if len(words) == 1:
        return dt.date(year - 1, 1, 1), dt.date(year + 1, 12, 31)
    if len(words) == 3:
        return (dt.date(year, int(words[1]), int(words[2])),) * 2
    first = dt.date(year, int(words[1]), 1)
    last = (first + dt.timedelta(32)).replace(day=1) - dt.timedelta(1)
    return first - dt.timedelta(31 * about), last + dt.timedelta(31 * about)


class Book:
    """A rule book as written."""

    def __init__(self, path):
        self.written = yaml.load(Path(path).read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self.disputes = self.written.get("disputes", {})
        self.laws = {}
        self.began = {one["edition"]: span(one["in_force"]) for one in self.written["editions"]}

    def edition(self, name):
        """The law of an edition as {path: value}: every amendment up to it, in order."""
        law = {}
        for written in self.written["editions"]:
            if "contests" in written or "stages" in written:
                law = parts({}, written.get("contests", {}), "contest")
                law = parts(law, written.get("stages", {}))
            law = patched(law, [written])
            if written["edition"] == name:
                return law
        raise AssertionError(name)

    def is_open(self, dispute, edition):
        """Whether the text of an edition can be read in more than one way."""
        open_, (begins, began) = self.disputes[dispute]["open"], self.began[edition]
        until = open_.get("until", "unknown")
        over = until != "unknown" and span(until)[0] <= begins
        return span(open_["from"])[0] <= began and not over

    def moot(self, edition, readings):
        """Disputes that are not open in an edition, or hang on a reading that was not chosen."""
        return {
            name
            for name, dispute in self.disputes.items()
            if not self.is_open(name, edition)
            or any(readings.get(other) not in needed for other, needed in dispute.get("only_if", {}).items())
        }

    def law(self, edition, readings, what_ifs=()):
        """The law of an edition under one reading of each dispute, and with some changes to see what would follow."""
        asked = edition, tuple(sorted(readings.items())), repr(what_ifs)
        if asked in self.laws:
            return self.laws[asked]
        moot = self.moot(edition, readings)
        live = [self.disputes[d]["readings"][r] for d, r in sorted(readings.items()) if d not in moot]
        self.laws[asked] = patched(patched(self.edition(edition), live), what_ifs)
        return self.laws[asked]


BOOKS = {}


def book_at(path):
    """The book at a path, read once."""
    if path not in BOOKS:
        BOOKS[path] = Book(path)
    return BOOKS[path]


# --- values -----------------------------------------------------------------------------------------------------------
def unsaid(value):
    """Whether a value decides nothing, and in which words: nothing if it does decide."""
    if value is None:
        return NOT_IN_THE_BOOK
    if isinstance(value, dict) and "set_by" in value:
        return f"left to {value['set_by']}, which has not decided"
    return value if value in ("unknown", "silent") else ""


def names(value):
    """One name or several."""
    return [value] if isinstance(value, str) else list(value)


def share(said):
    """A share, exact."""
    said = str(said).strip()
    return Fraction(said[:-1].strip()) / 100 if said.endswith("%") else Fraction(said)


def days_of(said):
    """A length in days."""
    number, unit = said.split()
    return int(number) // 24 if unit.startswith("hour") else int(number)


def least(bar, heads):
    """The least number that meets one threshold, {by, count} or {by, share, of, …}; None: it cannot be worked out."""
    said = {"rounding": "up", "counted": "everyone", "test": "at least"} | bar
    if "count" in bar and bar["count"] not in ("unknown", "silent"):
        return bar["count"] + (said["test"] == "more than")
    if "share" not in bar or any(
        unsaid(said[one]) for one in ("share", "of", "rounding", "counted", "test") if one in said
    ):
        return None
    base, roll = 0, str(said["counted"]).removeprefix("roll of ")
    dated = str(said["counted"]).startswith("roll of ")
    of = names(said["of"])
    if any(one not in heads for one in of) or (dated and not any(roll in heads[one].rolls for one in of)):
        return None
    for one in of:
        base += heads[one].rolls.get(roll, heads[one].size) if dated else heads[one].size
        base -= heads[one].suspended if said["counted"] == "all but the suspended" else 0
    exact = share(said["share"]) * base
    if said["test"] == "more than":
        return math.floor(exact) + 1
    if said["rounding"] == "nearest":
        return math.floor(exact + Fraction(1, 2))
    return math.floor(exact) if said["rounding"] == "down" else math.ceil(exact)


@dataclass
class Field:
    """Who seeks nominations, and how many have nominated each: a list for every threshold of the bar."""

    counts: list
    seeks: set
    handed: list | None = None

    @property
    def first(self):
        """Those counted by the first threshold."""
        return self.counts[0]


@dataclass
class Told:
    """How a run ended."""

    ending: str
    leader: str
    day: int
    names: dict
    needs: int | None
    shares: dict
    reason: str
    standing: set = field(default_factory=set)


class Over(Exception):
    """The run has ended."""


# --- one run ----------------------------------------------------------------------------------------------------------
class Run:
    """One run: ``luck`` is Draws.only(run), ``scenario`` gives heads and people; ``outcome()`` plays it.

    readings  a reading of each dispute; one that is left out will be read by a body in the contest
    made      disputes that somebody read in the contest before it begins here, so that a court may reverse the reading
    cast      stage → the ballots that people cast there in turn: (who stood, {section: {candidate: votes}}), or (yes, no)
    """

    def __init__(self, scenario, readings, luck, rows, cast=None, made=()):
        self.scenario, self.luck, self.ids = scenario, luck, list(scenario.ids)
        self.incumbent, self.stand_in = scenario.incumbent, scenario.stand_in
        self.challengers, self.candidates = list(scenario.challengers), range(len(scenario.ids))
        self.heads = scenario.bodies
        self.R = F if sum(bloc.size for bloc in scenario.blocs) <= SMALL else np.float64
        self.rows = {name: row for row, name in enumerate(rows)}
        self.columns = list(dict.fromkeys(bloc.body for bloc in scenario.blocs))
        self.book = book_at(scenario.book.document.name)
        self.readings, self.made = dict(readings), set(made)
        self.what_ifs = [{"change": p.change, "add": p.add, "remove": p.remove} for p in scenario.what_ifs]
        self.read()
        self.cast = {stage: list(ballots) for stage, ballots in (cast or {}).items()}
        self.heirs = {self.ids.index(a): self.ids.index(b) for a, b in scenario.heirs.items()}
        self.today, self.contest, self.vacant, self.returns = 0, None, False, False
        self.nominees, self.names, self.needs, self.shares = set(), {}, None, {}
        self.elected, self.again, self.entered, self.closed = None, None, 0, 0
        self.came, self.held, self.told = {}, None, None
        self.next, self.further = None, []
        self.elected_delegates, self.voted = {}, set()
        self.at_first = {}

    def read(self):
        """The law under the readings of now."""
        self.law = self.book.law(self.scenario.edition.name, self.readings, self.what_ifs)
        kinds = {path[:-6]: kind for path, kind in self.law.items() if path.endswith(".stage") and path.count(".") == 1}
        self.kinds = {name: "decision" if kind == "selection" else kind for name, kind in kinds.items()}
        contests = [name for name, kind in self.kinds.items() if kind == "contest"]
        self.contests = sorted(contests, key=lambda name: (TRIGGERS.index(self.trigger(name)), name))

    def get(self, path, default=None):
        """What the law says at a path."""
        return self.law.get(path, default)

    def is_(self, path, candidate=None):
        """A yes or no of the luck."""
        array = self.luck[path]
        return bool(array[0] if candidate is None else array[candidate, 0])

    # --- the walk -----------------------------------------------------------------------------------------------------
    def outcome(self):
        """Play it: wait for whatever opens first, then go from day to day."""
        try:
            self.wait() if self.scenario.position is None else self.goes_on(self.scenario.position)
            while True:
                day, act = self.next
                self.today = day
                act()
        except Over:
            return self.told

    def goes_on(self, position):
        """A contest that is under way goes on from the ballot at which it stands, after those held there already."""
        self.today = self.scenario.date.toordinal() - self.scenario.day_zero.toordinal()
        self.contest, self.vacant = self.scenario.contest, self.scenario.begins_vacant
        self.nominees = {self.ids.index(one) for one in position.standing}
        self.onward(position.at, "rules.at", position.ballots_held)

    def at(self, day, act):
        """What happens next, and when."""
        self.next = day, act

    def morning(self, name, number=0):
        """A stage, a contest or a vacancy begins; a run enters forty of them at most."""

        def begins():
            self.entered += 1
            if self.entered > AT_MOST:
                vacancy = name in ("", "returns")
                self.unresolved(f"{self.contest}.if_vacant.go" if vacancy else name, "did not end")
            if name in ("", "returns"):
                self.falls_vacant(name == "returns" or None)
            elif self.kinds[name] == "contest":
                self.open(name)
            else:
                {
                    "nomination": self.nomination, "ballot": self.ballot, "motion": self.motion,
                    "decision": self.decision, "wait": self.pause,
                }[self.kinds[name]](name, number)  # fmt: skip

        return begins

    def over(self, ending, leader, day=None):
        """The run ends."""
        who = leader if isinstance(leader, str) else "nobody" if leader < 0 else self.ids[leader]
        day = self.today if day is None else day
        shares = {self.ids[c]: s for c, s in self.shares.items()}
        handed = {self.ids[c]: n for c, n in self.names.items()}
        reason = self.told.reason if self.told else ""
        self.told = Told(ending, who, day, handed, self.needs, shares, reason, {self.ids[c] for c in self.nominees})
        raise Over

    def unresolved(self, clause, why):
        """The rules give no answer."""
        self.told = Told("", "", 0, {}, None, {}, f"{clause}: {why}")
        self.over("unresolved", "unresolved")

    def said(self, value, clause):
        """A provision that has to say something; else the run ends here."""
        if why := unsaid(value):
            self.unresolved(clause, why)
        return value

    # --- triggers -----------------------------------------------------------------------------------------------------
    def trigger(self, contest):
        """What opens a contest, by its name in the list."""
        said = self.get(f"{contest}.opens_when")
        if isinstance(said, str):
            return said if said in TRIGGERS else "term" if said == "a term ends" else ""
        beneath = [path for path in self.law if path.startswith(f"{contest}.opens_when.")]
        return "petition" if any(".petition.by" in path for path in beneath) else "term" if beneath else ""

    def wait(self):
        """The contest that opens first; of several on one day the first of the list of triggers."""
        days = [
            (max(day, self.today + 1), n) for n, name in enumerate(self.contests) if (day := self.opens(name)) < NEVER
        ]
        if days:
            day, number = min(days)
            self.at(day, self.morning(self.contests[number]))
        elif self.held:
            ending, day = self.held
            self.over(ending, self.incumbent, day)
        else:
            until = max(int(self.luck["politics.until"][0]), 1)
            self.over("no challenge", self.incumbent, max(until, self.today + 1))

    def opens(self, contest):
        """The day on which a contest's trigger is pulled."""
        trigger, begun, luck = self.trigger(contest), self.contest is not None, self.luck
        until, found = int(luck["politics.until"][0]), []
        opens = f"politics.opens.{contest}.date"
        if self.scenario.contest == contest and trigger != CHALLENGED and not begun and opens not in luck:
            found.append(self.scenario.date.toordinal() - self.scenario.day_zero.toordinal() + 1)
        if opens in luck and int(luck[opens][0]) <= until and self.signed(contest):
            found.append(int(luck[opens][0]))
        if trigger in (VACANT, CHALLENGED) and self.trigger(self.scenario.contest) != VACANT:
            declared = [int(luck[f"{RIVAL}.declares"][c, 0]) for c in self.candidates if luck[f"{RIVAL}.stands"][c, 0]]
            first = min((day for day in declared if not begun or day > self.today), default=NEVER)
            resigns = int(luck["politics.resignation/day"][0])
            resigns = NEVER if begun and resigns <= self.today else resigns
            day = NEVER
            if trigger == VACANT and resigns <= first:
                day = resigns
            elif trigger == CHALLENGED and first < resigns:
                day = first
            if day <= until:
                found.append(max(day, 1))
        return min((day for day in found if day > self.today), default=NEVER)

    def signed(self, contest):
        """Whether those who sign are enough for a petition, where signatures are counted."""
        signatures = f"politics.opens.{contest}.signatures"
        if signatures not in self.luck:
            return True
        group = f"{contest}.opens_when.petition."
        needs = least(
            {path[len(group) :]: said for path, said in self.law.items() if path.startswith(group)}, self.heads
        )
        return needs is not None and int(self.luck[signatures][0]) >= needs

    def later(self):
        """Whether anything may still open a contest after today."""
        luck, until = self.luck, int(self.luck["politics.until"][0])
        opens = [int(day[0]) for path, day in luck.under("politics.opens").items() if path.endswith(".date")]
        days = [int(luck["politics.resignation/day"][0]), *opens]
        days += [int(luck[f"{RIVAL}.declares"][c, 0]) for c in self.candidates if luck[f"{RIVAL}.stands"][c, 0]]
        return any(self.today < day <= until for day in days)

    def open(self, contest):
        """A contest opens, unless it may not today."""
        self.contest = contest
        during = self.get(f"{contest}.while")
        if during in ("in government", "in opposition") and (during == "in government") != self.scenario.in_government:
            return self.wait()
        immune = self.get(f"{contest}.not_within")
        for one in () if unsaid(immune) else names(immune):
            length, _, outcome = one.replace(" after ", " of ").partition(" of ")
            number, unit = length.split()
            months = int(number) * (12 if unit.startswith("year") else 1)
            if outcome in self.came and self.today < self.came[outcome] + round(months * 365.25 / 12):
                return self.wait()
        self.nominees, self.shares = set(), {}
        vacancy = self.trigger(contest) == VACANT
        if vacancy:
            self.vacate(self.is_("politics.resignation.restands"))
        if self.get(f"{contest}.held") == "only when a vacancy occurs" and not vacancy:
            against = f"contradicts {contest}.opens_when: an election is held only in a vacancy"
            self.unresolved(f"{contest}.held", against)
        return self.onward(self.get(f"{contest}.enters"), f"{contest}.enters")

    def vacate(self, returns):
        """The office falls vacant, and nominations lapse."""
        self.vacant, self.returns, self.nominees, self.names = True, returns, set(), {}

    def falls_vacant(self, returns):
        """The leader goes in mid-contest."""
        self.vacate(self.is_("politics.resignation.restands") if returns is None else returns)
        self.onward(self.get(f"{self.contest}.if_vacant.go"), f"{self.contest}.if_vacant.go")

    def resigned(self, day):
        """If the leader goes by a day the contest is interrupted, and this is true."""
        resigns = int(self.luck["politics.resignation/day"][0])
        if self.incumbent < 0 or self.vacant or resigns > day:
            return False
        self.at(max(resigns, self.today + 1), self.morning(""))
        return True

    # --- routes and days ----------------------------------------------------------------------------------------------
    def follow(self, stage, outcome, number=0):
        """An outcome goes its way."""
        clause = f"{stage}.then.{outcome}"
        route = self.get(clause)
        self.came[f"{stage}.{outcome}"] = self.today
        if route == "elected":
            return self.is_elected(stage)
        if route == "incumbent stays":
            return self.stays("no valid challenger" if self.kinds[stage] == "nomination" else "incumbent stays")
        if route == "go on" and outcome == "incumbent short":
            return self.go_on(stage)
        again = route in ("again", stage)
        return self.onward(stage if again else route, clause, number if again else 0)

    def onward(self, route, clause, number=0):
        """To a stage, on the day the timetable gives, or to a contest at once."""
        self.said(route, clause)
        if route in ENDS or route not in self.kinds:
            self.unresolved(clause, "left unresolved" if route == "unresolved" else f"leads nowhere ({route})")
        if self.kinds[route] == "contest":
            return self.open(route)
        day = self.day("held again" if number else "opens", route)
        if self.kinds[route] in ("ballot", "motion") or not self.resigned(day):
            self.at(day, self.morning(route, number))
        return None

    def day(self, step, stage):
        """The day of a step of a stage; what the book says, or None, where nobody gives it."""
        kind, days = self.kinds[stage], self.luck.under("timetable")
        called = {"opens": "opens", "closes": "closes", "held again": "further", "declared": "declared"}.get(step, "")
        own = f"{stage}.until" if kind == "wait" and step != "opens" else f"{stage}.{called}"
        sifts = self.get(f"{stage}.among") == "those nominated before"
        length = self.get(f"{stage}.{'until' if kind == 'wait' else 'open'}", {"set_by": "timetable"})
        length = self.get(f"{stage}.until") if kind == "wait" else length
        if own in days:
            named = own
        elif step in ("declared", "held again"):
            named = called
        elif step == "closes again" or kind == "wait":
            named = ""
        elif kind != "nomination":
            named = "voting" if step == "closes" else "executive" if kind == "decision" else "ballot"
        elif step == "closes":
            named = "second_bar" if sifts else "open" if isinstance(length, dict) else ""
        elif sifts or self.get(f"{stage}.keeps") == "every nomination":
            named = ""
        else:
            named = "vacancy" if self.vacant else "nominations"
        if named:
            number, belief = int(days[named][0]), self.scenario.beliefs[f"timetable.{named}"]
            if belief.quantity.kind != "date":
                number += self.closed if named == "ballot" and self.closed else self.today
            number = max(number, self.today + (0 if named.endswith((".closes", ".until")) else 1))
            # An opening that nobody has stated gives way to a date that is stated for the close.
            stated = f"{stage}.closes"
            dated = stated in days and self.scenario.quantity(f"timetable.{stated}").kind == "date"
            if step == "opens" and belief.is_default and dated and number >= int(days[stated][0]):
                number = self.today + 1
            return number
        if step == "closes again":
            return self.today
        if step == "opens":
            return self.today + 1
        if isinstance(length, dict):
            return None
        return length if unsaid(length) else self.today + days_of(length)

    def stays(self, ending):
        """The contest is over and the leader stays; another may open until the last day of the question."""
        if not self.later():
            self.over(ending, self.incumbent)
        self.held = ending, self.today
        self.wait()

    def is_elected(self, stage):
        """Whoever stands alone is elected: unopposed at the close, or declared some days after a vote."""
        after = " in a vacancy" if self.vacant else ""
        if self.kinds[stage] == "nomination":
            self.over(f"unopposed{after}", min(self.nominees))
        winner = min(self.nominees) if self.elected is None else self.elected
        self.at(self.day("declared", stage), lambda: self.over(f"ballot{after}", winner))

    def go_on(self, stage):
        """As if only those validly nominated had stood."""
        self.follow(stage, ("nobody", "one", "several")[min(len(self.nominees), 2)])

    # --- waits and decisions ------------------------------------------------------------------------------------------
    def pause(self, stage, number):
        """Time passes."""
        day = self.day("closes", stage)
        if day is None and isinstance(body := self.get(f"{stage}.until"), dict):
            left = f"is left to {body['set_by']}; timetable.{stage}.until does not say it"
            self.unresolved(f"{stage}.until", left)
        day = self.said_day(day, f"{stage}.until")
        if self.resigned(day):
            return
        self.at(day, lambda: self.follow(stage, "done"))

    def said_day(self, day, clause):
        """A day that somebody has to give."""
        if not isinstance(day, int):
            self.unresolved(clause, unsaid(day))
        return day

    def decision(self, stage, number):
        """A body settles the disputes that are left to it, by the votes of its members."""
        settles = self.get(f"{stage}.settles")
        if settles is not None:
            self.said(settles, f"{stage}.settles")
        for dispute in () if settles is None else names(settles):
            readings = self.book.disputes[dispute]["readings"]
            sides = {one["favours"]: name for name, one in readings.items() if "favours" in one}
            if {"incumbent", "challenger"} <= set(sides):
                self.settle(stage, dispute, readings, sides)
        self.follow(stage, "done")

    def settle(self, stage, dispute, readings, sides):
        """A dispute that nobody has read yet is read; where the book leaves it to the body, it may vary the rules."""
        reading, bodies = self.readings.get(dispute), names(self.get(f"{stage}.by"))
        touched = readings[reading].get("change", {}) if reading else ()
        left = any(self.get(path) == {"set_by": body} for path in touched for body in bodies)
        if reading and not left:
            return None
        leader_votes = self.said(self.get(f"{stage}.leader_votes"), f"{stage}.leader_votes")
        others = self.scenario.executive_voting - (self.incumbent >= 0)
        leaves = 2 * int(self.luck["politics.executive.asks_to_leave"][0]) > others
        own = 1 if self.incumbent >= 0 and leader_votes == "counts" and not leaves else 0
        if reading:
            varies = 2 * int(self.luck["politics.executive.varies"][0]) > others + own
            self.readings[dispute] = sides["challenger" if varies else "incumbent"]
            return self.read()
        each = self.luck.under("politics.executive.reads")
        votes = {name: int(each[name][0]) for name in readings if name in each}
        loyal = int(self.luck["politics.executive.reads"][0])
        votes = votes or {sides["incumbent"]: loyal, sides["challenger"]: others - loyal}
        votes[sides["incumbent"]] = votes.get(sides["incumbent"], 0) + own
        most = [name for name, number in votes.items() if number == max(votes.values())]
        if len(most) > 1:
            self.said(self.get(f"{stage}.tie"), f"{stage}.tie")
            most = [sides["challenger"]]
        self.readings[dispute] = most[0]
        self.made.add(dispute)
        return self.read()

    def contested(self):
        """The dispute that a court may be asked about, and its two sides."""
        for dispute in sorted(self.made):
            readings = self.book.disputes[dispute]["readings"]
            sides = {one["favours"]: name for name, one in readings.items() if "favours" in one}
            if self.is_("politics.court.asked") and self.readings[dispute] in (sides["incumbent"], sides["challenger"]):
                return dispute, sides
        return None

    def judged(self):
        """The day of judgment."""
        heard = int(self.luck["politics.court.heard"][0])
        return (
            heard
            if self.scenario.quantity("politics.court.heard").kind == "date"
            else heard + (self.closed or self.today)
        )

    def judgment(self):
        """The court reads the clause the other way, or leaves it."""
        dispute, sides = self.contested()
        if self.is_("politics.court.reverses"):
            now = self.readings[dispute]
            self.readings[dispute] = sides["challenger" if now == sides["incumbent"] else "incumbent"]
            self.read()

    # --- nominations --------------------------------------------------------------------------------------------------
    def bar(self, stage):
        """The bar as a tree: a threshold, or ("all_of" or "any_of", parts); None where nothing is said."""
        for leaf in ("all_of", "any_of"):
            if (said := self.get(f"{stage}.bar.{leaf}")) is not None:
                return None if unsaid(said) else (leaf, said)
        group = f"{stage}.bar."
        own = {path[len(group) :]: said for path, said in self.law.items() if path.startswith(group)}
        return None if unsaid(own.get("by")) else own

    def thresholds(self, bar):
        """Every threshold of a bar, in order."""
        if isinstance(bar, dict) and "by" in bar:
            return [bar]
        branches = next(iter(bar.values())) if isinstance(bar, dict) else bar[1]
        return [one for branch in branches for one in self.thresholds(branch)]

    def meets(self, bar, counts):
        """Whether a candidate clears a bar: True, False, or None where it cannot be told; counts are used up in order."""
        if isinstance(bar, dict) and "by" in bar:
            count, needs = counts.pop(0), least(bar, self.heads)
            return None if needs is None or count is None else count >= needs
        how, branches = next(iter(bar.items())) if isinstance(bar, dict) else bar
        met = [self.meets(branch, counts) for branch in branches]
        if how == "all_of":
            return False if False in met else None if None in met else True
        return True if True in met else None if None in met else False

    def simple(self, stage):
        """The heads that a bar of one threshold needs; None where it has several, or cannot be worked out."""
        bar = self.bar(stage)
        return least(bar, self.heads) if isinstance(bar, dict) else None

    def nomination(self, stage, number):
        """A window is opened, or those nominated before must clear a further bar."""
        self.closed = 0
        closes = self.said_day(self.day("closes", stage), f"{stage}.open")
        if self.get(f"{stage}.among") == "those nominated before":
            self.at(closes, lambda: self.sift(stage))
        elif not self.resigned(closes):
            if self.bar(stage) is None:
                self.unresolved(f"{stage}.bar", DRAWN_UP)
            self.window(stage, closes)

    def window(self, stage, closes):
        """People act on its first day, its second, on the eve and on the last."""
        keeps, opened = self.get(f"{stage}.keeps"), self.today
        if keeps == "whoever stands":
            field = self.shared(stage, {c for c in self.candidates if self.is_(f"{RIVAL}.enters", c)} - self.nominees)
        elif self.vacant:
            field = self.vacancy(stage)
        elif keeps == "every nomination":
            first = [self.names.get(c, 0) for c in self.candidates]
            field = Field([first, *self.further], set(self.names))
            if self.nothing_believed(stage)[0]:
                field.seeks = self.nominees | {self.incumbent}
                return self.at(closes, lambda: self.closes(stage, self.unknown(stage, field)))
            first[self.incumbent] += self.moved(self.silent(stage, field), self.luck["politics.second_chance"][0])
            return self.at(closes, lambda: self.closes(stage, self.unknown(stage, field)))
        else:
            field = self.challenge(stage)
        field = self.unknown(stage, field)
        if self.nothing_believed(stage)[0]:
            return self.at(closes, lambda: self.closes(stage, field))
        in_office = self.incumbent >= 0 and not self.vacant
        if in_office and len(field.seeks) > 1 and self.is_("politics.unity.before"):
            ahead = self.ahead(field)
            for c in field.seeks - {ahead}:
                field.first[ahead], field.first[c] = field.first[ahead] + field.first[c], 0
            field.seeks = {ahead}

        def last_day():
            self.last_day(stage, field)
            self.closes(stage, field)

        def eve():
            self.today = max(opened, closes - 1)
            field.handed = self.handed(field)
            self.at(closes, last_day)

        if closes == opened:
            return last_day()
        if in_office and len(field.seeks) > 1 and self.is_("politics.unity.during"):

            def second_day():
                self.agree_during(stage, field)
                eve()

            return self.at(opened + 1, second_day)
        return eve()

    def nothing_believed(self, stage):
        """Of each threshold, whether the scenario says nothing of anybody whom it counts."""
        return [not set(names(one["by"])) & set(self.columns) for one in self.thresholds(self.bar(stage))]

    def unknown(self, stage, field):
        """A field in which it is not known how many nominate whom, where nothing is believed of those who do."""
        nothing = self.nothing_believed(stage)
        field.counts = [[None] * len(self.ids) if no else n for no, n in zip(nothing, field.counts, strict=True)]
        return field

    def challenge(self, stage):
        """Challengers who have declared by today, less those who give up; or the first alone, if nobody else may join."""
        declared = {c: int(self.luck[f"{RIVAL}.declares"][c, 0]) for c in self.candidates}
        standing = {c for c in self.candidates if self.is_(f"{RIVAL}.stands", c) and declared[c] <= self.today}
        if self.get(f"{self.contest}.others_may_join") == "nobody else" and standing:
            standing = {min(standing, key=lambda c: (declared[c], c))}
        return self.shared(stage, {c for c in standing if not self.is_(f"{RIVAL}.withdraws", c)})

    def vacancy(self, stage):
        """Whoever would stand in a vacancy; the former leader if he stands again, else perhaps the stand-in."""
        willing = {
            c for c in self.candidates if self.is_(f"{RIVAL}.in_a_vacancy", c) and not self.is_(f"{RIVAL}.withdraws", c)
        }
        field = self.shared(stage, willing)
        if self.incumbent < 0:
            return field
        if self.returns:
            field.seeks.add(self.incumbent)
        elif self.stand_in >= 0 and self.is_("politics.stand_in.chance"):
            field.seeks.add(self.stand_in)
            for threshold, counts in zip(self.thresholds(self.bar(stage)), field.counts, strict=True):
                silent = max(self.nominators(threshold) - sum(counts), 0)
                theirs = counts[self.incumbent]
                counts[self.stand_in] = min(
                    self.moved(theirs, self.luck["politics.stand_in.keeps"][0]), theirs + silent
                )
        return field

    def shared(self, stage, standing):
        """Nominations for each threshold: one's own, and a part of those who would name any challenger."""
        counts = []
        for threshold in self.thresholds(self.bar(stage)):
            at = [n for n, body in enumerate(self.columns) if body in names(threshold["by"])]
            named = {name: int(self.luck[NOMINATIONS][row, at, 0].sum()) for name, row in self.rows.items()}
            own = {c: named.get(one, 0) for c, one in enumerate(self.ids)}
            found = {c: n for c, n in own.items() if c not in self.challengers or c in standing}
            appeal = {c: self.luck["nominators.appeal.<challenger>"][c, 0] for c in self.challengers if c in standing}
            for c, n in self.divided(named.get("challenger", 0), appeal).items():
                found[c] = found.get(c, 0) + n
            counts.append([found.get(c, 0) for c in self.candidates])
        return Field(counts, set(standing))

    def divided(self, pool, weights):
        """Heads divided in proportion to weights, by running totals."""
        running, marks = F(0), {}
        for c, weight in weights.items():
            running = F(running + weight)
            marks[c] = running
        if running == 0:
            return {}
        out, before = {}, 0
        for c, mark in marks.items():
            upto = int(np.rint(self.R(mark) * self.R(self.R(pool) / self.R(running))))
            out[c], before = upto - before, upto
        return out

    def moved(self, heads, part):
        """A part of some heads, in whole ones."""
        return int(np.rint(self.R(heads) * self.R(part)))

    def nominators(self, threshold):
        """Heads of the bodies that a threshold counts."""
        return sum(bloc.size for bloc in self.scenario.blocs if bloc.body in names(threshold["by"]))

    def silent(self, stage, field):
        """Those who have nominated nobody."""
        return max(self.nominators(self.thresholds(self.bar(stage))[0]) - sum(field.first), 0)

    def handed(self, field):
        """Nominations in by the eve."""
        by_eve = self.luck["nominators.arrived/at_a_pace"]
        return [self.moved(n, by_eve[c if len(by_eve) > 1 else 0, 0]) for c, n in enumerate(field.first)]

    def ahead(self, field):
        """Who is ahead of those who agree: by nominations, or by the votes each would have."""
        if not self.is_("politics.unity.by_poll"):
            return max(field.seeks, key=lambda c: (field.first[c], -c))
        votes = dict.fromkeys(sorted(field.seeks), F(0))
        for s in range(self.luck[CAST].shape[0]):
            whole = F(0)
            for c in votes:
                whole = F(whole + self.luck[PULL][c, s, 0])
            for c in votes:
                votes[c] = F(votes[c] + F(F(self.luck[PULL][c, s, 0] / max(whole, F(1e-9))) * self.luck[CAST][s, 0]))
        return max(votes, key=lambda c: (votes[c], -c))

    def may_move(self, stage, formally):
        """Whether nominations handed in may move; a book that does not say ends the run."""
        rule = self.said(self.get(f"{stage}.transfer"), f"{stage}.transfer")
        return rule == "free" or (rule == "on withdrawal" and formally)

    def agree_during(self, stage, field):
        """On the second day those behind stand aside for the one ahead."""
        ahead = self.ahead(field)
        may = self.may_move(stage, self.is_("politics.unity.formally"))
        behind = sum(field.first[c] for c in field.seeks - {ahead})
        free = behind if may else behind - math.floor(self.R(behind) * self.R(self.luck["nominators.arrived"][0]))
        for c in field.seeks - {ahead}:
            field.first[c] = 0
        field.first[ahead] += self.moved(free, self.luck["nominators.follow"][0])
        field.seeks = {ahead}

    def last_day(self, stage, field):
        """Those out of reach may withdraw, the silent may join the leader, and some lend to whoever is near the bar."""
        needs, within, luck = self.simple(stage), int(self.luck["nominators.lending.within"][0]), self.luck
        field.handed = field.handed or self.handed(field)
        if needs is None:
            return
        leaving = [
            c
            for c in sorted(field.seeks)
            if field.first[c] < needs - within and self.is_("nominators.withdraws.<candidate>", c)
        ]
        if leaving:
            self.withdraw(stage, field, needs, leaving)
        first, handed, seeks = field.first, field.handed, sorted(field.seeks)
        order = sorted(seeks, key=lambda c: (-handed[c], c))
        if (
            len(order) > 1
            and handed[order[0]] > 0
            and handed[order[0]] >= luck["nominators.clear"][0] * handed[order[1]]
        ):
            first[order[0]] += self.moved(self.silent(stage, field), luck["nominators.bandwagon"][0])
        if not self.is_("nominators.lending.permitted") or not any(first[c] < needs for c in seeks):
            return
        late = {c: max(first[c] - handed[c], 0) for c in seeks if handed[c] >= needs}
        silent = self.silent(stage, field)
        spare = silent + sum(late.values())
        pool, lent = math.floor(self.R(spare) * self.R(luck["nominators.lending.share"][0])), {}
        near = [
            c
            for c in seeks
            if 0 < needs - first[c] <= within and not self.is_("nominators.lending.feared.<candidate>", c)
        ]
        for c in sorted(near, key=lambda c: (needs - first[c], c)):
            lent[c] = min(needs - first[c] + int(luck["nominators.lending/over"][0]), pool)
            pool -= lent[c]
        total = sum(lent.values())
        from_late = max(int(np.rint(total * (sum(late.values()) / max(spare, 1)))), total - silent)
        for c, n in self.divided(from_late, {c: F(n) for c, n in late.items() if n > 0}).items():
            first[c] -= n
        for c, n in lent.items():
            first[c] += n

    def withdraw(self, stage, field, needs, leaving):
        """Their people go to an heir, those handed in only as the transfer rule allows."""
        free = self.may_move(stage, formally=True)
        staying, before, had = field.seeks - set(leaving), list(field.first), list(field.handed)
        for c in leaving:
            field.first[c] = field.handed[c] = 0
        for c in leaving:
            heir = self.heir(c, staying, before, needs)
            if heir is not None:
                part = self.luck["nominators.to_heir"][0]
                field.first[heir] += self.moved(before[c] if free else before[c] - had[c], part)
                field.handed[heir] += self.moved(had[c] if free else 0, part)
        field.seeks = staying

    def heir(self, candidate, staying, first, needs):
        """The heir of the file, else whoever is nearest below the bar, else the leader."""
        if self.heirs.get(candidate) in staying:
            return self.heirs[candidate]
        below = [c for c in staying if needs - first[c] > 0]
        if below:
            return min(below, key=lambda c: (needs - first[c], c))
        return max(staying, key=lambda c: (first[c], -c)) if staying else None

    def closes(self, stage, field):
        """The close: a leader in office may need nominations, and what follows may wait for a court."""
        keeps = self.get(f"{stage}.keeps")
        in_office = self.incumbent >= 0 and not self.vacant
        if in_office and keeps != "every nomination" and self.contested() and self.judged() <= self.today:
            self.judgment()
        if not in_office or keeps == "whoever stands":
            return self.close(stage, field, exempt=False)
        exempt = self.get(f"{stage}.exempt", "nobody")
        if why := unsaid(exempt):
            self.unresolved(f"{stage}.exempt", why)
        if keeps == "every nomination":
            return self.close(stage, field, exempt=False)
        if exempt == "nobody":
            field.seeks.add(self.incumbent)
            needs = least(self.thresholds(self.bar(stage))[0], self.heads)
            known = needs is not None and field.first[self.incumbent] is not None
            if known and field.first[self.incumbent] < needs and self.short(stage, field):
                return None
        sought = exempt == "incumbent" or self.incumbent in field.seeks
        if self.contested() and self.judged() > self.today and sought:
            self.names = {c: field.first[c] for c in field.seeks if field.first[c] is not None}
            day, self.closed = self.judged(), self.today

            def heard():
                self.judgment()
                exempt = self.get(f"{stage}.exempt", "nobody") == "incumbent"
                if not exempt:
                    field.seeks.add(self.incumbent)
                self.close(stage, field, exempt=exempt)

            return self.at(day, heard)
        return self.close(stage, field, exempt=exempt == "incumbent")

    def short(self, stage, field):
        """A leader short of the bar may resign to stand again, or give way; True if the contest is broken off."""
        if self.is_("politics.resignation.to_restand") and self.get(f"{self.contest}.if_vacant.go") is not None:
            self.at(self.today + 1, self.morning("returns"))
            return True
        if self.stand_in >= 0 and self.is_("politics.stand_in.chance"):
            theirs = field.first[self.incumbent]
            may = self.may_move(stage, formally=True)
            free = theirs if may else theirs - math.floor(self.R(theirs) * self.R(self.luck["nominators.arrived"][0]))
            kept = min(self.moved(free, self.luck["politics.stand_in.keeps"][0]), free + self.silent(stage, field))
            field.first[self.stand_in], field.first[self.incumbent] = kept, 0
            field.seeks = field.seeks - {self.incumbent} | {self.stand_in}
        return False

    def close(self, stage, field, *, exempt):
        """Nominations are counted against the bar, and the outcome goes its way."""
        bar, keeps = self.bar(stage), self.get(f"{stage}.keeps")
        met = {c: self.meets(bar, [counts[c] for counts in field.counts]) for c in field.seeks}
        if any(self.nothing_believed(stage)):
            believed = {c for c in met if f"nominators.second_bar.{self.ids[c]}" in self.scenario.beliefs}
            carried = {c: self.is_("nominators.second_bar.<candidate>", c) for c in believed if met[c] is None}
            met |= carried
        if None in met.values():
            counted = self.thresholds(bar)
            silent = any(least(one, self.heads) is None for one in counted)
            nothing = zip(counted, self.nothing_believed(stage), strict=True)
            who = list(dict.fromkeys(body for one, no in nothing if no for body in names(one["by"])))
            listed = " and ".join([", ".join(who[:-1]), who[-1]] if len(who) > 1 else who)
            lacking = f"nothing is believed of whom {listed} nominate (nominators.blocs)"
            self.unresolved(f"{stage}.bar", DRAWN_UP if silent else lacking)
        barred = self.get(f"{stage}.barred", "nobody")
        if str(barred).startswith("whoever lost ") and f"{barred.split()[-1]}.lost" in self.came:
            met.pop(self.incumbent, None)
        nominees = {c for c in met if met[c]} | ({self.incumbent} if exempt else set())
        if keeps == "whoever stands":
            nominees |= self.nominees
        others = nominees - {self.incumbent}
        self.names = {c: field.first[c] for c in field.seeks if field.first[c] is not None}
        self.further = [list(n) for n in field.counts[1:]]
        self.needs, self.nominees = least(self.thresholds(bar)[0], self.heads), nominees
        outcome = ("nobody", "one", "several")[min(len(nominees), 2)]
        if self.incumbent >= 0 and not self.vacant:
            if not others:
                outcome = "nobody"
            elif not exempt and keeps != "whoever stands" and self.incumbent in field.seeks - nominees:
                outcome = "incumbent short"
        if outcome != "nobody" and not self.asked_for():
            self.stays("not asked for")
        else:
            self.follow(stage, outcome)

    def asked_for(self):
        """Against a Prime Minister an election may be held only if conference asks for it."""
        clause = f"{self.contest}.in_government"
        if not self.scenario.in_government or self.vacant or self.get(clause) != "a conference must ask for it":
            return True
        if "politics.conference" not in self.scenario.beliefs:
            self.unresolved(clause, "nothing is believed of conference (politics.conference)")
        return self.is_("politics.conference")

    def sift(self, stage):
        """Those nominated before must clear a further bar; an exempt leader in office need not."""
        before = {c for c in self.nominees if not self.is_(f"{RIVAL}.pulls_out", c)}
        tested = set(before)
        if self.get(f"{stage}.exempt") == "incumbent" and not self.vacant:
            tested -= {self.incumbent}
        if any(f"nominators.second_bar.{self.ids[c]}" not in self.scenario.beliefs for c in tested):
            lacking = "nothing is believed of constituency parties and affiliates (nominators.second_bar)"
            self.unresolved(f"{stage}.bar", lacking)
        self.nominees = {c for c in before if c not in tested or self.is_("nominators.second_bar.<candidate>", c)}
        self.go_on(stage)

    # --- questions ----------------------------------------------------------------------------------------------------
    def motion(self, stage, number):
        """A motion is put to its bodies."""
        self.asked(stage, names(self.said(self.get(f"{stage}.by"), f"{stage}.by")), f"{stage}.by")

    def asked(self, stage, bodies, clause):
        """A body votes yes or no."""
        scenario = self.scenario
        if f"politics.motions.{stage}.for" not in scenario.beliefs:
            self.unresolved(clause, f"nothing is believed of how they vote (politics.motions.{stage})")
        if unknown := [one for one in bodies if one not in scenario.bodies and one not in scenario.sections]:
            self.unresolved(clause, f"how many they are is not said (bodies.{unknown[0]})")
        day = self.day("closes", stage)
        if self.kinds[stage] == "motion" and self.resigned(day):
            return
        self.at(day, lambda: self.vote(stage, bodies))

    def vote(self, stage, bodies):
        """Carried if “yes” meets the test."""
        if self.kinds[stage] == "motion":
            clause = f"{stage}.carried_by"
            said = self.said(self.get(clause), clause)
            tests = {"majority_of": "all entitled" if said.endswith("all entitled") else "votes cast"}
        else:
            clause, tests = f"{stage}.win", self.tests(stage)
        entitled = self.entitled(bodies)
        if entitled is None and "all entitled" in (tests.get("majority_of"), tests.get("of")):
            self.unresolved(clause, "how many are entitled to vote is not known")
        yes, no = self.cast[stage].pop(0)
        bases = {"all entitled": entitled}
        most = tests.get("by") == "most votes"
        carried = self.met(tests, yes, no, yes + no, bases) and (
            yes > no if most else any(one != "by" for one in tests)
        )
        self.follow(stage, "carried" if carried else "lost")

    def entitled(self, bodies):
        """Heads of an electorate, where the scenario gives them."""
        today = self.scenario.day_zero + dt.timedelta(self.today)
        return None if any(b not in self.heads for b in bodies) else sum(self.heads[b].heads_on(today) for b in bodies)

    def tests(self, stage):
        """What is written of winning."""
        return {path[len(stage) + 5 :]: said for path, said in self.law.items() if path.startswith(f"{stage}.win.")}

    def met(self, tests, top, second, total, bases):
        """Whether whoever is ahead meets every test that is written; bases: other totals that a share may be of."""

        def base(name):
            return bases.get(name, total) if name != "continuing votes" else total

        if "majority_of" in tests and not 2 * top > base(tests["majority_of"]):
            return False
        if "share" in tests:
            goal, more = share(tests["share"]) * base(tests["of"]), tests.get("test") == "more than"
            if top < goal or (more and top == goal):
                return False
        return "lead" not in tests or top - second >= share(tests["lead"]) * base(tests["lead_of"])

    # --- ballots ------------------------------------------------------------------------------------------------------
    def ballot(self, stage, number):
        """Papers go out; those left are voted on once the ballot closes."""
        question = self.get(f"{stage}.paper") == "yes or no"
        if not question:
            self.withdrawals(stage)
            options = self.options(stage)
            if len(self.nominees) == 1 and f"{stage}.then.one left" in self.law and not options:
                return self.follow(stage, "one left")
            if len(self.nominees) <= self.get(f"{stage}.until.left", 0):
                return self.follow(stage, "left")
        sections = names(self.said(self.get(f"{stage}.sections"), f"{stage}.sections"))
        if question:
            return self.asked(stage, sections, f"{stage}.sections")
        if missing := [one for one in sections if one in self.scenario.unsaid]:
            self.unresolved(f"{stage}.sections", f"nothing is believed of {', '.join(missing)}")
        closes = self.day("closes again" if number else "closes", stage)
        return self.at(closes, lambda: self.count(stage, sections, number))

    def options(self, stage):
        """What is on every paper beside the candidates."""
        said = self.get(f"{stage}.options")
        return {self.ids.index(one) for one in names(said)} if said else set()

    def withdrawals(self, stage):
        """Nominees may withdraw after the close, or concede to whoever had more votes."""
        most = max((self.shares.get(c, 0) for c in self.nominees), default=0)
        behind = {
            c for c in self.nominees if most > 0 and self.shares.get(c, 0) < most and self.is_(f"{RIVAL}.concedes", c)
        }
        gone = behind | {c for c in self.nominees if self.is_(f"{RIVAL}.pulls_out", c)}
        if gone:
            self.said(self.get(f"{stage}.withdrawn"), f"{stage}.withdrawn")
            self.nominees = self.nominees - gone
            if not self.nominees:
                self.unresolved(f"{stage}.withdrawn", "nobody is left on the ballot")

    def count(self, stage, sections, number):
        """One round, or round after round of the same papers."""
        paper = self.said(self.get(f"{stage}.paper"), f"{stage}.paper")
        ranked, route = paper.startswith("ranked"), self.get(f"{stage}.then.not won")
        if ranked and route == "again":
            self.unresolved(f"{stage}.paper", f"contradicts {stage}.then.not won: papers are ranked, and held again")
        options = self.options(stage)
        self.nominees = self.nominees | options
        tests, drops = self.tests(stage), {one: self.get(f"{stage}.drop.{one}") for one in ("lowest", "below", "keep")}
        for leaf in ("majority_of", "by"):
            if leaf in tests and unsaid(tests[leaf]):
                self.unresolved(f"{stage}.win.{leaf}", unsaid(tests[leaf]))
        bases = {"all entitled": self.entitled(sections)}
        if bases["all entitled"] is None and "all entitled" in tests.values():
            self.unresolved(f"{stage}.win", "how many are entitled to vote is not known")
        one_goes = drops["lowest"] != "nobody" and drops["keep"] is None and tests.get("by") != "most votes"
        counts_on = ranked and one_goes and route in (None, "go on") and f"{stage}.until.left" not in self.law
        standing, votes, history = set(self.nominees), None, []
        on_paper = sorted(standing)
        # The ballot that is counted now was held for a tie in the one before.
        self.repeats, self.again = self.again == (stage, number + 1), None
        while True:
            number += 1
            votes = self.votes(stage, sections, on_paper, standing, votes)
            score, total = self.score(stage, sections, votes)
            if number == 1:
                self.at_first[stage] = total
            bases = {"votes cast": total, "votes of the first round": self.at_first[stage]} | bases
            top = max(standing, key=lambda c: (score[c], -c))
            second = max((score[c] for c in standing if c != top), default=0)
            alone = len(standing) == 1 and f"{stage}.then.one left" in self.law
            by = tests.get("by", "tests")
            # Of several who are level nobody is ahead, where only one can be.
            several = by == "most votes" or "lead" in tests or ("share" in tests and 2 * share(tests["share"]) <= 1)
            level = several and len(standing) > 1 and second == score[top]
            written = by == "most votes" or (
                by == "tests" and any(t in tests for t in ("majority_of", "share", "lead"))
            )
            several_first, rule = level and by == "most votes", ""
            if several_first:
                top, rule = self.first(stage, {c for c in standing if score[c] == score[top]}, number)
            if rule == "again":
                self.shares = {c: score[c] / total for c in standing} if total else dict.fromkeys(standing, 0.0)
                self.nominees = standing - options
                return self.onward(stage, f"{stage}.tie", number)
            level = level and rule != "lot"
            won = alone or (written and not level and self.met(tests, score[top], second, total, bases))
            out, done = (
                (set(), True)
                if won or by == "most votes"
                else self.leaving(stage, drops, number, standing, options, score, total, history, counts_on)
            )
            if won or by == "most votes" or not counts_on:
                self.shares = {c: score[c] / total for c in standing} if total else dict.fromkeys(standing, 0.0)
            if won and by == "nobody":
                self.nominees = set(standing)
                return self.follow(stage, "one left")
            if won:
                return self.won(stage, top, options)
            if level and by == "most votes":
                self.nominees = self.nominees - options
                return self.follow(stage, "tied", number)
            if done == "again":
                self.nominees = standing - options
                return self.onward(stage, f"{stage}.tie", number)
            if done is not True:
                self.shares = {c: score[c] / total for c in standing}
                self.unresolved(f"{stage}.{done[0]}", done[1])
            standing -= out
            history.append(score)
            if not counts_on:
                break
        self.nominees = standing - options
        if len(self.nominees) <= self.get(f"{stage}.until.left", 0):
            return self.follow(stage, "left")
        if route in (None, "go on"):
            self.unresolved(f"{stage}.then.not won", "no further ballot is in the book" if route is None else route)
        if route in ("again", stage):
            return self.onward(stage, f"{stage}.then.not won", number)
        return self.follow(stage, "not won")

    def first(self, stage, level, number):
        """Of those level for first place where most votes win whoever has the highest lot, or a ballot again; and the rule."""
        tie = self.get(f"{stage}.tie") or []
        for rule in tie if isinstance(tie, list) else tie.replace(",", "").split(" then "):
            if rule.strip() == "again" and not self.repeats:
                self.again = stage, number + 1
                return min(level), "again"
            if rule.strip() == "lot":
                return max(level, key=lambda c: (self.luck["lots.<candidate>"][c, 0], c)), "lot"
        return min(level), ""

    def won(self, stage, winner, options):
        """An option has a route of its own; a candidate goes where the winner goes."""
        if winner in options:
            self.nominees = self.nominees - options
            return self.follow(stage, f"{self.ids[winner]} won")
        if self.get(f"{stage}.then.won") == "elected":
            self.elected = winner
        else:
            self.nominees = {winner}
        return self.follow(stage, "won")

    def leaving(self, stage, drops, number, standing, options, score, total, history, counts_on):
        """Who leaves after a round that nobody has won; and True, or the clause that is wanting and why."""
        lowest = drops["lowest"] or "one at a time"
        may_go = standing - options
        below = drops["below"]
        floors = [] if below is None or unsaid(below) else below if isinstance(below, list) else [below]
        under = set()
        if number <= len(floors):
            floor = floors[number - 1]
            floor = share(floor) * total if isinstance(floor, str) else floor
            under = {c for c in may_go if score[c] < floor}
        # Who is lowest need not be known where somebody is below a floor.
        for leaf in ("below", "keep", "lowest"):
            if drops[leaf] is not None and unsaid(drops[leaf]) and not (leaf == "lowest" and under):
                return set(), (f"drop.{leaf}", unsaid(drops[leaf]))
        sure, level, leave = under, set(), 0
        order = sorted(may_go, key=lambda c: score[c])
        if under:
            pass
        elif drops["keep"] is not None:
            leave = max(len(may_go) - drops["keep"], 0)
            sure = set(order[:leave])
            if leave and leave < len(order) and score[order[leave - 1]] == score[order[leave]]:
                edge = score[order[leave]]
                sure, level = {c for c in may_go if score[c] < edge}, {c for c in may_go if score[c] == edge}
                leave -= len(sure)
        elif lowest != "nobody" and order:
            level, leave = {c for c in may_go if score[c] == score[order[0]]}, 1
            if lowest == "all tied" or len(level) == 1:
                sure, level = level, set()
            if lowest == "all who cannot catch up":
                behind = [n for n in range(1, len(order)) if sum(score[c] for c in order[:n]) < score[order[n]]]
                if behind:
                    sure, level = set(order[: behind[-1]]), set()
        tie = self.get(f"{stage}.tie")
        rules = [] if unsaid(tie) else tie if isinstance(tie, list) else tie.replace(",", "").split(" then ")
        for rule in [one.strip() for one in rules] if level else ():
            if rule == "again":
                if not self.repeats:
                    self.again = stage, number + 1
                    return (set(), ("tie", unsaid(tie) or "not decided")) if counts_on else (set(), "again")
            elif rule == "all tied":
                sure, level = sure | level, set()
            else:
                sure, level, leave = self.broken(rule, sure, level, leave, history)
            if not level:
                break
        if not level and sure and sure == standing and (under or lowest == "all tied"):
            return set(), ("drop.below" if under else "drop.lowest", "not decided")
        if level or (sure and sure == standing) or (counts_on and not sure):
            return set(), ("tie", unsaid(tie) or "not decided")
        return sure, True

    def broken(self, rule, sure, level, leave, history):
        """Of those level the lowest in the latest earlier round that tells them apart, or of the lowest lots."""
        ranks = [{c: self.luck["lots.<candidate>"][c, 0] for c in level}] if rule == "lot" else list(reversed(history))
        for rank in ranks:
            order = sorted(level, key=lambda c: (rank[c], c))
            edge = rank[order[leave - 1]]
            first = set(order[:leave]) if rule == "lot" else {c for c in level if rank[c] < edge}
            level = set() if rule == "lot" else {c for c in level if rank[c] == edge}
            sure, leave = sure | first, leave - len(first)
            if len(level) == leave:
                return sure | level, set(), 0
        return sure, level, leave

    # --- votes --------------------------------------------------------------------------------------------------------
    def votes(self, stage, sections, on_paper, standing, before):
        """Votes as [(section, {candidate: votes})], a unit of a section for itself; those cast one by one are given."""
        given = None
        if self.cast.get(stage):
            stood, given = self.cast[stage].pop(0)
            assert stood == standing, (stage, stood, standing)
            self.delegates(stage, given, first=before is None)
        out = []
        for n, (section, cast) in enumerate(given or [(section, None) for section in sections]):
            if cast is not None and self.as_cast(stage, section):
                out.append((section, {c: cast.get(c, F(0)) for c in on_paper}))
            elif before is not None and len(self.luck["electorate.transfers.<loser>.<gainer>"]) and len(on_paper) > 2:
                out.append((section, self.passed_on(before[n][1], section, on_paper, standing)))
            else:
                out.append((section, self.expected(section, on_paper, standing)))
        return out

    def as_cast(self, stage, section):
        """Whether a section's votes are simulated one by one, unit by unit, or are those of delegates."""
        ranked = str(self.get(f"{stage}.paper")).startswith("ranked")
        alone = self.scenario.one_by_one(names(self.get(f"{stage}.sections")), ranked=ranked)
        return section in alone or section in self.scenario.units or f"{stage}.seats.{section}.from" in self.law

    def seats(self, stage):
        """The sections of a ballot whose votes are seats: section → {from, number, …}."""
        group, found = f"{stage}.seats.", {}
        for path, said in self.law.items():
            if path.startswith(group):
                section, leaf = path[len(group) :].split(".")
                found.setdefault(section, {})[leaf] = said
        return found

    def delegates(self, stage, given, *, first):
        """Those who vote as delegates are as many as were elected, with those by right; in a first ballot they may be bound."""
        for section, rule in self.seats(stage).items():
            elected = self.elected_delegates.get((stage, section))
            if elected is None or not first or section not in dict(given) or (stage, section) in self.voted:
                continue
            self.voted.add((stage, section))
            cast = dict(given)[section]
            assert sum(cast.values()) == sum(elected.values()) + rule.get("ex_officio", 0), (stage, cast, elected)
            if "bound" in rule:
                assert all(cast[c] >= n for c, n in elected.items() if c in cast), (stage, cast, elected)

    def expected(self, section, on_paper, standing):
        """Votes in proportion to the pulls."""
        s, whole = self.scenario.sections.index(section), F(0)
        for c in on_paper:
            whole = F(whole + (self.luck[PULL][c, s, 0] if c in standing else F(0)))
        part = F(self.luck[CAST][s, 0] / whole) if whole > 0 else F(0)
        return {c: F(self.luck[PULL][c, s, 0] * part) if c in standing else F(0) for c in on_paper}

    def passed_on(self, votes, section, on_paper, standing):
        """The piles of those who are out go as the table says, or follow the pulls; some go to nobody."""
        s, votes = self.scenario.sections.index(section), dict(votes)
        for loser in on_paper:
            if loser in standing or votes[loser] == 0:
                continue
            row = self.luck["electorate.transfers.<loser>.<gainer>"][loser, :, 0]
            follows = row[-1] < 0
            weight = {c: (self.luck[PULL][c, s, 0] if follows else row[c]) if c in standing else F(0) for c in on_paper}
            whole = F(0)
            for c in on_paper:
                whole = F(whole + weight[c])
            whole = whole if follows else F(whole + row[-1])
            for c in standing:
                votes[c] = F(votes[c] + F(votes[loser] * F(weight[c] / (whole if whole > 0 else F(1)))))
            votes[loser] = F(0)
        return votes

    # --- what votes are worth -----------------------------------------------------------------------------------------
    def score(self, stage, sections, votes):
        """What votes are worth: one pool, weighed sections, points a unit, blocks, seats. Whole votes or exact shares."""
        weights = {one: self.get(f"{stage}.weights.{one}") for one in sections}
        points, capped = self.get(f"{stage}.units.points"), self.get(f"{stage}.units.capped")
        block, seats = names(self.get(f"{stage}.block") or []), self.seats(stage)
        for other in self.kinds:
            for section, rule in self.seats(other).items():
                if rule["from"] == stage:
                    self.elected_delegates[other, section] = self.apportioned(rule, votes)
                    self.voted.discard((other, section))
        candidates = list(votes[0][1])
        if points is None and not block and None in weights.values() and not seats:
            score = {}
            for c in candidates:
                pooled = F(0)
                for _, part in votes:
                    pooled = F(pooled + part[c])
                score[c] = int(np.rint(pooled))
            return score, sum(score.values())
        score = dict.fromkeys(candidates, Fraction(0))
        for section, whole in self.by_section(votes, seats, block, apart=points is not None):
            cast = sum(whole.values())
            worth = min(points, cast) if capped and points else points or weights[section]
            for c in candidates if cast else ():
                fraction = Fraction(whole[c], cast)
                score[c] += fraction * (share(worth) if isinstance(worth, str) else worth) if worth else whole[c]
        return score, sum(score.values())

    def by_section(self, votes, seats, block, *, apart):
        """Whole votes of each section, or of each unit where units are worth points; blocks and seats given whole."""
        for section in dict.fromkeys(section for section, _ in votes):
            columns = [{c: int(np.rint(n)) for c, n in part.items()} for one, part in votes if one == section]
            if section in seats and seats[section]["from"] == section:
                columns = [self.apportioned(seats[section], votes)]
            if section in block:
                columns = [led(one) for one in columns]
            if apart:
                yield from ((section, one) for one in columns)
            elif len(columns) == 1:
                yield section, columns[0]
            elif section in block:
                yield section, {c: sum(one[c] for one in columns) for c in columns[0]}
            else:
                pooled = dict.fromkeys(columns[0], F(0))
                for part in (part for one, part in votes if one == section):
                    pooled = {c: F(pooled[c] + part[c]) for c in pooled}
                yield section, {c: int(np.rint(n)) for c, n in pooled.items()}

    def apportioned(self, rule, votes):
        """Seats in proportion to votes: in each unit, or in all together."""
        columns = [part for section, part in votes if section == rule["from"]] or [part for _, part in votes]
        if "each" in rule:
            found = [
                apportion({c: int(np.rint(n)) for c, n in one.items()}, rule["each"], rule["method"]) for one in columns
            ]
            return {c: sum(one[c] for one in found) for c in columns[0]}
        number = rule.get("number")
        if "as_many_as" in rule:
            many = [part for section, part in votes if section == rule["as_many_as"]]
            number = int(np.rint(sum(sum(part.values()) for part in many)))
        pooled = dict.fromkeys(columns[0], F(0))
        for part in columns:
            pooled = {c: F(pooled[c] + part[c]) for c in pooled}
        return apportion({c: int(np.rint(n)) for c, n in pooled.items()}, number, rule["method"])


def led(votes):
    """All votes of a block to whoever leads in it; where several are level, to nobody."""
    most = [c for c, n in votes.items() if n and n == max(votes.values())]
    return {c: sum(votes.values()) * (most == [c]) for c in votes}


def apportion(votes, seats, method):
    """Seats one after another, or by quotas and remainders; equal claims go to more votes, then to the first listed."""
    cast, won = sum(votes.values()), dict.fromkeys(votes, 0)
    if not cast:
        return won
    if method == "largest remainder":
        won = {c: n * seats // cast for c, n in votes.items()}
        order = sorted(votes, key=lambda c: (-(votes[c] * seats % cast), -votes[c], list(votes).index(c)))
        for c in order[: seats - sum(won.values())]:
            won[c] += 1
        return won
    step = 2 if method == "Sainte-Laguë" else 1
    for _ in range(seats):
        best = max(votes, key=lambda c: (Fraction(votes[c], step * won[c] + 1), votes[c], -list(votes).index(c)))
        won[best] += 1
    return won
