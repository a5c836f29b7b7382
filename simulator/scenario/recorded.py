"""A real contest as recorded: what people did (names, withdrawals, votes), and apart from it what was published.

The rules are not recorded: the file names a rule book and the day on which the contest opened, and the law decides.
Whatever cannot be believed is refused here, each fault with its place and its cure.
"""

from __future__ import annotations

import datetime as dt
import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.rulebooks.law import Law
from simulator.rulebooks.load import open_book
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.scenario.checks import sections_of
from simulator.scenario.recorded_rounds import ALL, QUESTION, faults_of, is_question, misfit, standing_in, unpublished
from simulator.scenario.scenario import Body
from simulator.scenario.written_contest import ContestEntry, DeclaredEntry, RoundEntry
from simulator.stages.motion import Motion
from simulator.stages.nomination import Nomination, thresholds
from simulator.words.dates import day_words
from simulator.words.documents import Document, read
from simulator.words.problems import Path, Problem, Problems, did_you_mean, refuse
from simulator.words.shapes import shaped
from simulator.words.sources import Source

FOLDER = os.path.join("scenarios", "history")
NOBODY = "nobody"
ALIKE = 0.8
"""How like two names must be for one to be taken for a misspelling of the other, where it may be somebody else."""


@dataclass(frozen=True)
class Recorded:
    """A real contest with its law: the record, the book, the edition and the readings that apply.

    another_law   it is held against a law that is not its own
    """

    file: str
    entry: ContestEntry
    book: RuleBook
    edition: Edition
    law: Law
    sources: dict[str, Source]
    document: Document
    another_law: bool = False

    @property
    def bodies(self) -> dict[str, Body]:
        """Heads by body."""
        return {name: Body(name, one.size, one.suspended) for name, one in self.entry.heads.items()}

    @property
    def candidates(self) -> tuple[str, ...]:
        """Everybody the record names, in the order of the file."""
        return _candidates(self.entry)

    @property
    def on_the_ballot(self) -> tuple[str, ...]:
        """Who was on the ballot: as published, else whoever had votes in the first round."""
        return _on_the_ballot(self.entry)

    @property
    def options(self) -> tuple[str, ...]:
        """Options that the rules put on a ballot paper beside the names."""
        return _options(self.law)

    def under(self, law: Law) -> Recorded:
        """The same record under another law."""
        return replace(self, law=law, another_law=True)

    def problem(self, path: Path, said: str, cure: str = "") -> Problems:
        """What is wrong in a place of the file, ready to raise."""
        return Problems([Problem(said, self.document.place(path), path, cure)], self.file)


def _candidates(entry: ContestEntry) -> tuple[str, ...]:
    named = [
        *entry.nominations.names,
        *(one for round_ in entry.rounds if not is_question(round_) for one in standing_in(round_)),
        *entry.official.on_the_ballot,
        *(one.who for one in entry.entries),
        *([entry.incumbent] if entry.incumbent else []),
        *([entry.official.winner] if entry.official.winner != NOBODY else []),
    ]
    return tuple(dict.fromkeys(named))


def _on_the_ballot(entry: ContestEntry) -> tuple[str, ...]:
    ballots = [standing_in(one) for one in entry.rounds if not is_question(one) and not unpublished(one)]
    return entry.official.on_the_ballot or (ballots[0] if ballots else ())


def _options(law: Law) -> tuple[str, ...]:
    stages, _ = law.compiled
    return tuple(dict.fromkeys(one for stage in stages.values() for one in getattr(stage, "options", None) or ()))


def files() -> list[str]:
    """The files of real contests that come along."""
    if not os.path.isdir(FOLDER):
        return []
    return [os.path.join(FOLDER, name) for name in sorted(os.listdir(FOLDER)) if name.endswith(".yaml")]


def is_record(path: str) -> bool:
    """Whether a file is a real contest, and not a scenario or a rule book."""
    return os.path.isfile(path) and "official" in read(path).data


def recorded(path: str) -> Recorded:
    """A real contest from its file, or by its name; raises Problems with every fault found."""
    if not os.path.exists(path) and not path.endswith((".yaml", ".yml")):
        known = {os.path.splitext(os.path.basename(file))[0]: file for file in files()}
        if path not in known:
            raise refuse(f"there is no recorded contest “{path}”", did_you_mean(path, known))
        path = known[path]
    return of_record(read(path))


