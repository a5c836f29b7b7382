"""Facts: what the page knows before it asks: the question, the sliders and readings in words, and who has which colour."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simulator.questions.explore import LAW, Controls, Slider, needs, written
from simulator.scenario.scenario import Mixture
from simulator.show.clauses import called, clause_of
from simulator.show.phrases import capital, figure_words, listed, plain
from simulator.show.sentences import CAVEAT, Document, roles, short_names
from simulator.show.sources import listed_sources

if TYPE_CHECKING:
    from simulator.rulebooks.disputes import Dispute, Reading

SHORT = {"bar": "a bar of", "lending": "a chance of lending of"}
LABELS = {
    "bar": "The bar: share of the nominators that is needed",
    "lending": "Chance that favourites let their supporters lend nominations",
}


def facts(there: Controls, home: Document, *, sliders: Iterable[Slider], disputes: Iterable[str]) -> dict[str, Any]:
    """Everything the page prints that no setting changes.

    home      the answer as the scenario is written
    sliders, disputes   those that this page lets one move
    """
    scenario = there.scenario
    shown = list(sliders)
    return {
        "scenario": scenario.title,
        "question": scenario.question or scenario.title,
        "file": scenario.name,
        "digest": scenario.digest,
        "caveat": CAVEAT.replace("below", "of the scenario"),
        "rules": {"book": scenario.book.title, "edition": scenario.edition.name},
        "runs": home["runs"],
        "seed": home["seed"],
        "subject": home.get("about") or home["incumbent"] or next(iter(home["candidates"])),
        "candidates": {**home["candidates"], "nobody": "nobody", "unresolved": "unresolved"},
        "short": short_names(home),
        "roles": roles(home),
        "order": [one for one in roles(home) if one not in ("nobody", "unresolved")] + ["nobody", "unresolved"],
        "sliders": [_slider(there, one) for one in shown],
        "compared": [_dispute(there, d, tuple(scenario.book.disputes[d].readings)) for d in scenario.compared],
        "disputes": [_dispute(there, d, there.disputes[d]) for d in disputes],
        "fixed": _fixed(there, {one.key for one in shown}, set(disputes)),
    }


def _slider(there: Controls, slider: Slider) -> dict[str, Any]:
    law = slider.kind == LAW
    path = slider.path
    own = "" if law else str(there.scenario.beliefs[path].quantity)
    return {
        "key": slider.key,
        "path": path,
        "label": LABELS.get(slider.key) or capital(figure_words(path)),
        "short": SHORT.get(slider.key) or f"{figure_words(path)} at",
        "about": "A provision of law" if law else "A belief: this moves its middle",
        "file": own,
        "unit": slider.unit,
        "values": list(slider.values),
        "says": [] if law else written(there, slider),
        "home": slider.home,
        "needs": _needs(there, slider) if law else {},
    }


def _needs(there: Controls, slider: Slider) -> dict[str, list[int | None]]:
    """The names that suffice at each value, under each reading of who counts in the base; the key is empty for its own."""
    base = there.base
    return {"": needs(there, slider, {})} | {
        name: needs(there, slider, {base: name}) for name in (there.disputes[base] if base else ())
    }


def _dispute(there: Controls, name: str, offered: Iterable[str]) -> dict[str, Any]:
    scenario = there.scenario
    dispute, own = scenario.book.disputes[name], scenario.readings[name]
    stated = "" if isinstance(own, Mixture) else own
    return {
        **clause_of(scenario, dispute),
        "adopted": dispute.adopted,
        "stated": stated,
        "mixed": _mixed(own) if isinstance(own, Mixture) else "",
        "base": name == there.base,
        "readings": [_reading(there, dispute, dispute.readings[one]) for one in offered],
    }


def _mixed(own: Mixture) -> str:
    if own.decided_by:
        return f"decided by the {own.decided_by}"
    return "mixed: " + ", ".join(f"{plain(name)} {share:.0%}" for name, share in own.chances if share)


def _reading(there: Controls, dispute: Dispute, one: Reading) -> dict[str, Any]:
    return {
        "name": one.name,
        "said": called(dispute, one),
        "means": capital(one.means),
        "because": [capital(reason) for reason in one.because],
        "held": f"Held by {listed(one.held_by)}." if one.held_by else "Nobody is known to have held it.",
        "sources": listed_sources(there.scenario, one.sources),
    }


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
