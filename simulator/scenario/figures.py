"""Figures of a scenario gathered into beliefs: one path each, defaults written out, origins carried along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from simulator.rulebooks.law import Law
from simulator.scenario import polls, shares
from simulator.scenario.bearing import OWN_STEPS, ends_of
from simulator.scenario.scenario import CHALLENGER, EXPECTED, ONE_BY_ONE, SMALL, Belief, Body, Candidate
from simulator.scenario.table import Row, blocks, default, table, usual
from simulator.scenario.written import BodyEntry, ScenarioEntry
from simulator.scenario.written_beliefs import field_of
from simulator.stages.ballot import Ballot
from simulator.stages.contest import CHALLENGED
from simulator.stages.values import items
from simulator.words import quantities
from simulator.words.problems import Path
from simulator.words.quantities import Quantity
from simulator.words.shapes import Shape
from simulator.words.sources import Origin

ABSENT = Quantity("", 0, 0, "plain", "absent")
"""What is said in an optional block that the file does not have."""
IN_A_CHALLENGE, OF_THE_LEADER = "in a challenge", "of the leader"
TRANSFERS = ("electorate", "transfers")


class Figures:
    """Collects beliefs as they are found in the written scenario.

    challenged   the contest is opened by a challenge;  book  the key of the rule book
    """

    def __init__(
        self,
        written: ScenarioEntry,
        data: Mapping[str, object],
        candidates: tuple[Candidate, ...],
        book: str,
        *,
        challenged: bool,
    ) -> None:
        self.written, self.data, self.candidates, self.book = written, data, candidates, book
        self.leaders = {one.id for one in candidates if one.incumbent}
        self.always = {IN_A_CHALLENGE} if challenged else set()
        self.beliefs: dict[str, Belief] = {}

    def gather(self, head: str) -> None:
        """Every belief of the rows beneath one step of the table, in its order; what is said of each name goes together."""
        rows = [row for path, row in table().items() if path.startswith(f"{head}.")]
        self._gather([(tuple(row.path.split(".")), row) for row in rows])

    def _gather(self, rows: Sequence[tuple[Path, Row]]) -> None:
        """Rows with their paths, in which the first names are filled in."""
        for step, group in groupby(rows, lambda pair: next((one for one in pair[0] if one[0] == "<"), "")):  # type: ignore[index]
            some = list(group)
            if not step:
                for path, row in some:
                    BY_HAND.get(row.path, Figures.put)(self, path)
                continue
            at = some[0][0].index(step)
            for name in self._names(step, some[0][0][:at]):
                self._gather([(tuple(name if one == step else one for one in path), row) for path, row in some])

    def _names(self, step: str, path: Path) -> Iterable[str]:
        """The names that a step of the table stands for."""
        if step in ("<candidate>", "<challenger>"):
            return [one.id for one in self.candidates if one.challenger or step == "<candidate>"]
        if step == "<pressure>":
            return _pressures(self)
        if path == ("timetable",):
            return list(self.written.timetable.by_stage())
        found = self._written(path)
        return list(found if isinstance(found, Mapping) else ())

    def put(self, path: Path, said: Quantity | None = None, *circumstances: str) -> None:
        """One belief: as written, or by default; none where there is neither, or its block is not in the file."""
        said = said or self.said(path)
        if said is ABSENT:
            return
        key = ".".join(str(step) for step in path)
        if said is not None:
            self.believe(path, said, self.origin(path))
        else:
            of_the_leader = {OF_THE_LEADER} if path[-1] in self.leaders else set()
            found = default(key, self.book, {*circumstances, *self.always, *of_the_leader})
            if found is not None:
                self.believe(path, *found)

    def believe(self, path: Path, quantity: Quantity, origin: Origin) -> None:
        """One belief, and where it comes from."""
        key = ".".join(str(step) for step in path)
        self.beliefs[key] = Belief(key, quantity, origin)

    def said(self, path: Path) -> Quantity | None:
        """What the file says at a path of the table."""
        value = self._written(path)
        if isinstance(value, int):
            return quantities.amount(value)
        return value if isinstance(value, Quantity) else None

    def _written(self, path: Path) -> object:
        here: object = self.written
        for number, step in enumerate(path):
            if isinstance(here, Quantity):  # one figure for all candidates
                return here
            inside = here.get(step) if isinstance(here, Mapping) else None
            here = getattr(here, field_of(str(step)), None) if isinstance(here, Shape) else inside
            if here is None:
                return ABSENT if ".".join(map(str, path[: number + 1])) in blocks() else None
        return here

    def origin(self, path: Path) -> Origin:
        """The nearest source or assumption at or above a path in the file."""
        here: object = self.data
        found = Origin("stated", "", "assumption")
        for step in (*path, None):
            if isinstance(here, dict):
                if here.get("source"):
                    key = str(here["source"])
                    entry = self.written.sources.get(key)
                    grade = entry.confidence if entry else "secondary"
                    found = Origin("source", f"{entry.title} ({key})" if entry else key, grade)
                elif here.get("assumption"):
                    found = Origin("assumption", str(here["assumption"]), "assumption")
            if step is None or not isinstance(here, dict | list):
                break
            here = here.get(step) if isinstance(here, dict) else here[int(step)]
        return found


def gather(
    written: ScenarioEntry,
    data: Mapping[str, object],
    candidates: tuple[Candidate, ...],
    law: Law,
    sections: tuple[str, ...],
    one_name: Sequence[tuple[str, ...]],
    settings: Mapping[str, str],
    book: str = "",
) -> dict[str, Belief]:
    """Every belief of a scenario, in a fixed order.

    sections   of the electorate;  one_name  the sections of each ballot whose papers bear one name, or may
    settings   what was set on the command line: path → value as written;  book: the key of the rule book
    """
    contest = written.rules.contest or law.usual_contest()
    figures = Figures(written, data, candidates, book, challenged=law.trigger(contest) == CHALLENGED)
    counted_on = any(
        isinstance(stage, Ballot) and stage.paper not in ("one name", "yes or no") for stage in law.compiled[0].values()
    )
    figures.gather("nominators")
    _electorate(figures, candidates, sections, settings, counted_on=counted_on)
    _one_by_one(figures, sections, one_name, law)
    figures.gather("politics")
    figures.gather("timetable")
    _held_in_a_day(figures, law)
    return figures.beliefs


def _held_in_a_day(figures: Figures, law: Law) -> None:
    """The days of motions and of small ballots, which need no post, and so no weeks; what the file says of all stages holds."""
    for stage in _without_post(law, figures.written.bodies):
        for usual_step, step in OWN_STEPS[law.kinds[stage]].items():
            idle = step == "declared" and "elected" not in ends_of(law, stage)
            if figures.said(("timetable", usual_step)) is None and not idle:
                figures.put(("timetable", stage, step), None, "a small ballot or a motion")


def _without_post(law: Law, bodies: Mapping[str, BodyEntry]) -> Iterator[str]:
    """The motions, and the ballots of bodies of at most 2,000 heads."""
    for name, stage in law.compiled[0].items():
        sections = items(stage.sections) if isinstance(stage, Ballot) else ()
        few = bool(sections) and all(one in bodies and bodies[one].size <= SMALL for one in sections)
        if stage.kind == "motion" or few:
            yield name


def _electorate(
    figures: Figures,
    candidates: tuple[Candidate, ...],
    sections: tuple[str, ...],
    settings: Mapping[str, str],
    *,
    counted_on: bool,
) -> None:
    said = figures.written.electorate
    figures.put(("electorate", "swing"))
    led = any(one.incumbent for one in candidates)
    _transfers(figures, candidates, counted_on=counted_on)
    polled, nominated = polls.believed(figures.written), polls.nominated(figures.written)
    for section in sections:
        entry = said.sections.get(section)
        if entry is not None and entry.counted:
            continue
        here: Path = ("electorate", "sections", section)
        _register(figures, here, section)
        body = figures.written.bodies.get(section)
        figures.put((*here, "turnout"), None, section, *(["a small body"] if body and body.size <= SMALL else []))
        if entry is not None and entry.units is not None:
            for name in ("spread", "sizes"):
                figures.put((*here, "units", name))
        if entry is not None and entry.shares:
            for name, share in shares.believed(section, entry.shares, settings).items():
                figures.put((*here, "shares", name), share)
            for one in candidates:
                if one.id not in entry.shares:
                    figures.put((*here, "shares", one.id), None, "an option")
            continue
        for one in candidates:
            at = (*here, "support", one.id)
            poll = polled.get((section, one.id)) or polled.get((polls.ALL, one.id))
            sort = "an option" if one.option else "a challenger of a leader" if one.challenger and led else ""
            if figures.said(at) is not None:
                figures.put(at)
            elif poll is not None:
                figures.believe(at, poll.quantity, Origin("polls", poll.words, "secondary"))
            elif one.id in nominated:
                words = "constituency parties’ nominations, worth what such nominations have been (5 contests)"
                figures.believe(at, nominated[one.id], Origin("nominations", words, "secondary"))
            elif one.id in said.support:
                figures.believe(at, said.support[one.id], figures.origin(("electorate", "support", one.id)))
            else:
                figures.put(at, None, sort)


def _register(figures: Figures, here: Path, section: str) -> None:
    """Who may vote: so many papers issued, or whoever signs up in a window; less those a freeze date leaves out."""
    entry = figures.written.electorate.sections.get(section)
    if entry is not None and entry.window is not None:
        counted = ("applied",) if entry.window.applied is not None else ("heat", "dearer", "longer")
        for name in (*counted, "fee", "accepted", "open"):
            figures.put((*here, "window", name))
    elif (entry is None or entry.register_ is None) and (body := figures.written.bodies.get(section)) is not None:
        origin = figures.origin(("bodies", section, "size"))
        figures.believe((*here, "register"), quantities.amount(body.size), origin)
    else:
        figures.put((*here, "register"), None, section)
    figures.put((*here, "frozen_out"))


def small(
    sections: Iterable[str], bodies: Mapping[str, Body | BodyEntry], beliefs: Mapping[str, Belief]
) -> frozenset[str]:
    """The sections of at most 2,000 heads: those of the body, or those of the register who are expected to vote."""

    def heads(section: str) -> float:
        if section in bodies:
            return float(bodies[section].size)
        register, turnout = (beliefs.get(f"electorate.sections.{section}.{one}") for one in ("register", "turnout"))
        return register.quantity.centre * turnout.quantity.centre if register and turnout else float("inf")

    return frozenset(section for section in sections if heads(section) <= SMALL)


def _one_by_one(figures: Figures, sections: tuple[str, ...], one_name: Sequence[tuple[str, ...]], law: Law) -> None:
    """Who stays and who keeps their word, in the sections whose votes may be simulated one by one, delegates among them."""
    said = figures.written.electorate.sections
    seats = [one.value for path, one in law.provisions.items() if path.endswith(".seats")]
    rules = [rule for value in seats if isinstance(value, tuple) for rule in value]
    seated = {rule.section for rule in rules if rule.whence != rule.section}
    few = small(sections, figures.written.bodies, figures.beliefs)
    by_size = {section for every in one_name if few.issuperset(every) for section in every}
    for section in sections:
        entry = said.get(section)
        said_or_usual = (entry and entry.simulated) or (ONE_BY_ONE if section in by_size else EXPECTED)
        alone = section in seated or said_or_usual == ONE_BY_ONE  # delegates vote one by one, whatever is said
        if alone and (entry is None or not entry.counted):
            for name in ("stays", "keeps_word"):
                figures.put(("electorate", "sections", section, name))


def _transfers(figures: Figures, candidates: tuple[Candidate, ...], *, counted_on: bool) -> None:
    """Where votes go from candidates who drop out, and how sure that is: as written, or as such votes have gone.

    counted_on   papers are ranked, and some go no further; where ballot follows ballot, everybody votes again
    """
    said, challengers = figures.written.electorate, figures.written.politics.challengers
    endorsed = {one: entry.endorses for one, entry in challengers.items() if entry.endorses}
    if said.transfers or said.neighbours or endorsed:
        figures.put(("electorate", "concentration"))
    for loser, row in said.transfers.items():
        for gainer in row:
            figures.put((*TRANSFERS, loser, gainer))
    for loser, favourite in endorsed.items():
        if loser not in said.transfers:
            _endorsed(figures, loser, favourite)
    for loser, nearest in said.neighbours.items():
        if loser not in said.transfers and loser not in endorsed:
            others = [one.id for one in candidates if one.id != loser]
            origin = usual(".".join((*TRANSFERS, loser, nearest)), "nearest")[1]
            for gainer, part in usual_row(others, nearest, said.front_runner, counted_on=counted_on).items():
                figures.believe((*TRANSFERS, loser, gainer), _part(part), origin)


def _part(part: float) -> Quantity:
    return Quantity(f"{part:.1%}", part, part, "logit", "chance")


def _endorsed(figures: Figures, loser: str, favourite: str) -> None:
    """Votes of whoever endorses another: a part goes there, and the rest divides evenly among the others."""
    others = [one.id for one in figures.candidates if one.id not in (loser, favourite)]
    here: Path = ("politics", "challengers", loser)
    said = figures.said((*here, "brings"))
    brings, origin = (said, figures.origin(here)) if said else usual(".".join((*map(str, here), "brings")))
    parts = {favourite: brings.centre, **dict.fromkeys(others, (1 - brings.centre) / max(len(others), 1))}
    for gainer, part in parts.items():
        figures.believe((*TRANSFERS, loser, gainer), _part(part), origin)


def usual_row(
    others: list[str], nearest: str, front_runner: str | None, *, counted_on: bool = True
) -> dict[str, float]:
    """Where votes go as in real counts: a part to each of the others, more to the nearest and the front-runner.

    Of ranked papers some go no further; of those who vote on again in a fresh ballot nobody is lost.

    >>> [round(share, 2) for share in usual_row(["a", "b", "c"], "a", "b").values()]
    [0.38, 0.27, 0.2, 0.15]
    """
    near, ahead, nobody = (
        usual("electorate.transfers.<loser>.<gainer>", of)[0].centre for of in ("nearest", "front-runner", "nobody")
    )
    if not counted_on:
        nobody = 0.0
    parts = {one: (near if one == nearest else 1.0) * (ahead if one == front_runner else 1.0) for one in others}
    whole = sum(parts.values())
    return {one: (1 - nobody) * part / whole for one, part in parts.items()} | ({"nobody": nobody} if nobody else {})


def motions_lost(written: ScenarioEntry) -> dict[str, int]:
    """Motions of no confidence that were carried, which a leader lost: name among the pressures → number in the file."""
    lost = [n for n, m in enumerate(written.motions) if "confidence" in m.title and m.for_ > m.against]
    return {"motion" if not k else f"motion_{k + 1}": n for k, n in enumerate(lost)}


def _pressures(figures: Figures) -> list[str]:
    """What adds to the pressure on a leader: a lost motion and a delegation after it without more, and what the file says."""
    lost = motions_lost(figures.written)
    said = figures.written.politics.resignation.pressure
    return [*dict.fromkeys([*lost, *(["delegation"] if lost else []), *said])] if figures.leaders else []


def _pressure_date(figures: Figures, path: Path) -> None:
    """The day of a lost motion is known."""
    number = motions_lost(figures.written).get(str(path[-2]))
    if number is None or figures.said(path) is not None:
        figures.put(path)
    else:
        date = quantities.date(figures.written.motions[number].date.isoformat())
        figures.believe(path, date, figures.origin(("motions", number)))


def _pressure_times(figures: Figures, path: Path) -> None:
    figures.put(path, None, str(path[-2]).split("_")[0])


def _voting(figures: Figures, path: Path) -> None:
    """Members of the executive who vote: all who are not absent, if the file has the body and says nothing."""
    nec = figures.written.bodies.get("nec")
    figures.put(path, figures.said(path) or (quantities.amount(nec.size - nec.absent) if nec else None))


def _in_a_vacancy(figures: Figures, path: Path) -> None:
    figures.put(path, figures.said(path) or figures.said((*path[:-1], "stands")))


def _waits(figures: Figures, path: Path) -> None:
    entry = figures.written.politics.challengers.get(str(path[-2]))
    if entry is not None and entry.waits_for:
        figures.put(path)


def _no_belief_of_its_own(figures: Figures, path: Path) -> None:
    """It shapes other beliefs."""


BY_HAND: Mapping[str, Callable[[Figures, Path], None]] = {
    "nominators.declared": _no_belief_of_its_own,
    "politics.executive.voting": _voting,
    "politics.resignation.pressure.<pressure>.date": _pressure_date,
    "politics.resignation.pressure.<pressure>.times": _pressure_times,
    "politics.challengers.<challenger>.in_a_vacancy": _in_a_vacancy,
    "politics.challengers.<challenger>.waits": _waits,
    "politics.challengers.<challenger>.brings": _no_belief_of_its_own,
}
"""Beliefs, but for those of the electorate, of which more is to be asked than what the file or the table says."""


DEFAULT_NAMES = {"incumbent": "2% to 50%", CHALLENGER: "20% to 80%"}