def of_record(document: Document) -> Recorded:
    """A real contest from its document."""
    entry, problems = shaped(ContestEntry, document)
    if entry is None:
        raise Problems(problems, document.name)
    try:
        book = open_book(entry.rules.book, document.name)
        edition = _edition(book, entry)
        law = book.read(edition, {**book.adopted(), **entry.rules.readings})
    except Problems as found:
        letters = [
            p if p.place else Problem(p.said, document.place(("rules",)), ("rules",), p.cure) for p in found.problems
        ]
        raise Problems(letters, document.name) from None
    problems = [Problem(said, document.place(at), at, cure) for at, said, cure in _faults(entry, document, book, law)]
    if problems:
        raise Problems(problems, document.name)
    sources = {key: Source(key, s.title, s.url, s.confidence, s.note) for key, s in entry.sources.items()}
    return Recorded(document.name, entry, book, edition, law, sources, document)


def _edition(book: RuleBook, entry: ContestEntry) -> Edition:
    opened = entry.rules.opened
    if entry.rules.edition:
        edition = book.on(opened.earliest, entry.rules.edition)
        possible = [one.name for one in book.editions if _may_be_in_force(book, one, opened.earliest, opened.latest)]
        if edition.name not in possible:
            here = f"“{edition.name}” is in force from {edition.in_force}"
            raise refuse(
                f"the contest opened {opened}, and {here}", f"then in force: {' or '.join(possible) or 'none'}"
            )
        return edition
    first, last = book.on(opened.earliest), book.on(opened.latest)
    if first is not last:
        raise refuse(f"the contest opened {opened}, under “{first.name}” or “{last.name}”", "name the edition")
    return first


def _may_be_in_force(book: RuleBook, edition: Edition, earliest: dt.date, latest: dt.date) -> bool:
    """Whether an edition may have been in force at some time in a span of days, as far as its own dates are known."""
    after = book.editions[book.editions.index(edition) + 1 :]
    return edition.in_force.earliest <= latest and (not after or earliest < after[0].in_force.latest)


Faults = Iterator[tuple[Path, str, str]]


def _faults(entry: ContestEntry, document: Document, book: RuleBook, law: Law) -> Faults:
    if entry.rules.edition and not entry.rules.because:
        yield ("rules",), "an edition is named and not why", "add because:"
    if entry.rules.contest not in law.contests:
        yield (
            ("rules", "contest"),
            f"“{entry.rules.contest}” is no contest of {book.key}",
            did_you_mean(entry.rules.contest, law.contests),
        )
    if book.offices and entry.office not in book.offices:
        yield (
            ("office",),
            f"“{entry.office}” is not an office {book.key} fills",
            did_you_mean(entry.office, book.offices),
        )
    for body in entry.heads:
        if body not in book.bodies:
            yield ("heads", body), f"“{body}” is not a body of {book.key}", did_you_mean(body, book.bodies)
    yield from _dates(entry)
    yield from _names(entry, law)
    yield from _nominators(entry, book, law)
    yield from _withdrawals(entry)
    yield from _heads(entry)
    yield from _rounds(entry, law)
    yield from _turnout(entry, law)
    for key in _cited(document.data):
        if key not in entry.sources:
            yield ("sources",), f"“{key}” is not among the sources", did_you_mean(key, entry.sources)


def _dates(entry: ContestEntry) -> Faults:
    """A contest is decided after it opened, and its rounds lie between, in order."""
    opened, decided = entry.rules.opened, entry.date
    if decided.latest < opened.earliest:
        yield ("date",), f"decided {decided}, before it opened {opened}", "is one of the two days mistyped?"
        return
    before = opened.earliest
    for number, one in enumerate(entry.rounds):
        if one.date is None:
            continue
        at: Path = ("rounds", number, "date")
        if one.date < before:
            said = (
                f"held {day_words(one.date)}, before {'it opened' if before is opened.earliest else 'the round above'}"
            )
            yield at, said, "rounds stand in order of time"
        elif one.date > decided.latest:
            yield (
                at,
                f"held {day_words(one.date)}, after the contest was decided ({decided})",
                "is one of the two days mistyped?",
            )
        before = max(before, one.date)


