"""Checks: what a scenario file may get wrong between its parts. Each finding is a letter; a gap is only a warning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from simulator.engine.leaders import OTHERS
from simulator.engine.ledger import TALLIES
from simulator.rulebooks.law import Law
from simulator.rulebooks.patches import Patch
from simulator.rulebooks.rulebook import RuleBook
from simulator.scenario import polls
from simulator.scenario.figures import motions_lost
from simulator.scenario.scenario import CHALLENGER, Bloc, Candidate
from simulator.scenario.written import ScenarioEntry
from simulator.scenario.written_beliefs import Believed
from simulator.stages.contest import CHALLENGED
from simulator.stages.kinds import STAGES
from simulator.stages.nomination import BEFORE, Nomination, thresholds, unbelieved
from simulator.stages.values import Unsaid
from simulator.words.lists import listed
from simulator.words.people import same
from simulator.words.problems import Path, did_you_mean
from simulator.words.quantities import Quantity

Finding = tuple[Path, str, str, bool]
NOBODY = "nobody"
RESERVED = {*OTHERS, CHALLENGER}
"""Words of the results, which cannot be a candidate's id or name."""


def findings(written: ScenarioEntry, book: RuleBook, law: Law, sections: tuple[str, ...]) -> Iterator[Finding]:
    """Every finding as (path, said, cure, only a warning)."""
    yield from _candidates(written, law)
    yield from _bodies(written, book, law)
    yield from _position(written, law)
    yield from _motions(written)
    yield from _blocs(written)
    yield from _sections(written, book, sections)
    yield from _votes_on_a_question(written, book)
    yield from polls.findings(written, sections)
    yield from _politics(written)
    yield from _conduct(written)
    yield from _timetable(written)
    yield from _stages_of_the_timetable(written, book)
    yield from _openings(written, book)
    yield from _readings_of_a_body(written, book, law)
    yield from _unsourced(written)


def sliders(written: ScenarioEntry, beliefs: Mapping[str, object], law: Law) -> Iterator[tuple[Path, str, str]]:
    """The figures that are to have a slider: each a belief, or a share or count of law."""
    bars = [path for path in law.provisions if path.endswith((".bar.share", ".bar.count"))]
    for number, path in enumerate(written.explore):
        if path not in beliefs and path not in bars:
            said = f"“{path}” is neither a belief of this scenario nor a bar of its rules"
            yield ("explore", number), said, did_you_mean(path, [*beliefs, *bars])


def _candidates(written: ScenarioEntry, law: Law) -> Iterator[Finding]:
    leaders = [name for name, entry in written.candidates.items() if entry.incumbent]
    stand_ins = [name for name, entry in written.candidates.items() if entry.stand_in]
    for reserved in RESERVED & set(written.candidates):
        yield (
            ("candidates", reserved),
            f"“{reserved}” is a word of the results and cannot name a candidate",
            "rename",
            False,
        )
    yield from _namesakes(written)
    if len(leaders) > 1:
        yield ("candidates", leaders[1]), f"{' and '.join(leaders)} are both the incumbent", "one leads", False
    if len(stand_ins) > 1:
        yield ("candidates", stand_ins[1]), "there can be one stand-in", "", False
    contest = written.rules.contest or law.usual_contest()
    if law.trigger(contest) == CHALLENGED and not leaders:
        yield ("candidates",), "a challenge needs an incumbent", "mark one: incumbent: true", False
    if len(written.candidates) > 12:
        yield ("candidates",), f"{len(written.candidates)} candidates; at most 12 can be played", "", False


