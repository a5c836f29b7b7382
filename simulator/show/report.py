"""The report: a folder with a page that stands alone, its charts and their tables, every run, and a manifest."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.results.results import Results, words
from simulator.show.sentences import Document, if_read
from simulator.words.problems import refuse

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = "party-rules/manifest/1"
MANIFEST = "manifest.json"


def write_report(results: Results, folder: str) -> list[str]:
    """Write the report into a folder and return the files written, as paths inside it.

    The folder is built beside its place and moved there when it is whole. An older report is replaced; a folder that
    holds anything else is left alone, and Problems are raised.
    """
    place = Path(folder)
    _refuse_strangers(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=place.parent) as beside:
        new = Path(beside, "new")
        new.mkdir()
        _build(results, new)
        files = sorted(str(path.relative_to(new).as_posix()) for path in new.rglob("*") if path.is_file())
        if place.exists():
            place.rename(Path(beside, "old"))
        new.rename(place)
    return files


def write_page(results: Results, file: str) -> None:
    """Write the page alone: one file that needs nothing beside it. It is written beside its place and moved there."""
    place = Path(file)
    if place.is_dir():
        raise refuse(f"{place} is a folder", "name a file, such as report.html, or leave out .html for a whole report")
    document = _whole(results)
    place.parent.mkdir(parents=True, exist_ok=True)
    text = page_text(results, document, tables_of(document), alone=True)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=place.parent) as beside:
        page = Path(beside, "page.html")
        page.write_text(text, encoding="utf-8", newline="\n")
        page.replace(place)


def _whole(results: Results) -> dict[str, Any]:
    """The compared document with its stories and the evidence budget."""
    from simulator.questions.budget import budget

    return {**with_stories(results), "evidence_budget": budget(results.scenario, seed=results.seed)}


def with_stories(results: Results) -> dict[str, Any]:
    """The compared document with ``stories``: one contest, told under the readings between which most changes hands."""
    document = results.comparison
    numbers = told_under(document)
    last = document["results"][numbers[-1]]
    endings = sorted(last["typical"], key=lambda e: -last["endings"][e]["chance"])
    told = [_told(results, document, numbers, last["typical"][ending]) for ending in endings]
    parted = [stories for stories in told if len({one["leader"] for one in stories}) > 1]
    return {**document, "stories": (parted or told)[0]}


def _told(results: Results, document: Document, numbers: list[int], run: int) -> list[dict[str, Any]]:
    """One run's story under each of some readings, with the condition each makes."""
    from simulator.questions.story import story

    records = [results.records[number] for number in numbers]
    stories = [story(results.scenario, one.readings, results.seed, run).document() for one in records]
    return [{**one, "words": if_read(document, number)} for one, number in zip(stories, numbers, strict=True)]


def told_under(document: Document) -> list[int]:
    """The numbers of the readings to tell a contest under: the first, and the one with which most changes hands."""
    changes = [pair["leader_changes"] for pair in document["pairs"]]
    return [0, 1 + changes.index(max(changes))] if changes else [0]


def tables_of(document: Document) -> dict[str, pd.DataFrame]:
    """The table behind every chart, by the chart's name; where no tallies were kept, none of arrivals."""
    from simulator.show.charts import CHARTS

    kept = any(entry.get("tallies") for entry in document["results"])
    charts = {name: chart for name, chart in CHARTS.items() if chart.asks == "contest"}
    return {name: chart.table(document) for name, chart in charts.items() if kept or name != "arrivals"}


def page_text(results: Results, document: Document, tables: dict[str, pd.DataFrame], *, alone: bool = False) -> str:
    """The page as HTML: one file, no script, nothing fetched from anywhere.

    alone  True if no charts, tables and runs lie beside it
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from simulator.show.page import page

    room = Environment(
        loader=PackageLoader("simulator", "show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return room.get_template("report.html").render(page(document, results.scenario, tables), alone=alone)


def _build(results: Results, folder: Path) -> None:
    from simulator.show.charts import CHARTS
    from simulator.show.svg import drawing

    document = _whole(results)
    tables = tables_of(document)
    for name in ("charts", "tables"):
        (folder / name).mkdir()
    (folder / "index.html").write_text(page_text(results, document, tables), encoding="utf-8", newline="\n")
    for name, table in tables.items():
        chart = CHARTS[name]
        for kind in ("svg", "png"):
            (folder / "charts" / f"{name}.{kind}").write_bytes(drawing(chart, table, document, kind))
        table.to_csv(folder / "tables" / f"{name}.csv", index=False, lineterminator="\n")
    (folder / "result.json").write_text(_json(document), encoding="utf-8", newline="\n")
    _write_runs(results, folder)
    (folder / MANIFEST).write_text(_json(_manifest(document, folder)), encoding="utf-8", newline="\n")


def _write_runs(results: Results, folder: Path) -> None:
    """Every run under every reading, a reading at a time, so that a million runs do not stand in memory at once."""
    with (
        open(folder / "runs.csv.gz", "wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6) as out,
    ):
        for number, entry in enumerate(results.document["results"]):
            table = results.table_of_runs(number)
            table.insert(0, "readings", words(results.scenario, entry["readings"]))
            out.write(table.to_csv(index=False, header=number == 0, lineterminator="\n").encode())
    if importlib.util.find_spec("pyarrow"):
        results.per_run.to_parquet(folder / "runs.parquet", index=False)


def _manifest(document: Document, folder: Path) -> dict[str, Any]:
    from importlib.metadata import version

    drawn_with = {name: version(name) for name in ("pandas", "matplotlib", "jinja2")}
    made_from = document["provenance"]
    return {
        "schema": SCHEMA,
        "scenario": document["scenario"],
        "question": document["question"],
        "rules": document["rules"],
        "compared": document["compared"],
        "runs": document["runs"],
        "seed": document["seed"],
        "provenance": {**made_from, "versions": {**made_from["versions"], **drawn_with}},
        "files": {
            path.relative_to(folder).as_posix(): {
                "bytes": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
    }


def _json(document: Any) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _refuse_strangers(place: Path) -> None:
    """Refuse a place that is not a folder, or a folder with files that no earlier report wrote there."""
    if not place.exists():
        return
    if not place.is_dir():
        raise refuse(f"{place} is a file", "name a folder for the report")
    there = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()}
    strangers = sorted(there - _ours(place))
    if strangers:
        raise refuse(
            f"{place} holds {strangers[0]}, which is no part of a report",
            "name a new folder: a report replaces the whole folder, and nothing of yours should be lost",
        )


def _ours(place: Path) -> set[str]:
    """The files that an earlier report wrote in a folder."""
    try:
        manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
        return set()
    return {MANIFEST, *manifest["files"]}
