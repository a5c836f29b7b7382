"""A verb is one record in a module of its own: found, not listed; cheap to find; and its answer is what its schema says."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from simulator.beliefs.streams import BLOCK
from simulator.cli import main, overview
from simulator.questions.schemas import answers, schema_of
from simulator.questions.simulate import BATCH
from simulator.verbs import question
from simulator.verbs.question import Question, called, modules, questions

ROOT = Path(__file__).parent.parent
JUNE = "scenarios/labour-2016-june.yaml"
EVE, BAR, FEW = "scenarios/labour-2016-eve.yaml", "challenge-nominations.bar.share", ["--runs", "100", "--seed", "7"]
OLDEST = ["--between", "1985-01-01", "2016-06-01"]
ANSWERED = [
    ["rules", "labour", "--on", "2016-06-28", "--reading", "rounding=up"],
    ["rules", "labour", *OLDEST],
    ["rules", "labour", "--editions"],
    ["rules", "labour", "--disputes"],
    ["explain", "labour"],
    ["explain", "labour", "rounding"],
    ["explain", "labour", "draft-2024"],
    ["bar", "labour", "--on", "2020-01-10", "--mps", "202", "--meps", "10"],
    ["bar", JUNE],
    ["list"],
    ["check", JUNE],
    ["check", "labour"],
    ["check", "scenarios/history/leader-2010.yaml"],
    ["next", JUNE],
    ["words"],
    ["story", JUNE, "--run", "3"],
    ["replay", "leader-2010", "leader-1980"],
    ["audit", "ukip"],
    ["diff-rules", "labour", "2016-06-28", "incumbent-nominations=needs-nominations"],
    ["polls", "scenarios/labour-2020-january.yaml"],
    ["backtest"],
    ["words", "beliefs"],
    ["sweep", JUNE, "--vary", f"{BAR}=16%..24%:8%", *FEW],
    ["solve", EVE, "--chance", "corbyn=60%", "--vary", f"{BAR}=10%..30%", *FEW],
    ["solve", EVE, "--chance", "corbyn=99.9%", "--vary", f"{BAR}=10%..30%", *FEW],
    ["flip", JUNE, *FEW],
    ["sensitivity", "scenarios/labour-minimal.yaml", "--points", "4", "--top", "2", *FEW],
    ["disputes", JUNE, "rounding", "incumbent-nominations", *FEW],
]
"""A command for each kind of answer that is a record."""


def test_a_new_module_is_a_new_verb_and_nothing_else_need_say_so(tmp_path, monkeypatch):
    """A verb that is put into the folder shows in `--help`, answers, and is offered where a verb is misspelt."""
    (tmp_path / "salute.py").write_text(
        "from simulator.verbs.question import Question\n"
        "QUESTION = Question(name='salute', group='Show it', help='say good day', arguments=lambda parser: None,\n"
        "                    ask=lambda asked: 'Good day', text=lambda answer, asked: [answer])\n",
        "utf-8",
    )
    folder, known = Path(question.__file__).parent, modules()
    monkeypatch.setattr("simulator.verbs.__path__", [str(folder), str(tmp_path)])
    monkeypatch.setattr(question, "modules", lambda: sorted([*known, "salute"]))
    assert "\n  salute       say good day" in overview()
    assert main(["salute"]) == 0
    del sys.modules["simulator.verbs.salute"]


def test_every_module_is_named_after_its_verb_and_has_a_record_or_serves_all():
    """`diff-rules` is in diff_rules.py; what is no verb serves all of them."""
    assert sorted(one.name.replace("-", "_") for one in questions().values()) == modules()
    assert called("diff-rules") is questions()["diff-rules"]
    assert called("diff_rules") is called("common") is called("nothing") is None


def test_to_find_every_verb_imports_nothing_that_costs():
    """What answers and what shows is imported when it is asked, not when it is listed."""
    code = (
        "import sys; from simulator.verbs.question import questions; questions(); "
        "print(sorted({'numpy', 'pydantic', 'yaml', 'argparse', 'shtab', 'simulator.scenario', 'simulator.rulebooks',"
        " 'simulator.questions', 'simulator.show'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("one", questions().values(), ids=lambda one: one.name)
def test_a_verb_that_draws_a_chart_of_its_answer_offers_it(one: Question[object]):
    """`--chart` is there where the record says which picture it is, and nowhere else."""
    parser = argparse.ArgumentParser()
    one.arguments(parser)
    assert any(action.dest == "chart" for action in parser._actions) == (one.chart is not None)


@pytest.mark.parametrize("arguments", ANSWERED, ids=" ".join)
def test_an_answer_is_as_its_schema_says_and_its_schema_knows_every_key(capsys, arguments):
    """What `--json` prints fits the JSON Schema of its answer, and holds nothing that the schema does not name."""
    main([*arguments, "--json"])
    found = json.loads(capsys.readouterr().out)
    name = found["schema"].split("/")[1]
    schema = answers()[name if name in answers() else found["schema"]].json_schema()
    jsonschema.validate(found, closed(schema))
    for key in schema["required"]:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({k: v for k, v in found.items() if k != key}, schema)


def closed(schema):
    """A schema that refuses every key it does not name."""
    if isinstance(schema, dict):
        more = {"additionalProperties": False} if "properties" in schema else {}
        return {key: closed(value) for key, value in schema.items()} | more
    return [closed(one) for one in schema] if isinstance(schema, list) else schema


def test_schema_alone_lists_every_answer_and_each_has_one(capsys):
    """Whatever is listed can be asked for."""
    assert main(["schema", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {
        "rules",
        "dispute",
        "bar",
        "list",
        "check",
        "next",
        "words",
        "story",
        "replay",
        "audit",
        "diff-rules",
    } <= set(listed["answers"])
    for name in (*listed["files"], *listed["answers"]):
        jsonschema.Draft202012Validator.check_schema(schema_of(name))


@pytest.mark.parametrize(
    ("verb", "most"), [("disputes", BATCH), ("flip", BATCH), ("solve", BATCH), ("sensitivity", BLOCK), ("sweep", None)]
)
def test_help_says_how_many_contests_at_most_are_simulated_and_why(verb, most, capsys):
    """The limit is that of the code that cuts the number; where it cuts none, none is said."""
    assert main([verb, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    limit = re.search(r"more than ([\d,]+) are simulated as \1, one batch of random draws", said)
    assert (limit and int(limit[1].replace(",", ""))) == most
    source = Path(f"simulator/questions/{verb}.py").read_text("utf-8")
    assert bool(re.search(r"min\(\w+\.runs if runs is None else runs, B", source)) == (most is not None)