def _namesakes(written: ScenarioEntry) -> Iterator[Finding]:
    """Candidates whom nobody could tell apart, or who are called as a result is."""
    seen: dict[str, str] = {}
    for one, entry in written.candidates.items():
        name = entry.name or one
        if entry.name and same(name) in RESERVED:
            said = f"“{name}” is a word of the results and cannot be a candidate’s name"
            yield ("candidates", one, "name"), said, "write the name by which the candidate is known", False
        elif other := seen.get(same(name)):
            theirs = written.candidates[other].name or other
            said = f"nobody can tell {one} (“{name}”) from {other} (“{theirs}”)"
            yield ("candidates", one, "name"), said, "tell them apart, say by a place in brackets", False
        seen.setdefault(same(name), one)
    blocs: dict[str, str] = {}
    for bloc in written.nominators.blocs:
        if other := blocs.get(same(bloc)):
            said = f"“{other}” and “{bloc}” are one name as they are written"
            yield ("nominators", "blocs", bloc), said, "put them together, or name them otherwise", False
        blocs.setdefault(same(bloc), bloc)


def _bodies(written: ScenarioEntry, book: RuleBook, law: Law) -> Iterator[Finding]:
    for name, entry in written.bodies.items():
        here: Path = ("bodies", name)
        if name not in book.bodies:
            yield here, f"“{name}” is not a body of {book.key}", did_you_mean(name, book.bodies), False
        if entry.suspended + entry.absent > entry.size:
            yield (
                here,
                f"{entry.suspended} suspended and {entry.absent} absent of {entry.size}",
                "check the figures",
                False,
            )
        for roll, heads in entry.rolls.items():
            if heads < 0:
                yield (*here, "rolls", roll), f"“{heads}” is below zero", "heads are counted from 0 up", False
    for path, provision in law.provisions.items():
        if path.endswith("bar.of") and isinstance(provision.value, tuple):
            for body in provision.value:
                if body not in written.bodies:
                    said = f"the heads of “{body}” are missing; {path} counts them"
                    yield ("bodies",), said, f"add {body}: {{size: …}}", False
            return


def _position(written: ScenarioEntry, law: Law) -> Iterator[Finding]:
    """A contest under way: the stage it stands at, and who stands there or has how many nominations."""
    rules = written.rules
    here: Path = ("rules", "at")
    if not rules.at:
        for name in ("standing", "ballots_held", "nominations"):
            if getattr(rules, name):
                yield ("rules", name), "it is not said where the contest stands", "write at: STAGE", False
        return
    stages = [name for name in law.reached_from(rules.contest or law.usual_contest()) if name in law.stages]
    if rules.at not in stages:
        yield (
            here,
            f"“{rules.at}” is no stage that this contest may come to",
            did_you_mean(rules.at, sorted(stages)),
            False,
        )
        return
    kind = law.kinds[rules.at]
    opens_nominations = kind == "nomination" and law.get(f"{rules.at}.among") != "those nominated before"
    if opens_nominations and rules.standing:
        yield ("rules", "standing"), "nominations are open, and nobody stands yet", "write nominations:", False
    if not opens_nominations and rules.nominations:
        yield ("rules", "nominations"), f"{rules.at} is a {kind}: nobody is nominated there", "write standing:", False
    if kind == "ballot" and law.get(f"{rules.at}.paper") != "yes or no" and not rules.standing:
        yield here, "it is not said who stands", "write standing: [candidate, …]", False
    if kind != "ballot" and rules.ballots_held:
        yield ("rules", "ballots_held"), f"{rules.at} is a {kind}: no ballots are held in it", "leave it out", False
    for name in (*rules.standing, *rules.nominations):
        if name not in written.candidates:
            yield here, f"“{name}” is not a candidate", did_you_mean(name, written.candidates), False
    for name, count in rules.nominations.items():
        if count < 0:
            yield ("rules", "nominations", name), f"“{count}” is below zero", "nominations are counted from 0 up", False


