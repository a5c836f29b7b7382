"""Figures of a scenario gathered into beliefs: one path each, defaults written out, origins carried along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from simulator.rulebooks.law import Law
from simulator.scenario import polls, shares
from simulator.scenario.bearing import NEUTRAL, OWN_STEPS, ends_of
from simulator.scenario.conduct import motions_lost
from simulator.scenario.scenario import CHALLENGER, EXPECTED, ONE_BY_ONE, SMALL, Belief, Candidate
from simulator.scenario.written import ScenarioEntry
from simulator.stages.contest import CHALLENGED
from simulator.words import documents, quantities
from simulator.words.problems import Path
from simulator.words.quantities import Quantity
from simulator.words.sources import Origin

Reader = Callable[[object], Quantity]
_READERS: dict[str, Reader] = {
    "mood": quantities.points,
    "swing": quantities.points,
    "register": quantities.amount,
    "voting": quantities.amount,
    "keeps": quantities.ratio,
    "clear": quantities.ratio,
    "times": quantities.ratio,
    "pace": quantities.ratio,
    "spread": quantities.ratio,
    "sizes": quantities.ratio,
    "within": quantities.amount,
    "applied": quantities.amount,
    "heat": quantities.amount,
    "fee": quantities.pounds,
    "dearer": quantities.ratio,
    "longer": quantities.ratio,
    "frozen_out": quantities.amount,
    "concentration": quantities.amount,
    "until": quantities.days,
    "declares": quantities.days,
}


@lru_cache(maxsize=1)
def _defaults() -> dict[str, dict[str, dict[str, Any]]]:
    text = resources.files("simulator.scenario").joinpath("defaults.yaml").read_bytes()
    return documents.parse(text, "defaults.yaml").data


def default(room: str, name: str, book: str = "") -> tuple[Quantity, Origin]:
    """What is believed where a scenario says nothing, and why.

    book   the rule book of the scenario: what was fitted on another party's contests is an assumption there
    """
    entry = _defaults()[room][name]
    first, last = name.split(".")[0], name.split(".")[-1]
    reader = quantities.days if room == "timetable" else _READERS.get(last, _READERS.get(first, quantities.chance))
    kind = "source" if "source" in entry else "assumption"
    party = entry.get("of", "")
    if party and book and book not in _defaults()["parties"][party]["books"]:
        if "elsewhere" in entry:
            return reader(entry["elsewhere"]), Origin(NEUTRAL, f"fitted on {party} alone", "assumption")
        return reader(entry["is"]), Origin("default, assumption", f"from {party}: {entry[kind]}", "assumption")
    grade = "secondary" if kind == "source" else "assumption"
    return reader(entry["is"]), Origin(f"default, {kind}", entry[kind], grade)


class Figures:
    """Collects beliefs as they are found in the written scenario."""

    def __init__(self, written: ScenarioEntry, data: Mapping[str, Any], book: str = "") -> None:
        self.written, self.data, self.book = written, data, book
        self.beliefs: dict[str, Belief] = {}

    def put(self, path: tuple[str, ...], said: Quantity | None, room: str, name: str) -> None:
        """One belief: as written, or by default."""
        key = ".".join(str(step) for step in path)
        if said is not None:
            self.beliefs[key] = Belief(key, said, self.origin(path))
        else:
            self.beliefs[key] = Belief(key, *default(room, name, self.book))

    def put_for(self, path: tuple[str, ...], said: Quantity | None, room: str, name: str, section: str) -> None:
        """One belief of a section: as written, or by the default of sections of that name, or of any."""
        own = f"{name}.{section}"
        self.put(path, said, room, own if own in _defaults()[room] else name)

    def origin(self, path: Path) -> Origin:
        """The nearest source or assumption at or above a path in the file."""
        here: Any = self.data
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
    data: Mapping[str, Any],
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
    figures = Figures(written, data, book)
    contest = written.rules.contest or law.usual_contest()
    _nominators(figures, candidates, challenged=law.trigger(contest) == CHALLENGED)
    counted_on = any(
        stage.kind == "ballot" and stage.paper not in ("one name", "yes or no") for stage in law.compiled[0].values()
    )
    _electorate(figures, candidates, sections, settings, counted_on=counted_on)
    _one_by_one(figures, sections, one_name, law)
    _politics(figures, candidates)
    for stage in (
        "executive",
        "nominations",
        "open",
        "vacancy",
        "ballot",
        "voting",
        "declared",
        "further",
        "second_bar",
    ):
        figures.put(("timetable", stage), written.timetable.step(stage), "timetable", stage)
    by_stage = written.timetable.by_stage()
    for stage, entry in by_stage.items():
        for step in STEPS_OF_A_STAGE:
            if getattr(entry, step) is not None:
                figures.put(("timetable", stage, step), getattr(entry, step), "timetable", "open")
    for stage in _held_in_a_day(law, written.bodies):
        for usual, step in OWN_STEPS[law.kinds[stage]].items():
            said = written.timetable.step(usual) is not None or getattr(by_stage.get(stage), step, None) is not None
            if not said and step != "further" and (step != "declared" or "elected" in ends_of(law, stage)):
                figures.put(("timetable", stage, step), None, "timetable", "small_ballot")
    return figures.beliefs


def _held_in_a_day(law: Law, bodies: Mapping[str, Any]) -> Iterator[str]:
    """The motions, and the ballots of bodies of at most 2,000 heads: they need no post, and so no weeks."""
    for name, stage in law.compiled[0].items():
        sections = stage.sections if stage.kind == "ballot" and isinstance(stage.sections, tuple) else ()
        if stage.kind == "motion" or (
            sections and all(one in bodies and bodies[one].size <= SMALL for one in sections)
        ):
            yield name


def _nominators(figures: Figures, candidates: tuple[Candidate, ...], *, challenged: bool) -> None:
    said = figures.written.nominators
    for name in ("mood", "quiet", "arrived", "follow", "first_day", "last_morning", "clear", "to_heir"):
        figures.put(("nominators", name), getattr(said, name), "nominators", name)
    _lending(figures, candidates, "_in_a_challenge" if challenged else "")
    for one in candidates:
        if one.challenger:
            figures.put(("nominators", "appeal", one.id), said.appeal.get(one.id), "nominators", "appeal")
    for one in candidates:
        if one.id in said.second_bar:
            figures.put(("nominators", "second_bar", one.id), said.second_bar[one.id], "nominators", "appeal")
    for bloc, entry in said.blocs.items():
        for name, chance in entry.nominate.items():
            figures.put(("nominators", "blocs", bloc, "nominate", name), chance, "nominators", "nominate")


def _lending(figures: Figures, candidates: tuple[Candidate, ...], challenged: str) -> None:
    """What nominators do when they see the tally: join, lend, or let a candidate withdraw."""
    said, here = figures.written.nominators, ("nominators", "lending")
    figures.put(("nominators", "bandwagon"), said.bandwagon, "nominators", f"bandwagon{challenged}")
    figures.put((*here, "permitted"), said.lending.permitted, "nominators", f"lending.permitted{challenged}")
    for name in ("share", "within"):
        figures.put((*here, name), getattr(said.lending, name), "nominators", f"lending.{name}")
    for one in candidates:
        for moment in ("first_day", "eve"):
            usual = f"pace.{moment}{challenged}"
            figures.put(("nominators", "pace", moment, one.id), getattr(said.pace, moment), "nominators", usual)
    for one in candidates:
        default = "lending.feared_leader" if one.incumbent else "lending.feared"
        figures.put((*here, "feared", one.id), said.lending.feared.get(one.id), "nominators", default)
        if one.id in said.withdraws or not challenged:
            figures.put(("nominators", "withdraws", one.id), said.withdraws.get(one.id), "nominators", "withdraws")


def _electorate(
    figures: Figures,
    candidates: tuple[Candidate, ...],
    sections: tuple[str, ...],
    settings: Mapping[str, str],
    *,
    counted_on: bool,
) -> None:
    said = figures.written.electorate
    figures.put(("electorate", "swing"), said.swing, "electorate", "swing")
    led = any(one.incumbent for one in candidates)
    _transfers(figures, candidates, counted_on=counted_on)
    polled, nominated = polls.believed(figures.written), polls.nominated(figures.written)
    for section in sections:
        entry = said.sections.get(section)
        if entry is not None and entry.counted:
            continue
        here: tuple[str, ...] = ("electorate", "sections", section)
        _register(figures, here, section)
        _turnout(figures, here, section)
        if entry is not None and entry.units is not None:
            for name in ("spread", "sizes"):
                figures.put((*here, "units", name), getattr(entry.units, name), "electorate", f"units.{name}")
        if entry is not None and entry.shares:
            for name, share in shares.believed(section, entry.shares, settings).items():
                figures.put((*here, "shares", name), share, "electorate", "support")
            for one in candidates:
                if one.id not in entry.shares:
                    figures.put((*here, "shares", one.id), None, "electorate", "option_share")
            continue
        for one in candidates:
            own = entry.support.get(one.id) if entry else None
            poll = polled.get((section, one.id)) or polled.get((polls.ALL, one.id))
            if own is None and poll is not None:
                key = ".".join((*here, "support", one.id))
                figures.beliefs[key] = Belief(key, poll.quantity, Origin("polls", poll.words, "secondary"))
            elif own is None and one.id in nominated:
                key = ".".join((*here, "support", one.id))
                words = "constituency parties’ nominations, worth what such nominations have been (5 contests)"
                figures.beliefs[key] = Belief(key, nominated[one.id], Origin("nominations", words, "secondary"))
            elif own is None and one.id in said.support:
                key = ".".join((*here, "support", one.id))
                origin = figures.origin(("electorate", "support", one.id))
                figures.beliefs[key] = Belief(key, said.support[one.id], origin)
            elif own is None and one.option:
                figures.put((*here, "support", one.id), None, "electorate", "option_support")
            elif own is None and one.challenger and led:
                figures.put((*here, "support", one.id), None, "electorate", "challenger_support")
            else:
                figures.put((*here, "support", one.id), own, "electorate", "support")


def _register(figures: Figures, here: tuple[str, ...], section: str) -> None:
    """Who may vote: so many papers issued, or whoever signs up in a window; less those a freeze date leaves out."""
    entry = figures.written.electorate.sections.get(section)
    if entry is not None and entry.window is not None:
        window = entry.window
        here_too = (*here, "window")
        counted = ("applied",) if window.applied is not None else ("heat", "dearer", "longer")
        for name in (*counted, "fee", "accepted"):
            figures.put((*here_too, name), getattr(window, name), "electorate", f"window.{name}")
        figures.put((*here_too, "open"), window.open, "timetable", "window")
    elif (entry is None or entry.register_ is None) and (body := figures.written.bodies.get(section)) is not None:
        key = ".".join((*here, "register"))
        figures.beliefs[key] = Belief(key, quantities.amount(body.size), figures.origin(("bodies", section, "size")))
    else:
        figures.put_for((*here, "register"), entry.register_ if entry else None, "electorate", "register", section)
    if entry is not None and entry.frozen_out is not None:
        figures.put((*here, "frozen_out"), entry.frozen_out, "electorate", "frozen_out")


def _turnout(figures: Figures, here: tuple[str, ...], section: str) -> None:
    """How many of them vote; of a small body nearly all do."""
    entry, body = figures.written.electorate.sections.get(section), figures.written.bodies.get(section)
    usual = "small" if body is not None and body.size <= SMALL else section
    figures.put_for((*here, "turnout"), entry.turnout if entry else None, "electorate", "turnout", usual)


def small(sections: Iterable[str], bodies: Mapping[str, Any], beliefs: Mapping[str, Belief]) -> frozenset[str]:
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
                value = getattr(entry, name) if entry else None
                figures.put(("electorate", "sections", section, name), value, "electorate", name)


def _transfers(figures: Figures, candidates: tuple[Candidate, ...], *, counted_on: bool) -> None:
    """Where votes go from candidates who drop out, and how sure that is: as written, or as such votes have gone.

    counted_on   papers are ranked, and some go no further; where ballot follows ballot, everybody votes again
    """
    said, here = figures.written.electorate, ("electorate", "transfers")
    endorse = any(entry.endorses for entry in figures.written.politics.challengers.values())
    if said.transfers or said.neighbours or endorse:
        figures.put(("electorate", "concentration"), said.concentration, "electorate", "concentration")
    for loser, row in said.transfers.items():
        for gainer, share in row.items():
            figures.put((*here, loser, gainer), share, "electorate", "support")
    for loser, entry in figures.written.politics.challengers.items():
        if entry.endorses and loser not in said.transfers:
            _endorsed(figures, candidates, loser, entry)
    for loser, nearest in said.neighbours.items():
        endorses = (
            loser in figures.written.politics.challengers and figures.written.politics.challengers[loser].endorses
        )
        if loser not in said.transfers and not endorses:
            others = [one.id for one in candidates if one.id != loser]
            for gainer, part in usual_row(others, nearest, said.front_runner, counted_on=counted_on).items():
                quantity = Quantity(f"{part:.1%}", part, part, "logit", "chance")
                key = ".".join((*here, loser, gainer))
                figures.beliefs[key] = Belief(key, quantity, default("electorate", "transfers.neighbour.times")[1])


def _endorsed(figures: Figures, candidates: tuple[Candidate, ...], loser: str, entry: Any) -> None:
    """Votes of whoever endorses another: a part goes there, and the rest divides evenly among the others."""
    others = [one.id for one in candidates if one.id not in (loser, entry.endorses)]
    brings, origin = (
        (entry.brings, figures.origin(("politics", "challengers", loser)))
        if entry.brings is not None
        else default("politics", "challengers.brings")
    )
    parts = {entry.endorses: brings.centre, **dict.fromkeys(others, (1 - brings.centre) / max(len(others), 1))}
    for gainer, part in parts.items():
        key = f"electorate.transfers.{loser}.{gainer}"
        figures.beliefs[key] = Belief(key, Quantity(f"{part:.1%}", part, part, "logit", "chance"), origin)


def usual_row(
    others: list[str], nearest: str, front_runner: str | None, *, counted_on: bool = True
) -> dict[str, float]:
    """Where votes go as in real counts: a part to each of the others, more to the nearest and the front-runner.

    Of ranked papers some go no further; of those who vote on again in a fresh ballot nobody is lost.

    >>> [round(share, 2) for share in usual_row(["a", "b", "c"], "a", "b").values()]
    [0.38, 0.27, 0.2, 0.15]
    """
    near, ahead, nobody = (
        default("electorate", f"transfers.{name}")[0].centre
        for name in ("neighbour.times", "front_runner.times", "nobody")
    )
    if not counted_on:
        nobody = 0.0
    parts = {one: (near if one == nearest else 1.0) * (ahead if one == front_runner else 1.0) for one in others}
    whole = sum(parts.values())
    return {one: (1 - nobody) * part / whole for one, part in parts.items()} | ({"nobody": nobody} if nobody else {})


STEPS_OF_A_STAGE = ("opens", "closes", "further", "declared", "until")


def _opens(figures: Figures) -> None:
    """What may open a contest of the book beside a challenge or a resignation."""
    for contest, entry in figures.written.politics.opens.items():
        here = ("politics", "opens", contest)
        figures.put((*here, "chance"), entry.chance, "politics", "opens.chance")
        figures.put((*here, "date"), entry.date, "timetable", "opens")
        for bloc, chance in entry.signatures.items():
            figures.put((*here, "signatures", bloc), chance, "politics", "opens.chance")


def _politics(figures: Figures, candidates: tuple[Candidate, ...]) -> None:
    said = figures.written.politics
    groups: dict[str, tuple[Any, tuple[str, ...]]] = {
        "resignation": (said.resignation, ("chance_a_week", "after_walk_out", "restands", "to_restand")),
        "unity": (said.unity, ("before", "during", "formally", "by_poll")),
        "stand_in": (said.stand_in, ("chance", "keeps")),
        "executive": (said.executive, ("varies", "asks_to_leave")),
    }
    for group, (entry, fields) in groups.items():
        for name in fields:
            figures.put(("politics", group, name), getattr(entry, name), "politics", f"{group}.{name}")
    reads = said.executive.reads
    figures.put(
        ("politics", "executive", "reads"), None if isinstance(reads, dict) else reads, "politics", "executive.reads"
    )
    for reading, chance in reads.items() if isinstance(reads, dict) else ():
        figures.put(("politics", "executive", "reads", reading), chance, "politics", "executive.reads")
    voting = said.executive.voting
    heads = None if voting is None else quantities.amount(voting)
    nec = figures.written.bodies.get("nec")
    if heads is None and nec is not None:
        heads = quantities.amount(nec.size - nec.absent)
    figures.put(("politics", "executive", "voting"), heads, "politics", "executive.voting")
    if said.resignation.walk_out is not None:
        figures.put(("politics", "resignation", "walk_out"), said.resignation.walk_out, "politics", "until")
    if any(one.incumbent for one in candidates):
        _pressure(figures)
    for stage, motion in said.motions.items():
        figures.put(("politics", "motions", stage, "for"), motion.for_, "politics", "motions.for")
        figures.put(("politics", "motions", stage, "abstain"), motion.abstain, "politics", "motions.abstain")
    if said.court is not None:
        figures.put(("politics", "court", "asked"), said.court.asked, "politics", "court.asked")
        figures.put(("politics", "court", "reverses"), said.court.reverses, "politics", "court.reverses")
        figures.put(("politics", "court", "heard"), said.court.heard, "timetable", "court")
    if said.conference is not None:
        figures.put(("politics", "conference"), said.conference, "politics", "second_chance")
    _opens(figures)
    figures.put(("politics", "second_chance"), said.second_chance, "politics", "second_chance")
    figures.put(("politics", "until"), said.until, "timetable", "until")
    for one in candidates:
        if not one.challenger:
            continue
        entry = said.challengers.get(one.id)
        here: tuple[str, ...] = ("politics", "challengers", one.id)
        figures.put((*here, "stands"), entry.stands if entry else None, "politics", "challengers.stands")
        vacancy = (entry.in_a_vacancy or entry.stands) if entry else None
        figures.put((*here, "in_a_vacancy"), vacancy, "politics", "challengers.stands")
        figures.put((*here, "declares"), entry.declares if entry else None, "timetable", "declares")
        figures.put((*here, "withdraws"), entry.withdraws if entry else None, "politics", "challengers.withdraws")
        if entry is not None and entry.pulls_out is not None:
            figures.put((*here, "pulls_out"), entry.pulls_out, "politics", "challengers.withdraws")
        for name in ("concedes", "enters"):
            if entry is not None and getattr(entry, name) is not None:
                figures.put((*here, name), getattr(entry, name), "politics", "challengers.withdraws")
        if entry is not None and entry.waits_for:
            figures.put((*here, "waits"), entry.waits, "timetable", "waits")


PRESSURE = ("politics", "resignation", "pressure")
PRESSURES = ("motion", "delegation")
"""Those for which there is a default of their own."""


def _pressure(figures: Figures) -> None:
    """Each with its day and with what it multiplies the chance a week by; a lost motion is there without more."""
    said, lost = figures.written.politics.resignation.pressure, motions_lost(figures.written)
    for name in dict.fromkeys([*lost, *(["delegation"] if lost else []), *said]):
        entry, here, sort = said.get(name), (*PRESSURE, name), name.split("_")[0]
        if name in lost and (entry is None or entry.date is None):
            date = quantities.date(figures.written.motions[lost[name]].date.isoformat())
            key = ".".join((*here, "date"))
            figures.beliefs[key] = Belief(key, date, figures.origin(("motions", lost[name])))
        else:
            figures.put((*here, "date"), entry.date if entry else None, "timetable", "delegation")
        usual = f"resignation.pressure.{sort}.times" if sort in PRESSURES else "resignation.pressure.times"
        figures.put((*here, "times"), entry.times if entry else None, "politics", usual)


DEFAULT_NAMES = {"incumbent": "2% to 50%", CHALLENGER: "20% to 80%"}
