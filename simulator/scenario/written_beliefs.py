"""What a scenario believes, as people write it: a setting for each row of the table, and what else is said beside them."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PlainValidator, Tag, WithJsonSchema, create_model

from simulator.scenario.scenario import EXPECTED, ONE_BY_ONE
from simulator.scenario.table import blocks, table
from simulator.words.problems import Wrong, did_you_mean
from simulator.words.quantities import Quantity
from simulator.words.shapes import (
    BLOCK_TAG,
    LEAF_TAG,
    Amount,
    Chance,
    Date,
    Day,
    Days,
    Points,
    Pounds,
    Ratio,
    Shape,
    Text,
)


def _votes(value: object) -> str | Mapping[str, int]:
    """Votes as counted, by candidate; or how votes that are not known are simulated."""
    if isinstance(value, str):
        if value not in (ONE_BY_ONE, EXPECTED):
            raise Wrong(f"“{value}” is no way to simulate votes", did_you_mean(value, (ONE_BY_ONE, EXPECTED)))
        return value
    if not isinstance(value, dict) or not all(type(one) is int for one in value.values()):
        cure = "write votes: {north: 120, south: 95}; or votes: one by one, or votes: expected"
        raise Wrong("should be whole votes by candidate, or a way to simulate them", cure)
    return {str(name): one for name, one in value.items()}


Votes = Annotated[
    str | Mapping[str, int],
    PlainValidator(_votes),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "object", "additionalProperties": {"type": "integer"}},
                {"type": "string", "enum": [ONE_BY_ONE, EXPECTED]},
            ]
        }
    ),
]


class Said(Shape):
    """Anything that says where its figures come from: ``source:`` or ``assumption:``."""

    source: Text = Field("", description="key of a source, or where the figure was read")
    assumption: Text = Field("", description="why the author believes it, if no source gives it")


class Believed(Said):
    """A block of beliefs: its fields are rows of the table."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...


class _Nominators(Believed):
    roster: Text = Field("", description="a CSV beside this file: name, body, bloc, declared, and chances by candidate")
    heirs: dict[str, Text] = Field({}, description="candidate: whom their people go to first if they withdraw")


class _Bloc(Believed):
    body: Text = Field(description="the body they belong to")
    size: int = Field(ge=0, le=1_000_000, description="how many they are")


class _Electorate(Believed):
    closes: Day | None = Field(None, description="the day on which the ballot is expected to close; polls need it")
    clp_nominations: dict[str, int] = Field(
        {}, description="candidate: constituency parties' nominations, which stand in where no poll exists"
    )
    neighbours: dict[str, str] = Field(
        {}, description="candidate: another who is nearest; their votes go as such votes have gone in real counts"
    )
    front_runner: str | None = Field(None, description="who is thought to be ahead, and draws more of such votes")


class _Section(Believed):
    votes: Votes = Field(
        {},
        description="votes as counted, if they are known; else `one by one` (whole votes of people who stay or move) or "
        "`expected` (votes divided as the shares say). Of ballots of one name whose sections have at most 2,000 heads the "
        "votes are simulated one by one, of all others as expected",
    )

    @property
    def counted(self) -> Mapping[str, int]:
        """Votes as counted, by candidate; none where they are not known."""
        return {} if isinstance(self.votes, str) else self.votes

    @property
    def simulated(self) -> str:
        """How votes are simulated, if the file says so."""
        return self.votes if isinstance(self.votes, str) else ""


class _Units(Believed):
    count: int = Field(ge=1, le=2_000, description="how many there are")


class _Challenger(Believed):
    waits_for: Text = Field("", description="a challenger who is let go first; if that one stands, this one waits")
    endorses: Text = Field("", description="another candidate, to whom most votes go from this one, once out")


class _Timetable(Believed):
    """A kind of step for the stages of a kind; what is no row of the table is a stage of the book, with steps of its own."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Step] = Field(init=False)  # type: ignore[valid-type]

    def by_stage(self) -> dict[str, Believed]:
        """The stages of the book that have steps of their own."""
        every = {**{name: getattr(self, name) for name in type(self).model_fields}, **(self.__pydantic_extra__ or {})}
        return {name: entry for name, entry in every.items() if isinstance(entry, Believed)}

    def step(self, name: str) -> Quantity | None:
        """What is said of a step for every stage of its kind; None: nothing."""
        value = getattr(self, name)
        return None if isinstance(value, Believed) else value


class _Stage(Believed):
    """Which steps a stage has is its kind's to say: a step it does not have is refused where its kind is known."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": False})