# --- names ------------------------------------------------------------------------------------------------------------
def _names(entry: ContestEntry, law: Law) -> Faults:
    """Every name is that of somebody who is on the ballot, fell short, came in later, or withdrew."""
    official, options = entry.official, _options(law)
    stand = dict.fromkeys((*_on_the_ballot(entry), *(one.who for one in entry.entries), *options))
    known = dict.fromkeys((*stand, *official.short))
    withdrew = [one.who for one in entry.withdrawals]
    incumbent = [entry.incumbent] if entry.incumbent else []
    if official.winner != NOBODY and official.winner not in (*stand, *incumbent):
        cure = did_you_mean(official.winner, [*(stand or entry.nominations.names), NOBODY])
        yield ("official", "winner"), f"“{official.winner}” was not on the ballot", cure
    for one in official.short:
        if one in official.on_the_ballot:
            yield ("official", "short"), f"{one} is both on the ballot and short of it", "take one of the two out"
    for one in entry.nominations.names:
        if one not in (*known, *withdrew, *incumbent):
            cure = f"{did_you_mean(one, known)} Or add the name to official.short, or to withdrawals"
            yield ("nominations", "names", one), f"“{one}” is neither on the ballot, nor short, nor withdrew", cure
    for one in entry.second_bar.carried if entry.second_bar is not None else ():
        if one not in (*known, *withdrew, *incumbent):
            yield ("second_bar", "carried", one), f"“{one}” was not nominated", did_you_mean(one, known)
    everybody = dict.fromkeys((*known, *entry.nominations.names))
    for number, withdrawal in enumerate(entry.withdrawals):
        if withdrawal.after_round is None:  # others stood in that round
            yield from _perhaps(("withdrawals", number, "who"), withdrawal.who, everybody)
    for one in incumbent:
        yield from _perhaps(("incumbent",), one, everybody)
    for number, round_ in enumerate(entry.rounds):
        if not is_question(round_):
            yield from _names_of_a_round(number, round_, stand)


def _perhaps(at: Path, name: str, known: Iterable[str]) -> Faults:
    """A name that may be somebody else's, but is so like another that it is taken for a misspelling."""
    if name not in known and (near := difflib.get_close_matches(name, known, 1, ALIKE)):
        yield at, f"“{name}” is named nowhere else", f"did you mean “{near[0]}”? If not, add the name to official.short"


def _names_of_a_round(number: int, round_: RoundEntry, stand: Iterable[str]) -> Faults:
    stood = standing_in(round_)
    for one in stood:
        if one not in stand:
            yield ("rounds", number), f"“{one}” was not on the ballot", did_you_mean(one, stand)
    for at, names in _declared_names(round_.declared):
        for one in names:
            if one not in stood:
                yield (
                    ("rounds", number, "declared", *at),
                    f"“{one}” did not stand in this round",
                    did_you_mean(one, stood),
                )


def _declared_names(declared: DeclaredEntry | None) -> Iterator[tuple[Path, Iterable[str]]]:
    if declared is None:
        return
    for group in ("totals", "percents", "rounded", "out"):
        yield (group,), getattr(declared, group)
    for group in ("college", "shares"):
        for section, block in getattr(declared, group).items():
            yield (group, section), block


def _nominators(entry: ContestEntry, book: RuleBook, law: Law) -> Faults:
    """Nominations are those of bodies that the bar counts; others only support."""
    stages, _ = law.compiled
    bars = [stage.bar for stage in stages.values() if isinstance(stage, Nomination)]
    counted = dict.fromkeys(body for bar in bars for one in thresholds(bar) for body in one.by)
    said = all(bar is not None for bar in bars)
    for one, names in entry.nominations.names.items():
        at: Path = ("nominations", "names", one)
        for body in (*names.by, *names.supporting):
            if body not in book.bodies:
                yield at, f"“{body}” is not a body of {book.key}", did_you_mean(body, book.bodies)
        for body in names.by:
            if said and body in book.bodies and body not in counted:
                cure = f"put them under supporting:, or under one of {', '.join(counted)}"
                yield at, f"{body} nominate nobody under these rules", cure


def _withdrawals(entry: ContestEntry) -> Faults:
    """Who left the field after a round stood in it; who is on the ballot and left says after which round."""
    for number, one in enumerate(entry.withdrawals):
        at: Path = ("withdrawals", number)
        if one.after_round is None:
            if one.who in entry.official.on_the_ballot:
                yield (
                    at,
                    f"{one.who} is on the ballot: after which round did they leave?",
                    "add after_round: (0: before the first)",
                )
            continue
        if one.after_round > len(entry.rounds):
            yield (
                at,
                f"there is no round {one.after_round}",
                f"rounds are counted from 1; there are {len(entry.rounds)}",
            )
            continue
        stood = standing_in(entry.rounds[one.after_round - 1]) if one.after_round else _on_the_ballot(entry)
        if one.who not in stood and not (one.after_round and unpublished(entry.rounds[one.after_round - 1])):
            yield at, f"{one.who} did not stand in round {one.after_round}", did_you_mean(one.who, stood)
        for later, round_ in enumerate(entry.rounds[one.after_round :], one.after_round + 1):
            if one.who in standing_in(round_):
                yield (
                    at,
                    f"{one.who} withdrew after round {one.after_round} and stands in round {later}",
                    "correct one of the two",
                )
    for number, entering in enumerate(entry.entries):
        if entering.after_round > len(entry.rounds):
            said = f"there is no round {entering.after_round}"
            yield ("entries", number), said, f"rounds are counted from 1; there are {len(entry.rounds)}"


