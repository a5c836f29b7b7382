"""Patterns: every small situation of nominations, withdrawals, exclusions, vacancies and ties, up to renaming.

The space, all of which is played:

* one to four candidates: a leader and one to three others, or one to four in a vacancy;
* names: each bar itself, one number in each stretch between bars, below the lowest and above the highest, and none at all; so
  anybody, the leader too, is nominated or excluded under each reading of each bar;
* anybody but the leader withdraws, or nobody does: before nominations open, on their last day if short (any other may be the
  one to whom their people go, as far as the book lets names move), after the close;
* the leader goes before a challenge, in its window, when short of the bar, after the close, or not at all;
* the vote is clear for the first or the last, or level for last place at the first count, at the second, between the last
  two, or throughout;
* where there is a second bar, or one of several thresholds that are all needed, everybody is carried over it, all but the
  last, or nobody;
* where a bar has several thresholds, whoever is counted by another than the first nominates everybody as often as that needs, or
  once less;
* where a petition opens a contest as many sign it as it needs, or one less;
* where somebody votes on a question it is carried, or lost.

All of this in each contest of the book that differs from the others; the leader goes only in a challenge.

No provision tells one challenger from another, so situations that differ only by who has which name are played once: the
one who withdraws is Anne, the one her people go to Bert, whatever names they have, and those who are alike in all else stand
in order of names.
Whoever withdraws is on no ballot, so how the vote among the others would have gone with them is not asked. Not in the space:
two who withdraw, and a vote in which those who are level are others than the first (or, for last place, the last) named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement, groupby, product

import numpy as np
from numpy.typing import NDArray

Columns = NDArray[np.intp]
LEADER, OTHERS = "leader", ("anne", "bert", "cleo", "dora")
GOING = ("stays", "before", "in the window", "when short", "after the close")
LEAVING = ("nobody", "before nominations", "on the last day", "after the close")
CARRIED = ("everybody", "all but the last", "nobody")
VOTES = (
    "the first wins",
    "the last wins",
    "level for last place",
    "level at the second count",
    "level at the last count",
    "level",
)
MOST = 4
_ALIKE = dict(zip(VOTES, ("abbb", "", "abbb", "abbc", "aabb", "aaaa"), strict=True))
"""Whose lot in the vote is the same, for up to four on the paper; where the last wins all before them are alike."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A contest of a book as patterns meet it.

    led        somebody is in office;  answer: how every vote on a question goes (carried, lost); nothing where there is none
    goes       the leader may go while it runs;  nominates: people are nominated in it
    signed     how many sign the petition that opens it; None where none does
    alike      other contests of the book that differ from it in nothing a pattern meets
    """

    contest: str
    led: bool
    answer: str = ""
    signed: int | None = None
    goes: bool = field(default=False, compare=False)
    nominates: bool = field(default=True, compare=False)
    alike: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Further:
    """What bodies that are not counted by the first threshold give each candidate: nominators[body] for each of some ways.

    needed  every threshold of theirs is needed, so that who is carried over them matters as over a second bar
    """

    bodies: tuple[str, ...] = ()
    ways: tuple[tuple[int, ...], ...] = ((),)
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """One small situation.

    contest    of the book;  names  of each who stands, the leader first where somebody is in office
    withdraws  whether the first of the others gives up before nominations open, or on the last day if short of the bar
    going      when the leader goes;  vote  how it divides;  carried  who is, over a second bar
    led        somebody is in office;  answer  how a vote on a question goes
    signed     how many sign the petition;  further  what each further body gives each candidate, in words
    """

    contest: str
    names: tuple[int, ...]
    withdraws: str
    going: str
    vote: str
    carried: str
    led: bool = True
    answer: str = ""
    signed: int | None = None
    further: str = ""

    @property
    def who(self) -> tuple[str, ...]:
        """Who stands, in the order of the names."""
        return ((LEADER, *OTHERS) if self.led else OTHERS)[: len(self.names)]

    def words(self) -> str:
        """The situation in a sentence."""
        who = ["the leader" if one == LEADER else one.title() for one in self.who]
        parts = [f"{one} has {names} nominations" for one, names in zip(who, self.names, strict=True)]
        said = [f"{self.contest}: {', '.join(parts)}"]
        if self.withdraws != LEAVING[0]:
            short = ", if short of the bar" if self.withdraws == LEAVING[2] else ""
            said.append(f"Anne withdraws {self.withdraws}{short}")
        if self.going != GOING[0]:
            said.append(f"the leader resigns {self.going}")
        if self.vote == VOTES[1]:
            said.append("the candidate listed last wins a vote")
        if self.vote in VOTES[2:]:
            said.append(f"the vote is {self.vote}")
        if self.signed is not None:
            said.insert(1, f"{self.signed} sign the petition")
        if self.further:
            said.append(self.further)
        if self.carried != CARRIED[0]:
            only = "nobody" if self.carried == CARRIED[2] else f"everybody but {who[-1]}"
            said.append(f"{only} is carried over the {'further thresholds' if self.further else 'second bar'}")
        if self.answer:
            said.append(f"the vote on the question is {self.answer}")
        return "; ".join(said)


class Space:
    """All patterns for some bars, kinds of contest, and with a second bar or without; the smallest first.

    They are kept as columns, one entry a pattern; a pattern itself is made when it is asked for by number.

    further          what further bodies give each candidate: the first way beside every carried, the others where all are
    kind, field      the number of its kind; how many stand;  names  names[candidate, pattern], 0 where nobody stands
    gone, going      who withdraws, of LEAVING; when the leader goes, of GOING;  vote, carried  of VOTES and CARRIED
    way              the number of the way in which further bodies nominate
    staying          of each pattern the number of the same one in which the leader stays
    """

    def __init__(
        self, bars: Sequence[int], kinds: Sequence[Kind], *, hurdle: bool, heads: int, further: Further | None = None
    ) -> None:
        self.bars, self.kinds, self.hurdle = tuple(bars), tuple(kinds), hurdle
        self.further = Further() if further is None else further
        every = np.concatenate(
            [part for number, kind in enumerate(self.kinds) for part in self._parts(number, kind)], axis=1
        )
        every = every[:, every[5:].sum(axis=0) <= heads]
        field, vote, gone, going, carried = every[0], every[1], every[2], every[3], every[4]
        happens = (gone > 0) * 1 + (going > 0) + (vote > 1) + (carried > 0)
        kind = every[9]
        order = np.lexsort((*every[8:4:-1], vote, going, happens, field))
        self.field, self.vote, self.gone, self.going, reach = (every[n, order] for n in range(5))
        self.carried, self.way = np.where(reach < len(CARRIED), reach, 0), np.maximum(reach - len(CARRIED) + 1, 0)
        self.names, self.kind = every[5:9, order], kind[order]
        self.staying = self._staying()

    def _parts(self, number: int, kind: Kind) -> Iterator[Columns]:
        """The columns, in parts: field, vote, withdrawals, going, carried, four rows of names, kind."""
        led = kind.led
        levels = levels_of(self.bars) if kind.nominates else (0,)
        for stand in range(1 + led, MOST + 1 if kind.nominates else 2 + led):
            ways_to_vote, leaving = (votes(stand), len(LEAVING)) if kind.nominates else (VOTES[:1], 1)
            for vote, gone in product(ways_to_vote, range(leaving)):
                ways = list(_arranged(_roles(stand, vote, LEAVING[gone], led=led), levels))
                names = np.zeros((MOST, len(ways)), np.int16)
                names[:stand] = np.array(ways, np.int16).T
                for going, carried in product(
                    range(len(GOING) if kind.goes else 1), self._reaches if kind.nominates else (0,)
                ):
                    same = [stand, VOTES.index(vote), gone, going, carried]
                    rows = np.repeat(np.array([same], np.int16).T, names.shape[1], axis=1)
                    yield np.vstack([rows, names, np.full((1, names.shape[1]), number, np.int16)])

    @property
    def _reaches(self) -> tuple[int, ...]:
        """Who is carried, of CARRIED, by the usual way of further bodies; and then everybody, in each of their other ways."""
        carried = range(len(CARRIED) if self.hurdle or self.further.needed else 1)
        return (*carried, *range(len(CARRIED), len(CARRIED) + len(self.further.ways) - 1))

    def _staying(self) -> NDArray[np.intp]:
        key, most = np.zeros(len(self), np.int64), int(self.names.max(initial=0)) + 1
        for column, size in (*((row, most) for row in self.names), (self.field, 8), (self.vote, 8), (self.gone, 4),
                             (self.carried, 4), (self.way, len(self.further.ways)), (self.kind, len(self.kinds))):  # fmt: skip
            key = key * size + column
        stays = np.flatnonzero(self.going == 0)
        stays = stays[np.argsort(key[stays])]
        found: NDArray[np.intp] = stays[np.searchsorted(key[stays], key)]
        return found

    def __len__(self) -> int:
        return len(self.field)

    def __getitem__(self, number: int) -> Pattern:
        kind = self.kinds[self.kind[number]]
        return Pattern(
            contest=kind.contest,
            names=tuple(int(one) for one in self.names[: self.field[number], number]),
            withdraws=LEAVING[self.gone[number]],
            going=GOING[self.going[number]],
            vote=VOTES[self.vote[number]],
            carried=CARRIED[self.carried[number]],
            led=kind.led,
            answer=kind.answer,
            signed=kind.signed,
            further=self._further_words(int(self.way[number])) if kind.nominates else "",
        )

    def _further_words(self, way: int) -> str:
        """What further bodies give each candidate, in words; nothing where it is always the same."""
        if len(self.further.ways) == 1:
            return ""
        pairs = zip(self.further.bodies, self.further.ways[way], strict=True)
        return ", ".join(f"{count} of {body} nominate each" for body, count in pairs)

    def __iter__(self) -> Iterator[Pattern]:
        return (self[number] for number in range(len(self)))


def levels_of(bars: Sequence[int]) -> tuple[int, ...]:
    """Names: none, below the lowest bar, each bar itself, and one number in each stretch above one.

    >>> levels_of((33, 34, 44, 45)), levels_of((1,))
    ((0, 32, 33, 34, 35, 44, 45, 46), (0, 1, 2))
    """
    return tuple(sorted({0, max(bars[0] - 1, 0), *bars, *(bar + 1 for bar in bars)}))


def votes(field: int) -> tuple[str, ...]:
    """How a vote may divide among so many: a tie at each count there can be."""
    if field == 1:
        return VOTES[:1]
    if field == 2:
        return (*VOTES[:2], VOTES[5])
    return VOTES if field > 3 else (*VOTES[:3], *VOTES[4:])


def _roles(field: int, vote: str, gone: str, *, led: bool) -> str:
    """A letter a candidate: those with the same are alike in all but their names.

    >>> _roles(4, "level", "nobody", led=True), _roles(4, "level", "on the last day", led=True)
    ('Laaa', 'LWHa')
    """
    alike = _ALIKE[vote] or "a" * (field - 1) + "b"
    roles = list(alike[:field])
    if led:
        roles[0] = "L"
    if gone != LEAVING[0]:
        roles[led] = "W"
    if gone == "on the last day" and led + 1 < field:
        roles[led + 1] = "H"
    return "".join(roles)


def _arranged(roles: str, levels: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to give names to candidates, once each: those who are alike in order of names, most first.

    >>> list(_arranged("aab", (0, 1)))
    [(1, 1, 0), (1, 1, 1), (1, 0, 0), (1, 0, 1), (0, 0, 0), (0, 0, 1)]
    """
    groups = [len(list(same)) for _, same in groupby(roles)]
    most_first = sorted(levels, reverse=True)
    for parts in product(*(combinations_with_replacement(most_first if n > 1 else levels, n) for n in groups)):
        yield tuple(names for part in parts for names in part)
