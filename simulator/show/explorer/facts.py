"""Facts: what the page knows before it asks: the question, the sliders and readings in words, and who has which colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.questions.clauses import HeldReading, ListedSource, disputed_clause
from simulator.questions.explore import LAW, Controls, Slider, needs, written
from simulator.results.answer import Part
from simulator.results.results import RunAnswer
from simulator.scenario.scenario import Mixture
from simulator.show.phrases import capital, figure_words, listed, plain
from simulator.show.sentences import CAVEAT, roles, short_names

SHORT = {"bar": "a bar of", "lending": "a chance of lending of"}
LABELS = {
    "bar": "The bar: share of the nominators that is needed",
    "lending": "Chance that favourites let their supporters lend nominations",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SliderFacts(Part):
    """A slider in words.

    says    what each of its values sets;  home  the number of the value that sets nothing
    needs   reading of the base of the bar (empty: the scenario's own) → names that suffice at each value
    """

    key: str
    path: str
    label: str
    short: str
    about: str
    file: str
    unit: str
    values: tuple[float, ...]
    says: tuple[str, ...]
    home: int
    needs: Mapping[str, tuple[int | None, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFacts(Part):
    """A reading that can be chosen."""

    name: str
    said: str
    means: str
    because: tuple[str, ...]
    held: str
    sources: tuple[ListedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFacts(Part):
    """A disputed clause: the reading adopted, the one the file states or how it mixes them, and those to choose from.

    base   True if it is about who counts in the base of the bar
    """

    name: str
    title: str
    clause: str
    words: str
    sources: tuple[ListedSource, ...]
    adopted: str
    stated: str
    mixed: str
    base: bool
    readings: tuple[ReadingFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesFacts(Part):
    """The rule book by its title, and the edition."""

    book: str
    edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Part):
    """Everything the page prints that no setting changes.

    candidates, short, roles   leader → name, label, colour;  order  in which leaders are shown
    fixed                      what another page would let one move, and this one does not
    """

    scenario: str
    question: str
    file: str
    digest: str
    caveat: str
    rules: RulesFacts
    runs: int
    seed: int
    subject: str
    candidates: Mapping[str, str]
    short: Mapping[str, str]
    roles: Mapping[str, str]
    order: tuple[str, ...]
    sliders: tuple[SliderFacts, ...]
    compared: tuple[DisputeFacts, ...]
    disputes: tuple[DisputeFacts, ...]
    fixed: tuple[str, ...]


def facts(there: Controls, home: RunAnswer, *, sliders: Iterable[Slider], disputes: Iterable[str]) -> Facts:
    """Everything the page prints that no setting changes.

    home      the answer as the scenario is written
    sliders, disputes   those that this page lets one move
    """
    scenario, shown, chosen, colours = there.scenario, list(sliders), list(disputes), roles(home)
    nobody = ("nobody", "unresolved")
    return Facts(
        scenario=scenario.title,
        question=scenario.question or scenario.title,
        file=scenario.name,
        digest=scenario.digest,
        caveat=CAVEAT.replace("below", "of the scenario"),
        rules=RulesFacts(book=scenario.book.title, edition=scenario.edition.name),
        runs=home.runs,
        seed=home.seed,
        subject=home.about or home.incumbent or next(iter(home.candidates)),
        candidates={**home.candidates, **{one: one for one in nobody}},
        short=short_names(home.candidates),
        roles=colours,
        order=(*(one for one in colours if one not in nobody), *nobody),
        sliders=tuple(_slider(there, one) for one in shown),
        compared=tuple(_dispute(there, d, scenario.book.disputes[d].readings) for d in scenario.compared),
        disputes=tuple(_dispute(there, d, there.disputes[d]) for d in chosen),
        fixed=tuple(_fixed(there, {one.key for one in shown}, set(chosen))),
    )


def _slider(there: Controls, slider: Slider) -> SliderFacts:
    law = slider.kind == LAW
    path = slider.path
    return SliderFacts(
        key=slider.key,
        path=path,
        label=LABELS.get(slider.key) or capital(figure_words(path)),
        short=SHORT.get(slider.key) or f"{figure_words(path)} at",
        about="A provision of law" if law else "A belief: this moves its middle",
        file="" if law else str(there.scenario.beliefs[path].quantity),
        unit=slider.unit,
        values=tuple(slider.values),
        says=() if law else tuple(written(there, slider)),
        home=slider.home,
        needs=_needs(there, slider) if law else {},
    )


def _needs(there: Controls, slider: Slider) -> dict[str, tuple[int | None, ...]]:
    """The names that suffice at each value, under each reading of who counts in the base; the key is empty for its own."""
    base = there.base
    return {"": tuple(needs(there, slider, {}))} | {
        name: tuple(needs(there, slider, {base: name})) for name in (there.disputes[base] if base else ())
    }


def _dispute(there: Controls, name: str, offered: Iterable[str]) -> DisputeFacts:
    scenario = there.scenario
    dispute, own = scenario.book.disputes[name], scenario.readings[name]
    clause = disputed_clause(scenario, dispute, offered)
    return DisputeFacts(
        name=clause.name,
        title=clause.title,
        clause=clause.clause,
        words=clause.words,
        sources=clause.sources,
        adopted=dispute.adopted,
        stated="" if isinstance(own, Mixture) else own,
        mixed=_mixed(own) if isinstance(own, Mixture) else "",
        base=name == there.base,
        readings=tuple(_reading(one) for one in clause.readings),
    )


def _mixed(own: Mixture) -> str:
    if own.decided_by:
        return f"decided by the {own.decided_by}"
    return "mixed: " + ", ".join(f"{plain(name)} {share:.0%}" for name, share in own.chances if share)


def _reading(one: HeldReading) -> ReadingFacts:
    held = f"Held by {listed(one.held_by)}." if one.held_by else "Nobody is known to have held it."
    return ReadingFacts(
        name=one.reading, said=one.name, means=one.means, because=one.because, held=held, sources=one.sources
    )


def _fixed(there: Controls, sliders: set[str], disputes: set[str]) -> list[str]:
    """What the other door to this page would let one move, and this one does not, with the value it has here."""
    found = [
        f"{capital(figure_words(one.path))}: {one.values[one.home]:g}{one.unit}"
        for one in (*there.sliders, *there.others)
        if one.key not in sliders
    ]
    own = there.scenario.readings
    for name in there.disputes:
        if name not in disputes:
            reading = own[name]
            said = _mixed(reading) if isinstance(reading, Mixture) else plain(reading)
            found.append(f"{capital(plain(name))}: {said}")
    return found
