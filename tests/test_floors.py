"""The house: imports go down only, and costly libraries live in one room each."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = (
    "words",
    "procedures",
    "engine",
    "stages",
    "rulebooks",
    "scenario",
    "beliefs",
    "conduct",
    "results",
    "questions",
    "show",
    "verbs",
    "cli",
)
LIBRARIES = {
    "simpy": ("simulator/engine/simulation.py",),
    "matplotlib": ("simulator/show/",),
    "jinja2": ("simulator/show/",),
    "yaml": ("simulator/words/documents.py",),
    "pydantic": (
        "simulator/words/shapes.py",
        "simulator/rulebooks/written.py",
        "simulator/scenario/written",
        "simulator/results/answer.py",
    ),
    "icalendar": ("simulator/questions/calendarfile.py",),
    "pandas": ("simulator/results/", "simulator/show/"),
}
NO_NUMPY = ("words", "rulebooks", "scenario")


def modules() -> Iterator[Path]:
    return (path for path in sorted((ROOT / "simulator").rglob("*.py")))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor_of(name: str) -> int | None:
    parts = name.split(".")
    return FLOORS.index(parts[1]) if len(parts) > 1 and parts[0] == "simulator" and parts[1] in FLOORS else None


def test_imports_go_down_only() -> None:
    """A room imports its own floor and those beneath it, never one above."""
    wrong = []
    for path in modules():
        here = floor_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        if here is None:
            continue
        wrong += [
            f"{path.relative_to(ROOT)} imports {name}"
            for name in imports(path)
            if (there := floor_of(name)) is not None and there > here
        ]
    assert not wrong, "\n".join(wrong)


def test_the_product_imports_no_research() -> None:
    """`calibration` fits and scores; it may use all of the product, which never imports it: it is not installed with it."""
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        for name in imports(path)
        if name.split(".")[0] in ("calibration", "tests", "benchmarks")
    ]
    assert not wrong, "\n".join(wrong)


def test_no_import_circle() -> None:
    """No module imports another that imports it again, by whatever way, types and late imports included."""
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in modules()
    }
    waiting = {
        name: {
            other
            for one in imports(path)
            for other in (one, one.rpartition(".")[0])
            if other in names and other != name
        }
        for name, path in names.items()
    }
    # A package is imported with whatever is in it: only what its own file imports counts.
    while free := [name for name, needs in waiting.items() if not needs & waiting.keys()]:
        for name in free:
            del waiting[name]
    assert not waiting


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_costly_library_is_imported_in_its_own_room_only(library: str) -> None:
    """SimPy, matplotlib, YAML, pydantic and pandas each have a place, and stay in it."""
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules()
        if any(name.split(".")[0] == library for name in imports(path))
        and not str(path.relative_to(ROOT)).startswith(LIBRARIES[library])
    ]
    assert not wrong, f"{library} is imported in {wrong}"


def test_words_rulebooks_and_scenarios_know_no_numpy() -> None:
    """Whoever knows the party and not Python reads these floors: there are no arrays in them."""
    wrong = [
        str(path.relative_to(ROOT))
        for floor in NO_NUMPY
        for path in sorted((ROOT / "simulator" / floor).rglob("*.py"))
        if any(name.split(".")[0] == "numpy" for name in imports(path))
    ]
    assert not wrong


def test_no_room_draws_luck_but_beliefs() -> None:
    """Rules never draw a random number: only beliefs do, the choice of an unstated seed, and the nonce of a page."""
    allowed = ("simulator/beliefs/", "simulator/questions/simulate.py", "simulator/show/explorer/server.py")
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules()
        if ("np.random" in path.read_text("utf-8") or {"random", "secrets"} & {n.split(".")[0] for n in imports(path)})
        and not str(path.relative_to(ROOT)).startswith(allowed)
    ]
    assert not wrong


def test_no_share_of_law_stands_in_python() -> None:
    """A number of law never appears in Python: the known shares, bars and fees are in the rule books' YAML only."""
    law = {0.15, 0.2, 0.125, 0.05, 51, 38, 35, 33}
    wrong = []
    for path in modules():
        if "show" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value in law:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}")
    assert not wrong


def imported(arguments: list[str], libraries: set[str]) -> str:
    """Which of some libraries a command imports; empty if none, and an error if the command fails."""
    code = (
        "import sys, io; sys.stdout = io.StringIO(); sys.stderr = io.StringIO()\n"
        f"from simulator.cli import main; status = main({arguments!r})\n"
        f"found = {libraries!r} & set(sys.modules)\n"
        "sys.__stdout__.write(f'{status} {found}' if found or status else '')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout or done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["rules", "labour"], ["check", "scenarios/labour-2016-june.yaml"]])
def test_the_front_page_imports_nothing_that_costs(arguments: list[str]) -> None:
    """`--help`, `rules` and `check` need neither NumPy nor pandas nor matplotlib."""
    assert imported(arguments, {"numpy", "pandas", "matplotlib", "simpy"}) == ""


@pytest.mark.parametrize("verb", [["run"], ["compare"], ["story", "--run", "1"]])
def test_the_first_answer_imports_neither_pandas_nor_matplotlib(verb: list[str]) -> None:
    """`run` and `compare` and `story` print without pandas and matplotlib."""
    arguments = [*verb[:1], "scenarios/labour-2016-june.yaml", "--runs", "100", *verb[1:]]
    assert imported(arguments, {"pandas", "matplotlib"}) == ""
