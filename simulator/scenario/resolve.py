"""From the written scenario to the resolved one: law, readings and beliefs found, defaults filled, all checked."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from simulator.rulebooks.law import Law
from simulator.rulebooks.load import open_book
from simulator.rulebooks.patches import Patch
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.scenario import checks, layers, polls, shares
from simulator.scenario.bars import heads_of
from simulator.scenario.bearing import bearing
from simulator.scenario.figures import DEFAULT_NAMES, gather, small
from simulator.scenario.readings import Stated
from simulator.scenario.scenario import (
    CHALLENGER,
    Afterwards,
    Belief,
    Bloc,
    Body,
    Candidate,
    Mixture,
    Motion,
    Position,
    Scenario,
    sure,
)
from simulator.scenario.written import ScenarioEntry
from simulator.stages.contest import VACANT
from simulator.stages.values import counted
from simulator.words import quantities
from simulator.words.documents import Document
from simulator.words.problems import Path, Problem, Problems, did_you_mean
from simulator.words.shapes import shaped
from simulator.words.sources import Always, Cite, Origin, Source

FARTHEST = 10_000


def load(
    path: str,
    settings: Mapping[str, str] | None = None,
    readings: Mapping[str, str] | None = None,
    compared: Iterable[str] = (),
    what_ifs: Iterable[str] = (),
    edition: str | None = None,
) -> Scenario:
    """A scenario from its file.

    settings   ``--set`` values: path of law or belief → value as written
    readings   ``--reading`` values: dispute → reading, ``compare``, or the body that decides
    compared   disputes to lay side by side besides those the file compares
    what_ifs   named what-ifs of the rule book: drafts and rejected amendments
    edition    another edition to play it under; bodies of which the file says nothing stay unsaid
    Raises Problems with every fault found.
    """
    document = layers.layered(layers.named(path))
    return of_document(document, settings or {}, readings or {}, compared, what_ifs, edition)


def of_document(
    document: Document,
    settings: Mapping[str, str],
    readings: Mapping[str, str],
    compared: Iterable[str] = (),
    what_ifs: Iterable[str] = (),
    edition: str | None = None,
) -> Scenario:
    """A scenario from a document already read."""
    if settings:
        plain = _shape(document)
        book = open_book(plain.rules.book, document.place(("rules", "book")).file)
        document = layers.with_settings(document, settings, _law_names(book))
    written = _shape(document)
    document = layers.asked(document, readings, compared := tuple(compared))
    resolver = _Resolver(document, written, settings, readings, compared)
    resolver.drafts, resolver.elsewhere = tuple(what_ifs), edition
    return resolver.scenario()


def _shape(document: Document) -> ScenarioEntry:
    written, problems = shaped(ScenarioEntry, document)
    if written is None:
        raise Problems(problems, document.name)
    return written


def _law_names(book: RuleBook) -> tuple[str, ...]:
    names = dict.fromkeys(name for edition in book.editions for name in edition.law.kinds)
    for dispute in book.disputes.values():
        for reading in dispute.readings.values():
            names |= dict.fromkeys(reading.patch.add)
    return tuple(names)


def _position(written: ScenarioEntry) -> Position | None:
    """Where the contest stands on the date, if it is under way."""
    rules = written.rules
    return Position(rules.at, rules.standing, rules.ballots_held, rules.nominations) if rules.at else None


def _afterwards(written: ScenarioEntry) -> Afterwards | None:
    """What happened, if the file says so; it is shown beside the answer and never used."""
    said = written.afterwards
    if said is None:
        return None
    key = said.source or said.assumption
    entry = written.sources.get(key)
    votes = {"executive": said.executive, "asked_to_leave": said.asked_to_leave}
    return Afterwards(
        names=said.names,
        leader=said.leader,
        share=said.share.centre if said.share else None,
        source=entry.title if entry else key,
        votes={name: (vote.for_, vote.against) for name, vote in votes.items() if vote is not None},
        judgment=said.judgment or "",
    )


def _each_way(
    book: RuleBook, readings: Mapping[str, str | Mixture], compared: tuple[str, ...]
) -> Iterator[dict[str, str]]:
    """The readings that are sure, with each of a dispute that are compared, or mixed, in turn."""
    known = sure(book, readings)
    for dispute, chosen in readings.items():
        for name in book.disputes[dispute].readings if dispute in compared or not isinstance(chosen, str) else ():
            yield {**known, dispute: name}


class _Resolver:
    """Resolves one document, collecting problems until there is no going on."""

    def __init__(
        self,
        document: Document,
        written: ScenarioEntry,
        settings: Mapping[str, str],
        readings: Mapping[str, str],
        compared: tuple[str, ...],
    ) -> None:
        self.document, self.written, self.settings = document, written, settings
        self.asked, self.compared = readings, compared
        self.drafts: tuple[str, ...] = ()
        self.elsewhere: str | None = None
        self.problems: list[Problem] = []

    def fail(self, path: Path, said: str, cure: str = "", *, warning: bool = False) -> None:
        place = self.document.place(path)
        self.problems.append(Problem(said, place, path, cure, warning))

    def stop_if_wrong(self) -> None:
        if any(not p.warning for p in self.problems):
            raise Problems(self.problems, self.document.name)

    def scenario(self) -> Scenario:
        written = self.written
        book, home = self._law()
        edition = home if self.elsewhere is None else book.on(written.rules.date, self.elsewhere)
        drafts = dict.fromkeys((*written.rules.what_ifs, *self.drafts))
        what_ifs = (*self._what_ifs(), *(book.draft(name, edition) for name in drafts))
        at_home = checks.sections_of(home.law, what_ifs if edition is home else ())
        sections = at_home if edition is home else checks.sections_of(edition.law, what_ifs)
        found = (*checks.findings(written, book, home.law, at_home), *shares.findings(written, self.settings))
        for path, said, cure, warning in found:
            self.fail(path, said, cure, warning=warning)
        contest = written.rules.contest or edition.law.usual_contest()
        if contest and contest not in edition.law.contests:
            said = f"“{contest}” is no contest of {book.key}"
            self.fail(("rules", "contest"), said, did_you_mean(contest, edition.law.contests))
        stated = Stated(written, self.asked, self.compared, book, edition, self.fail)
        readings, compared = stated.readings()
        for dispute in (one for one in compared if book.only_shown(one)):
            said = f"the readings of {dispute} set only what is shown: they are simulated alike"
            self.fail(("compare",), said, "compare another dispute", warning=True)
        self.stop_if_wrong()
        options = edition.law.options()
        candidates = tuple(
            Candidate(k, c.name or k.replace("_", " ").title(), c.incumbent, c.stand_in, option=k in options)
            for k, c in written.candidates.items()
        ) + tuple(Candidate(one, one, option=True) for one in options if one not in written.candidates)
        bodies = {k: Body(k, b.size, b.suspended, b.absent, b.rolls, b.changes) for k, b in written.bodies.items()}
        one_name = checks.bear_one_name(book, edition.law, what_ifs)
        beliefs = gather(
            written, self.document.data, candidates, edition.law, sections, one_name, self.settings, book.key
        )
        blocs = self._blocs(bodies, candidates, edition.law, beliefs)
        self._days_in_reach(beliefs)
        self._heads_there(book, edition, readings, compared, bodies)
        self._law_holds(book, edition, readings, compared, what_ifs, contest, blocs, candidates)
        for path, said, cure in checks.sliders(written, beliefs, edition.law):
            self.fail(path, said, cure)
        self.stop_if_wrong()
        law = book.read(edition, sure(book, readings), what_ifs)
        return Scenario(
            name=self.document.name,
            title=written.scenario,
            question=written.question,
            date=written.rules.date,
            day_zero=self._day_zero(beliefs),
            book=book,
            edition=edition,
            contest=contest,
            in_government=written.rules.in_government,
            office_empty=written.rules.office_empty,
            readings=readings,
            compared=compared,
            what_ifs=what_ifs,
            bodies=bodies,
            candidates=candidates,
            motions=tuple(
                Motion(m.date, m.by, m.title, m.for_, m.against, m.spoilt, m.absent) for m in written.motions
            ),
            blocs=blocs,
            sections=sections,
            unsaid=tuple(s for s in sections if s not in at_home and s not in written.electorate.sections),
            polled=polls.believed(written),
            recorded={k: s.counted for k, s in written.electorate.sections.items() if s.counted},
            votes={k: s.simulated for k, s in written.electorate.sections.items() if s.simulated},
            units={k: s.units.count for k, s in written.electorate.sections.items() if s.units is not None},
            small=small(sections, bodies, beliefs),
            executive_voting=int(beliefs["politics.executive.voting"].quantity.low),
            beliefs=bearing(beliefs, book, edition.law, law, contest, candidates, written.rules.at),
            sources={k: Source(k, s.title, s.url, s.confidence, s.note) for k, s in written.sources.items()},
            settings=dict(self.settings),
            runs=written.runs,
            seed=written.seed,
            explore=written.explore,
            position=_position(written),
            heirs=dict(written.nominators.heirs),
            waits_for={k: entry.waits_for for k, entry in written.politics.challengers.items() if entry.waits_for},
            about=written.about,
            watched=edition.law.trigger(written.rules.contest) == VACANT or written.nominators.first_day is not None,
            afterwards=_afterwards(written),
            digest=hashlib.sha256(json.dumps(self.document.data, sort_keys=True).encode()).hexdigest()[:16],
            warnings=tuple(p for p in self.problems if p.warning),
        )

    def _law(self) -> tuple[RuleBook, Edition]:
        rules = self.written.rules
        try:
            book = open_book(rules.book, self.document.place(("rules", "book")).file)
        except Problems as found:
            self._adopt(found, ("rules", "book"))
        try:
            return book, book.on(rules.date, rules.edition)
        except Problems as found:
            self._adopt(found, ("rules", "edition" if rules.edition else "date"))
        raise AssertionError("unreachable")

    def _adopt(self, found: Problems, path: Path) -> None:
        for problem in found.problems:
            if problem.place is None:
                self.fail(path, problem.said, problem.cure)
            else:
                self.problems.append(problem)
        raise Problems(self.problems, self.document.name) from None

    def _blocs(
        self, bodies: Mapping[str, Body], candidates: tuple[Candidate, ...], law: Law, beliefs: dict[str, Belief]
    ) -> tuple[Bloc, ...]:
        given = self.written.nominators.blocs
        if given:
            return tuple(Bloc(k, b.body, b.size, tuple(b.nominate)) for k, b in given.items())
        nominating = dict.fromkeys(
            body for path, p in law.provisions.items() if path.endswith("bar.by") for body in p.value
        )
        made = []
        # Where heads of a body are not given, nothing is believed of its nominations either.
        for body in filter(bodies.__contains__, nominating):
            names = [c.id for c in candidates if c.incumbent] + [CHALLENGER]
            for name in names:
                said = DEFAULT_NAMES[CHALLENGER if name == CHALLENGER else "incumbent"]
                key = f"nominators.blocs.{body}.nominate.{name}"
                reason = Origin("default, assumption", "nothing is said of the nominators", "assumption")
                beliefs[key] = Belief(key, quantities.chance(said), reason)
            made.append(Bloc(body, body, bodies[body].size, tuple(names)))
        return tuple(made)

    def _days_in_reach(self, beliefs: Mapping[str, Belief]) -> None:
        today = self.written.rules.date.toordinal()
        for path, belief in beliefs.items():
            kind, ends = belief.quantity.kind, (belief.quantity.low, belief.quantity.high)
            far = (kind == "days" and ends[1] > FARTHEST) or (
                kind == "date" and max(abs(e - today) for e in ends) > FARTHEST
            )
            if far:
                cure = f"days may lie at most {FARTHEST:,} days from the scenario’s date"
                self.fail(tuple(path.split(".")), f"“{belief.quantity}” is too far away", cure)

    def _what_ifs(self) -> tuple[Patch, ...]:
        patches = []
        for name, entry in self.written.what_if.items():
            cite = Cite(not_found=f"a what-if of this scenario: {entry.why or name}", confidence="assumption")
            patches.append(
                Patch(
                    f"what if: {name}",
                    ("what_if", name),
                    entry.change,
                    entry.add,
                    entry.remove,
                    Always(cite),
                )
            )
        for number, decision in enumerate(self.written.decisions):
            if decision.kind == "resolves":
                said = decision.source or decision.assumption or "a decision in this scenario"
                cite = Cite(not_found="", sources=(said,), confidence="secondary", note=f"decided {decision.date}")
                since = f"decision of {decision.body} ({decision.date})"
                patches.append(Patch(since, ("decisions", number), decision.change, {}, (), Always(cite)))
        return tuple(patches)

    def _law_holds(
        self,
        book: RuleBook,
        edition: Edition,
        readings: Mapping[str, str | Mixture],
        compared: tuple[str, ...],
        what_ifs: tuple[Patch, ...],
        contest: str,
        blocs: tuple[Bloc, ...],
        candidates: tuple[Candidate, ...],
    ) -> None:
        try:
            law = book.read(edition, sure(book, readings), what_ifs)
            for chosen in _each_way(book, readings, compared) if what_ifs else ():
                book.read(edition, chosen, what_ifs)
            for path, said, cure, warning in (
                *checks.overrides(self.written, law),
                *checks.nothing_believed(self.written, law, contest, blocs, candidates),
            ):
                self.fail(path, said, cure, warning=warning)
        except Problems as found:
            for problem in found.problems:
                if problem.place is None and problem.path:
                    self.fail(problem.path, problem.said, problem.cure)
                elif problem.place is None:
                    patch = next((w for w in what_ifs if w.since in problem.said), what_ifs[0] if what_ifs else None)
                    self.fail(patch.at if patch else ("readings",), problem.said, problem.cure)
                else:
                    self.problems.append(problem)

    def _heads_there(
        self,
        book: RuleBook,
        edition: Edition,
        readings: Mapping[str, str | Mixture],
        compared: tuple[str, ...],
        bodies: Mapping[str, Body],
    ) -> None:
        for dispute, chosen in readings.items():
            names = [chosen] if isinstance(chosen, str) else [name for name, _ in chosen.chances]
            if dispute in compared and isinstance(chosen, str):
                names = list(book.disputes[dispute].readings)
            for name in names:
                self._roll_there(book, edition, dispute, name, bodies)

    def _roll_there(
        self, book: RuleBook, edition: Edition, dispute: str, name: str, bodies: Mapping[str, Body]
    ) -> None:
        for path, said in book.reading(dispute, name).patch.change.items():
            if not path.endswith("bar.counted"):
                continue
            who = counted(said)
            of = edition.law.get(path.replace("bar.counted", "bar.of"))
            if isinstance(of, tuple) and heads_of(bodies, of, who) is None:
                cure = f"add it, such as {of[0]}: {{rolls: {{{who.roll}: 229}}}}"
                self.fail(("bodies",), f"the reading “{name}” of {dispute} counts {who}, which no body gives", cure)
                return

    def _day_zero(self, beliefs: Mapping[str, Belief]) -> dt.date:
        dates = [self.written.rules.date, *(m.date for m in self.written.motions)]
        for path, belief in beliefs.items():
            pressed = path.endswith("walk_out") or ".pressure." in path
            if belief.quantity.kind == "date" and belief.quantity.certain and not pressed:
                dates.append(dt.date.fromordinal(int(belief.quantity.low)))
        return min(dates) - dt.timedelta(1)