BESIDE: dict[str, type[Believed]] = {
    "nominators": _Nominators,
    "nominators.blocs.<bloc>": _Bloc,
    "electorate": _Electorate,
    "electorate.sections.<section>": _Section,
    "electorate.sections.<section>.units": _Units,
    "politics.challengers.<challenger>": _Challenger,
    "timetable": _Timetable,
    "timetable.<stage>": _Stage,
}
"""Blocks with more settings than beliefs."""
KINDS: dict[str, Any] = {
    "chance": Chance,
    "ratio": Ratio,
    "amount": Amount,
    "pounds": Pounds,
    "points": Points,
    "days": Days,
    "date": Date,
    "members": Annotated[int, Field(ge=1, le=1000)],
}


def field_of(step: str) -> str:
    """The name of a setting as a field of a model: ``for`` and ``register`` mean something else there."""
    return f"{step}_" if keyword.iskeyword(step) or hasattr(BaseModel, step) else step


def _beneath(path: str) -> dict[str, None]:
    """The steps that stand beneath a path in the table."""
    head = f"{path}."
    return dict.fromkeys(one[len(head) :].split(".")[0] for one in (*table(), *blocks()) if one.startswith(head))


def _model(path: str) -> type[Believed]:
    """The model of a block: a field for each step beneath it."""
    name = "".join(word.title() for word in path.rpartition(".")[2].strip("<>").split("_"))
    fields: dict[str, Any] = {field_of(step): _field(f"{path}.{step}") for step in _beneath(path) if step[0] != "<"}
    return create_model(
        f"{name}Entry", __base__=BESIDE.get(path, Believed), __doc__=f"{blocks()[path].about}.", **fields
    )


def _field(path: str) -> tuple[Any, Any]:
    """The type of a setting, and its default: no quantity, no names, or a block of which nothing is said."""
    step = path.rpartition(".")[2]
    named = next((f"{path}.{one}" for one in _beneath(path) if one[0] == "<"), "")
    row = table().get(path) or table().get(named)
    block = blocks().get(path) or blocks().get(named)
    words = (row.setting or row.means) if row else (block.setting or first_lower(block.about)) if block else ""
    about: dict[str, Any] = {"description": words or None, "alias": None if field_of(step) == step else step}
    if path.startswith("timetable.") and "<" not in path:
        return Step | None, Field(None, **about)
    if named in blocks():
        return _by_name(_model(named)), Field({}, **about)
    if row is None and not named:
        model = _model(path)
        return (model | None, Field(None, **about)) if blocks()[path].optional else (model, Field(model(), **about))
    if row is None:
        inner = next(one for head, one in table().items() if head.startswith(f"{named}."))
        return _by_name(_by_name(KINDS[inner.kind])), Field({}, description=inner.setting)
    kind = KINDS[row.kind]
    if named in table() and not row.one_for_all:
        if path not in table():
            return _by_name(kind), Field({}, **about)
        kind = _leaf_or_block(kind, _by_name(kind))
    return (kind, Field(**about)) if row.required else (kind | None, Field(None, **about))


def first_lower(words: str) -> str:
    """A sentence as part of another."""
    return words[:1].lower() + words[1:]


def _by_name(inner: object) -> object:
    """A block with a setting of one type for each name that a file gives."""
    return dict.__class_getitem__((str, inner))


def _leaf_or_block(leaf: Any, block: Any) -> Any:
    """A setting that may be one figure, or a block of them."""

    def tag(value: object) -> str:
        return BLOCK_TAG if isinstance(value, dict | Believed) else LEAF_TAG

    return Annotated[Annotated[leaf, Tag(LEAF_TAG)] | Annotated[block, Tag(BLOCK_TAG)], Discriminator(tag)]


Step = _leaf_or_block(Days, _model("timetable.<stage>"))
"""A step of the timetable for every stage of a kind (days, or a date), or all steps of one stage by name."""
if TYPE_CHECKING:
    NominatorsEntry = Believed
    ElectorateEntry = Believed
    PoliticsEntry = Believed
    TimetableEntry = Believed
else:
    NominatorsEntry, ElectorateEntry = _model("nominators"), _model("electorate")
    PoliticsEntry, TimetableEntry = _model("politics"), _model("timetable")