def _motions(written: ScenarioEntry) -> Iterator[Finding]:
    for number, motion in enumerate(written.motions):
        here: Path = ("motions", number)
        total = motion.for_ + motion.against + motion.spoilt + motion.absent
        body = written.bodies.get(motion.by)
        shown = f"{motion.for_} + {motion.against} + {motion.spoilt} + {motion.absent} = {total}"
        if body is None:
            yield (
                (*here, "by"),
                f"“{motion.by}” is not a body of this scenario",
                did_you_mean(motion.by, written.bodies),
                False,
            )
        elif total > body.size:
            yield here, f"{shown}, more than the {body.size} of {motion.by}", "check the figures", False
        elif total < body.size and total != body.rolls.get(motion.date.isoformat()):
            yield (
                here,
                f"{shown} of {body.size} {motion.by}: {body.size - total} are not accounted for",
                "it may be true",
                True,
            )
        if motion.date > written.rules.date:
            yield (*here, "date"), f"the motion is dated after the scenario ({written.rules.date})", "", False


def _blocs(written: ScenarioEntry) -> Iterator[Finding]:
    sizes: dict[str, int] = {}
    shown: dict[str, list[str]] = {}
    for name, bloc in written.nominators.blocs.items():
        here: Path = ("nominators", "blocs", name)
        if bloc.body not in written.bodies:
            cure = did_you_mean(bloc.body, written.bodies)
            yield (*here, "body"), f"“{bloc.body}” is not a body of this scenario", cure, False
            continue
        sizes[bloc.body] = sizes.get(bloc.body, 0) + bloc.size
        shown.setdefault(bloc.body, []).append(str(bloc.size))
        yield from _names(written, here, bloc)
    already = sum(written.rules.nominations.values())
    for number, (body, blocs) in enumerate(sizes.items()):
        size, sum_shown, total = written.bodies[body].size, " + ".join(shown[body]), blocs
        if already and not number:
            total, sum_shown = blocs + already, f"{sum_shown} and the {already} nominations in so far"
        if total > size:
            said = f"the blocs of {body} add to {sum_shown} = {total}, more than its {size}"
            yield ("nominators", "blocs"), said, "nobody nominates twice; check the sizes", False
        elif total < size:
            said = f"the blocs of {body} add to {sum_shown} = {total} of {size}; {size - total} nominate nobody"
            yield ("nominators", "blocs"), said, "it may be true", True
    for name in written.nominators.appeal:
        yield from _challenger(written, ("nominators", "appeal", name), name)


def _names(written: ScenarioEntry, here: Path, bloc: Believed) -> Iterator[Finding]:
    known = [*written.candidates, CHALLENGER]
    for name in bloc.nominate:
        if name not in known:
            yield (*here, "nominate", name), f"“{name}” is not a candidate", did_you_mean(name, known), False
    total = sum(chance.centre for chance in bloc.nominate.values())
    if total > 1.0005:
        said = f"the chances add to {total:.0%}; each names at most one candidate"
        yield (*here, "nominate"), said, "let them add to 100% or less", False


def _challenger(written: ScenarioEntry, path: Path, name: str) -> Iterator[Finding]:
    entry = written.candidates.get(name)
    challengers = [k for k, c in written.candidates.items() if not c.incumbent and not c.stand_in]
    if entry is None or entry.incumbent or entry.stand_in:
        yield path, f"“{name}” is not a challenger", did_you_mean(name, challengers), False


