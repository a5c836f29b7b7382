"""The report: a folder with a page that stands alone, its charts and their tables, every run, and a manifest."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.results.results import Results
from simulator.show.page import part_of, tables_of
from simulator.words.problems import refuse

if TYPE_CHECKING:
    import pandas as pd

    from simulator.questions.report_document import ReportAnswer

SCHEMA = "party-rules/manifest/1"
MANIFEST = "manifest.json"
KINDS = ("html", "md", "pdf")


def write_report(results: Results, answer: ReportAnswer, folder: str, kind: str = "html") -> list[str]:
    """Write the report of some runs into a folder and return the files written, as paths inside it.

    The folder is built beside its place and moved there when it is whole. An older report is replaced; a folder that
    holds anything else is left alone, and Problems are raised.

    kind  html, md or pdf: the page is always there as HTML; Markdown or PDF come beside it
    """
    from simulator.show.pdf import chromium

    place = Path(folder)
    with written_or_refused(place):
        _refuse_strangers(place)
        place.parent.mkdir(parents=True, exist_ok=True)
    printer = chromium() if kind == "pdf" else ""
    with written_or_refused(place), tempfile.TemporaryDirectory(prefix=".report-", dir=place.parent) as beside:
        new = Path(beside, "new")
        new.mkdir()
        _build(results, answer, new, kind, printer)
        files = sorted(str(path.relative_to(new).as_posix()) for path in new.rglob("*") if path.is_file())
        if place.exists():
            place.rename(Path(beside, "old"))
        new.rename(place)
    return files


def write_page(answer: ReportAnswer, file: str) -> None:
    """Write the page alone, as its ending says (.html, .md or .pdf): one file that needs nothing beside it.

    It is written beside its place and moved there.
    """
    from simulator.show.pdf import chromium, printed

    place, kind = Path(file), Path(file).suffix.lstrip(".").lower()
    with written_or_refused(place):
        if place.is_dir():
            cure = "name a file, such as report.html, or leave out .html for a whole report"
            raise refuse(f"{place} is a folder", cure)
        place.parent.mkdir(parents=True, exist_ok=True)
    printer = chromium() if kind == "pdf" else ""
    tables = tables_of(answer)
    with written_or_refused(place), tempfile.TemporaryDirectory(prefix=".report-", dir=place.parent) as beside:
        page = Path(beside, "page.html")
        make = markdown_text if kind == "md" else page_text
        page.write_text(make(answer, tables, alone=True), encoding="utf-8", newline="\n")
        if printer:
            page = printed(printer, page)
        page.replace(place)


@contextmanager
def written_or_refused(place: Path) -> Iterator[None]:
    """What the file system refuses is refused with its reason."""
    try:
        yield
    except OSError as error:
        raise refuse(f"{place} cannot be written: {error.strerror}", "name another place") from None


def page_text(answer: ReportAnswer, tables: dict[str, pd.DataFrame], *, alone: bool = False) -> str:
    """The page as HTML: one file, no script, nothing fetched from anywhere.

    alone  True if no charts, tables and runs lie beside it
    """
    from simulator.show.page import page

    text: str = _template("report.html", escaped=True).render(page(answer, tables), alone=alone)
    return text


def markdown_text(answer: ReportAnswer, tables: dict[str, pd.DataFrame], *, alone: bool = False) -> str:
    """The same page as Markdown, for a newsletter or a repository; its charts are pictures beside it, or their tables."""
    from simulator.show.page import page

    text: str = _template("report.md", escaped=False).render(page(answer, tables, drawn=False), alone=alone)
    return text


def _template(name: str, *, escaped: bool) -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    room = Environment(
        loader=PackageLoader("simulator", "show"),
        autoescape=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    room.filters["cell"] = lambda text: str(text).replace("|", "\\|").replace("\n", " ")
    room.filters["prose"] = lambda text: "".join(f"\\{c}" if c in "\\`*_[]<>#" else c for c in str(text))
    return room.get_template(name)


def _build(results: Results, answer: ReportAnswer, folder: Path, kind: str, printer: str) -> None:
    from simulator.show.charts import CHARTS
    from simulator.show.pdf import printed
    from simulator.show.svg import drawing

    tables = tables_of(answer)
    for name in ("charts", "tables"):
        (folder / name).mkdir()
    pages: dict[str, Callable[..., str]] = {"index.html": page_text}
    if kind == "md":
        pages["index.md"] = markdown_text
    for name, make in pages.items():
        (folder / name).write_text(make(answer, tables), encoding="utf-8", newline="\n")
    if printer:
        printed(printer, folder / "index.html")
    for name, table in tables.items():
        for drawn in ("svg", "png"):
            picture = drawing(CHARTS[name], table, part_of(name, answer), drawn)
            (folder / "charts" / f"{name}.{drawn}").write_bytes(picture)
        table.to_csv(folder / "tables" / f"{name}.csv", index=False, lineterminator="\n")
    whole = replace(answer, tables={name: _rows(table) for name, table in tables.items()})
    (folder / "result.json").write_text(_json(whole.to_json()), encoding="utf-8", newline="\n")
    _write_runs(results, folder)
    (folder / MANIFEST).write_text(_json(_manifest(answer, folder)), encoding="utf-8", newline="\n")


def _rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """A table as rows for JSON: what is missing is null."""
    rows: list[dict[str, object]] = json.loads(table.to_json(orient="records", double_precision=12))
    return rows


def _write_runs(results: Results, folder: Path) -> None:
    """Every run under every reading, a reading at a time, so that a million runs do not stand in memory at once."""
    with (
        open(folder / "runs.csv.gz", "wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6) as out,
    ):
        for number, readings in enumerate(results.names):
            table = results.table_of_runs(number)
            table.insert(0, "readings", readings)
            out.write(table.to_csv(index=False, header=number == 0, lineterminator="\n").encode())
    if importlib.util.find_spec("pyarrow"):
        results.runs.to_parquet(folder / "runs.parquet", index=False)


def _manifest(answer: ReportAnswer, folder: Path) -> dict[str, object]:
    from importlib.metadata import version

    drawn_with = {name: version(name) for name in ("pandas", "matplotlib", "jinja2")}
    document = answer.to_json()
    made_from = document["provenance"]
    return {
        "schema": SCHEMA,
        **{name: document[name] for name in ("scenario", "question", "rules", "compared", "runs", "seed")},
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


def _json(document: object) -> str:
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