def _heads(entry: ContestEntry) -> Faults:
    """Nobody nominates two: a body has at least as many heads as names were handed in by it."""
    for body, heads in entry.heads.items():
        given = sum(names.by.get(body, 0) for names in entry.nominations.names.values())
        both = sum(one.size for one in entry.heads.values())
        if given > (heads.size if len(entry.heads) == 1 else both):
            said = f"{given:,} names were handed in by {heads.size:,} {body}"
            yield ("nominations", "names"), said, "nobody nominates two"


def _rounds(entry: ContestEntry, law: Law) -> Faults:
    """Each round is whole, and is one of a ballot of these rules; what was declared of it is of its sections."""
    stages, _ = law.compiled
    sections = sections_of(law)
    units = any(getattr(stage, "units", None) for stage in stages.values())
    for number, round_ in enumerate(entry.rounds):
        at: Path = ("rounds", number)
        wrong = list(faults_of(round_))
        yield from ((at, said, cure) for said, cure in wrong)
        if not wrong and (found := misfit(stages, round_)):
            yield at, *found
        if round_.declared is not None:
            given = {ALL, *round_.votes, *round_.shares, *round_.college}
            for group in ("cast", "college", "shares"):
                for section in getattr(round_.declared, group):
                    if section not in given and not (section in sections and not units):
                        cure = did_you_mean(section, [*sections, ALL])
                        yield (*at, "declared", group, section), f"“{section}” is not a section of this round", cure
    given_ = {section for round_ in entry.rounds for section in round_.votes}
    for section in entry.reconstructed:
        if section not in given_:
            cure = did_you_mean(section, given_)
            yield ("reconstructed",), f"“{section}” has no votes in this record that could be rebuilt", cure


def _turnout(entry: ContestEntry, law: Law) -> Faults:
    motions = (stage.sections for stage in law.compiled[0].values() if isinstance(stage, Motion))
    sections = dict.fromkeys((*sections_of(law), *(body for bodies in motions for body in bodies)))
    voted = {section for round_ in entry.rounds for section in round_.votes}
    alone = next(iter(voted)) if len(voted) == 1 else ""
    for number, one in enumerate(entry.official.turnout):
        at: Path = ("official", "turnout", number)
        if one.section and one.section not in sections:
            yield at, f"“{one.section}” is not a section of the electorate", did_you_mean(one.section, sections)
        if one.eligible is not None and one.voted > one.eligible:
            yield at, f"{one.voted:,} of {one.eligible:,} voted", "are the two numbers exchanged?"
        if one.percent.exact > 100:
            yield at, f"a turnout of {one.percent}%", "a turnout is at most 100"
        section = one.section or alone
        heads = _who_may_vote(entry, section)
        for what, count in (("could vote", one.eligible), ("voted", one.voted)):
            if heads is not None and count is not None and count > heads:
                yield at, f"{count:,} of {heads:,} {section} {what}", _EITHER.format(section)
                break
    yield from _votes_of_no_more_than_there_are(entry)


_EITHER = "correct one of the two; if others vote in {0}, too, give heads: {{BODY: {{size: …, votes_in: {0}}}}}"


def _who_may_vote(entry: ContestEntry, section: str) -> int | None:
    """Heads of the bodies that vote in a section; None where its own are not given."""
    if section not in entry.heads:
        return None
    return sum(one.size for body, one in entry.heads.items() if (one.votes_in or body) == section)


def _votes_of_no_more_than_there_are(entry: ContestEntry) -> Faults:
    """In no round has a section more votes than people who could vote, nor more than there are heads."""
    eligible = {one.section or ALL: one.eligible for one in entry.official.turnout if one.eligible is not None}
    for number, round_ in enumerate(entry.rounds):
        cast = {section: sum(int(figure.exact) for figure in block.values()) for section, block in round_.votes.items()}
        for section, votes in {ALL: sum(cast.values()), **cast}.items():
            heads = _who_may_vote(entry, section)
            at: Path = ("rounds", number, "votes", section) if section in cast else ("rounds", number, "votes")
            if section in eligible and votes > eligible[section]:
                said = f"{votes:,} votes, where {eligible[section]:,} could vote"
                yield at, said, "correct one of the two; official.turnout has who could vote"
            elif heads is not None and votes > heads:
                yield at, f"{votes:,} votes of {heads:,} {section}", _EITHER.format(section)


def _cited(block: object) -> Iterable[str]:
    """Every key of a source in a record."""
    if isinstance(block, Mapping):
        for name, value in block.items():
            if name == "source":
                yield from [value] if isinstance(value, str) else value
            elif name != "sources":
                yield from _cited(value)
    elif isinstance(block, list | tuple):
        for value in block:
            yield from _cited(value)


__all__ = ["QUESTION", "Recorded", "files", "is_record", "of_record", "recorded", "standing_in"]