def _sections(written: ScenarioEntry, book: RuleBook, sections: tuple[str, ...]) -> Iterator[Finding]:
    elsewhere = {name for edition in book.editions for name in sections_of(edition.law)}
    options = {one for edition in book.editions for one in edition.law.options()}
    for name, entry in written.electorate.sections.items():
        here: Path = ("electorate", "sections", name)
        if name not in sections and name not in elsewhere:
            said = f"“{name}” is not a section of the electorate under these rules"
            yield here, said, did_you_mean(name, sections), False
        for group in (entry.shares, entry.support, entry.counted):
            for candidate in group:
                if candidate not in written.candidates and candidate not in options:
                    cure = did_you_mean(candidate, written.candidates)
                    yield here, f"“{candidate}” is not a candidate", cure, False
        if entry.counted and (entry.register_ or entry.turnout or entry.support or entry.shares):
            yield (
                here,
                "votes as counted leave nothing to believe",
                "give either votes, or register, turnout and shares",
                False,
            )
        for candidate, votes in entry.counted.items():
            if votes < 0:
                yield (*here, "votes", candidate), f"“{votes}” is below zero", "votes are counted from 0 up", False
        if entry.counted and entry.register_ is None and not any(entry.counted.values()):
            yield (*here, "votes"), "nobody voted", "", False
    for candidate in written.electorate.support:
        if candidate not in written.candidates:
            cure = did_you_mean(candidate, written.candidates)
            yield ("electorate", "support", candidate), f"“{candidate}” is not a candidate", cure, False


def _politics(written: ScenarioEntry) -> Iterator[Finding]:
    for name in written.politics.challengers:
        yield from _challenger(written, ("politics", "challengers", name), name)
    executive = written.politics.executive
    body = written.bodies.get("nec")
    if executive.voting is not None and body is not None and executive.voting > body.size - body.absent:
        said = f"{executive.voting} vote of {body.size} members, {body.absent} of them absent"
        yield ("politics", "executive", "voting"), said, f"at most {body.size - body.absent} can", False
    resignation = written.politics.resignation
    if resignation.walk_out is None and resignation.after_walk_out is not None:
        yield ("politics", "resignation", "after_walk_out"), "there is no walk_out date", "add walk_out: DATE", False


def _conduct(written: ScenarioEntry) -> Iterator[Finding]:
    """What may be wrong in what is said of conduct, as (path, said, cure, only a warning)."""
    nominators, challengers = written.nominators, written.politics.challengers
    for at, names in (
        (("nominators", "lending", "feared"), nominators.lending.feared),
        (("nominators", "withdraws"), nominators.withdraws),
        (("nominators", "heirs"), [*nominators.heirs, *nominators.heirs.values()]),
        (("nominators", "second_bar"), nominators.second_bar),
        (("electorate", "clp_nominations"), written.electorate.clp_nominations),
    ):
        yield from _unknown(written, at, names)
    for one, heir in nominators.heirs.items():
        if one == heir:
            yield ("nominators", "heirs", one), f"“{one}” cannot be their own heir", "name another candidate", False
    for one, entry in challengers.items():
        if entry.endorses and (entry.endorses not in written.candidates or entry.endorses == one):
            known = [name for name in written.candidates if name != one]
            cure = did_you_mean(entry.endorses, known)
            where: Path = ("politics", "challengers", one, "endorses")
            yield where, f"“{entry.endorses}” is no other candidate", cure, False
        if entry.waits_for:
            here: Path = ("politics", "challengers", one, "waits_for")
            known = [name for name in challengers if name != one]
            if entry.waits_for not in known:
                yield (
                    here,
                    f"“{entry.waits_for}” is no other challenger",
                    did_you_mean(entry.waits_for, known) or "name another challenger",
                    False,
                )
            elif challengers[entry.waits_for].waits_for:
                yield here, f"{entry.waits_for} waits, too; one must go first", "let only one of them wait", False
    if written.about and written.about not in written.candidates:
        cure = did_you_mean(written.about, written.candidates)
        yield ("about",), f"“{written.about}” is not a candidate", cure, False
    usual = {*motions_lost(written), "delegation"}
    for name, pressure in written.politics.resignation.pressure.items():
        if pressure.date is None and name not in usual:
            here = ("politics", "resignation", "pressure", name)
            yield here, f"nobody knows when “{name}” comes", "add date: DATE, or 3 to 10 days", False
    for name, section in written.electorate.sections.items():
        if section.window is not None and section.window.open is not None and section.window.open.kind == "date":
            here = ("electorate", "sections", name, "window", "open")
            yield here, "a date says when, not how long", "write 2 days, or 2 to 60 days", False
    yield from _transfers(written)
    for name, votes in written.electorate.clp_nominations.items():
        if votes < 0:
            yield ("electorate", "clp_nominations", name), f"“{votes}” is below zero", "count from 0 up", False
    yield from _what_happened(written)


def _unknown(written: ScenarioEntry, at: Path, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if name not in written.candidates:
            yield (*at, name), f"“{name}” is not a candidate", did_you_mean(name, written.candidates), False


def _transfers(written: ScenarioEntry) -> Iterator[Finding]:
    """Votes go from a candidate to others, or to nobody."""
    yield from _neighbours(written)
    for loser, shares in written.electorate.transfers.items():
        here: Path = ("electorate", "transfers", loser)
        yield from _unknown(written, here[:-1], [loser])
        yield from _unknown(written, here, [name for name in shares if name != NOBODY])
        if loser in shares:
            yield here, f"votes of {loser} cannot go to {loser}", "leave the line out", False
        total = sum(share.centre for share in shares.values())
        if not 0.98 <= total <= 1.02:
            said = f"the shares add to {total:.0%}; all of the votes go somewhere, if only to {NOBODY}"
            yield here, said, "let them add to 100%", False


def _neighbours(written: ScenarioEntry) -> Iterator[Finding]:
    """Whoever is nearest to a candidate is another candidate."""
    said = written.electorate
    here: Path = ("electorate", "neighbours")
    yield from _unknown(written, here, said.neighbours)
    for loser, nearest in said.neighbours.items():
        if nearest not in written.candidates:
            cure = did_you_mean(nearest, written.candidates)
            yield (*here, loser), f"“{nearest}” is not a candidate", cure, False
        elif nearest == loser:
            yield (*here, loser), f"{loser} cannot be nearest to {loser}", "name another candidate", False
    if said.front_runner is not None:
        yield from _unknown(written, ("electorate",), [said.front_runner])


def _what_happened(written: ScenarioEntry) -> Iterator[Finding]:
    said = written.afterwards
    if said is None:
        return
    here: Path = ("afterwards", "names")
    for moment, names in said.names.items():
        if moment not in TALLIES:
            yield (*here, moment), f"“{moment}” is not a moment of the window", did_you_mean(moment, TALLIES), False
        yield from _unknown(written, (*here, moment), names)
    if said.leader:
        yield from _unknown(written, ("afterwards", "leader"), [said.leader])
    if not (said.source or said.assumption):
        yield ("afterwards",), "what happened needs a source", "add source: …", False


def _timetable(written: ScenarioEntry) -> Iterator[Finding]:
    order = ("executive", "nominations", "open", "ballot", "voting", "declared")
    last: tuple[str, Quantity] | None = None
    for stage in order:
        quantity = written.timetable.step(stage)
        if quantity is None or quantity.kind != "date":
            continue
        if last is not None and quantity.low < last[1].low:
            said = f"“{stage}” ({quantity}) comes before “{last[0]}” ({last[1]})"
            yield ("timetable", stage), said, "a deadline cannot pass before its opening", False
        last = (stage, quantity)
    until = written.politics.until
    if until is not None and until.kind == "date" and until.high < written.rules.date.toordinal():
        yield ("politics", "until"), "the last day of the question is before the scenario's date", "", False


def _stages_of_the_timetable(written: ScenarioEntry, book: RuleBook) -> Iterator[Finding]:
    """A step that is no kind of step is a stage of the book, and a stage has the steps of its kind."""
    kinds = _kinds_of_stages(book)
    known = [*type(written.timetable).model_fields, *kinds]
    by_stage = written.timetable.by_stage()
    for name in written.timetable.__pydantic_extra__ or {}:
        if name not in kinds:
            said = f"“{name}” is neither a step of the timetable nor a stage of {book.key}"
            yield ("timetable", name), said, did_you_mean(name, known), False
        elif name not in by_stage:
            cure = f"write {{STEP: 1 day}}; steps: {', '.join(STAGES[kinds[name]].days)}"
            yield ("timetable", name), f"“{name}” is a stage: say which step is meant", cure, False
    for name, entry in by_stage.items():
        if name in kinds:
            yield from _steps_of_a_stage(name, kinds[name], entry)


def _kinds_of_stages(book: RuleBook) -> dict[str, str]:
    """The kind of every stage of a book, those that a reading would add included."""
    kinds = {name: edition.law.kinds[name] for edition in book.editions for name in edition.law.stages}
    for dispute in book.disputes.values():
        for reading in dispute.readings.values():
            for name, said in reading.patch.add.items():
                if isinstance(said, dict) and "." not in name:
                    kinds[name] = said.get("stage") or kinds.get(said.get("like", ""), "")
    return {name: kind for name, kind in kinds.items() if kind in STAGES}


def _steps_of_a_stage(name: str, kind: str, entry: Believed) -> Iterator[Finding]:
    """Each step that is said of a stage is one that its kind has."""
    days, unknown = STAGES[kind].days, entry.__pydantic_extra__ or {}
    said = [step for step in type(entry).model_fields if isinstance(getattr(entry, step), Quantity)]
    for step in (*said, *unknown):
        if step not in days:
            near = did_you_mean(ENDS[step] if ENDS.get(step) in days else step, days)
            known = f"known: {', '.join(days)}"
            cure = known if near == known else f"{near} {known}"
            yield ("timetable", name, step), f"“{step}” is no step of {name} (a {kind} stage)", cure, False


def overrides(written: ScenarioEntry, law: Law) -> Iterator[Finding]:
    """Days that the rules state themselves, as they are read here, and in whose place the scenario gives others."""
    for name, entry in written.timetable.by_stage().items():
        for step, clause in OF_THE_BOOK.items():
            said, stated = getattr(entry, step), law.get(f"{name}.{clause}")
            if said is None or not isinstance(stated, int) or _same_length(entry, said, stated):
                continue
            days = f"{stated} day{'' if stated == 1 else 's'}"
            what = f"the rules state {days} ({name}.{clause}); “{said}” is simulated in place of that"
            yield ("timetable", name, step), what, "leave it out to keep to the rules", True


def nothing_believed(
    written: ScenarioEntry, law: Law, contest: str, blocs: Iterable[Bloc], candidates: Iterable[Candidate]
) -> Iterator[Finding]:
    """Bars, met on the way of this contest, that count bodies of whose nominations the scenario says nothing."""
    believed = {bloc.body for bloc in blocs}
    if all(one.id in written.nominators.second_bar for one in candidates if not one.option):
        return
    reached = law.reached_from(written.rules.at or contest)
    for name, stage in law.compiled[0].items():
        if name not in reached or not isinstance(stage, Nomination) or stage.among == BEFORE:
            continue
        if bodies := unbelieved(thresholds(stage.bar), believed):
            said = f"nothing is said of whom {listed(bodies)} nominate; where {name}.bar turns on it, a run ends unresolved"
            cure = f"add a bloc: {{body: {bodies[0]}, …}}, or believe second_bar of each candidate"
            yield ("nominators",), said, cure, True


def _same_length(entry: Believed, said: Quantity, stated: int) -> bool:
    """Whether what is said of the close is the length that the rules state."""
    if said.kind == "date":
        opens = entry.opens
        return (
            opens is not None and opens.kind == "date" and opens.certain and said.low == said.high == opens.low + stated
        )
    return said.low == said.high == stated


ENDS = {"until": "closes", "closes": "until", "ends": "closes"}
"""Words for the end of a stage → the step by which another kind of stage ends."""
OF_THE_BOOK = {"closes": "open", "until": "until"}
"""Steps whose day a rule book may state → the provision that states it."""


def _readings_of_a_body(written: ScenarioEntry, book: RuleBook, law: Law) -> Iterator[Finding]:
    """A body chooses among readings of a dispute that it settles, and not one that leaves the question to it."""
    reads = written.politics.executive.reads
    if not isinstance(reads, dict):
        return
    settled = {one for stage in law.stages for one in (law.get(f"{stage}.settles") or ())}
    every = {r: one for d in settled if d in book.disputes for r, one in book.disputes[d].readings.items()}
    choices = [name for name, one in every.items() if one.favours]
    for name in reads:
        here: Path = ("politics", "executive", "reads", name)
        if name not in every:
            yield here, f"“{name}” is no reading that a body settles here", did_you_mean(name, choices), False
        elif not every[name].favours:
            yield (
                here,
                f"“{name}” leaves the question to the body: it is no choice of that body",
                "name the others",
                False,
            )


def _votes_on_a_question(written: ScenarioEntry, book: RuleBook) -> Iterator[Finding]:
    """How a body votes on a question is said of a stage of the book."""
    stages = list(dict.fromkeys(name for edition in book.editions for name in edition.law.stages))
    for name in written.politics.motions:
        if name not in stages:
            said = f"“{name}” is not a stage of {book.key}"
            yield ("politics", "motions", name), said, did_you_mean(name, stages), False


def _openings(written: ScenarioEntry, book: RuleBook) -> Iterator[Finding]:
    """What opens a contest is said of a contest of the book, and signatures of blocs of the file."""
    contests = list(dict.fromkeys(name for edition in book.editions for name in edition.law.contests))
    for name, entry in written.politics.opens.items():
        here: Path = ("politics", "opens", name)
        if name not in contests:
            yield here, f"“{name}” is no contest of {book.key}", did_you_mean(name, contests), False
        for bloc in entry.signatures:
            if bloc not in written.nominators.blocs:
                cure = did_you_mean(bloc, written.nominators.blocs)
                yield (*here, "signatures", bloc), f"“{bloc}” is no bloc of this scenario", cure, False


def _unsourced(written: ScenarioEntry) -> Iterator[Finding]:
    def walk(entry: object, path: Path) -> Iterator[Path]:
        if isinstance(entry, Mapping):
            for name, inner in entry.items():
                yield from walk(inner, (*path, name))
        elif hasattr(entry, "source") and hasattr(entry, "assumption") and entry.source and entry.assumption:
            yield path

    for path in walk(dict(written.bodies), ("bodies",)):
        yield path, "has both a source and an assumption", "a figure is either read somewhere or assumed", False


def sections_of(law: Law, what_ifs: Iterable[Patch] = ()) -> tuple[str, ...]:
    """The sections of the electorate under a law, those a what-if would add included."""
    found: dict[str, None] = {}
    for path, provision in law.provisions.items():
        if path.endswith(".sections") and not isinstance(provision.value, Unsaid):
            found |= dict.fromkeys(provision.value)
    for patch in what_ifs:
        for path, said in patch.change.items():
            if path.endswith(".sections") and isinstance(said, list):
                found |= dict.fromkeys(said)
    return tuple(found)


def bear_one_name(book: RuleBook, law: Law, what_ifs: Iterable[Patch] = ()) -> list[tuple[str, ...]]:
    """The sections of each ballot whose papers bear one name, or may: under some reading, or a what-if."""
    readings = [one.patch for dispute in book.disputes.values() for one in dispute.readings.values()]
    found = []
    for path, provision in law.provisions.items():
        stage, _, leaf = path.rpartition(".")
        if leaf == "sections" and not isinstance(provision.value, Unsaid):
            paper = f"{stage}.paper"
            if "one name" in (law.get(paper), *(patch.change.get(paper) for patch in (*readings, *what_ifs))):
                found.append(tuple(provision.value))
    return found
