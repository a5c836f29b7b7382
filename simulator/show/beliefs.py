"""The page of beliefs: each in one formula, with what is believed where a scenario says nothing. Made from the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.scenario.table import Row, blocks, table

HEAD = """# Each belief in one formula

What a scenario may believe of people, as distinct from the law. This page is the table of beliefs
(`simulator/scenario/beliefs.yaml`) as `party-rules words beliefs` prints it.

The path is the belief's name everywhere: in a scenario, in `--set`, `sweep` and `sensitivity`, and in the code.
`<candidate>` stands for each candidate, `<challenger>` for each who may challenge, any other `<word>` for each name that the
scenario gives there. An interval is 90%: its ends are the 5% and 95% points. What is certain draws nothing. A default that
was fitted to one party's contests is an assumption for any other party."""
KINDS = {
    "chance": "a chance or share", "ratio": "a share that may pass 100%", "amount": "heads or votes", "pounds": "pounds",
    "points": "a certain share", "days": "days, or a date", "date": "a date", "members": "a number of members",
}  # fmt: skip
DRAWN = {"happens": "yes or no", "value": "a figure in each simulation", "days": "days in each simulation"}


def page() -> Iterator[str]:
    """The lines of the page, as Markdown."""
    yield HEAD
    for path, row in table().items():
        top = path.split(".")[0]
        if path == next(one for one in table() if one.startswith(f"{top}.")):
            yield f"\n## {top.title()}\n\n{blocks()[top].about}."
        yield from _entry(row)


def _entry(row: Row) -> Iterator[str]:
    of = f", for each {row.of_each}" if row.of_each else ""
    yield f"\n### `{row.path}`\n"
    yield f"{row.means[0].upper()}{row.means[1:]} ({KINDS[row.kind]}{of}).\n"
    yield f"- In a formula: {row.effect}"
    yield f"- Drawn: {DRAWN.get(row.drawn, row.drawn)}"
    if row.default:
        yield f"- Default: {_default(row.default)}"
    for circumstance, entry in row.where.items():
        yield f"- Default, {circumstance}: {_default(entry) if entry else 'nothing is believed'}"
    if row.stands_in:
        yield f"- Default: as `{row.stands_in}`"
    if not (row.default or row.where or row.stands_in):
        yield f"- Default: {'none; a scenario must say it' if row.required else 'nothing is believed'}"
    if row.needs:
        needs = [f"if `{one}` is not 0%" if "." in one else f"where there is {one}" for one in row.needs]
        yield f"- Matters only {', and '.join(needs)}"


def _default(entry: Mapping[str, object]) -> str:
    kind = "source" if "source" in entry else "assumption"
    elsewhere = f"; {entry['elsewhere']} for another party" if "elsewhere" in entry else ""
    fitted = f" (fitted on {entry['of']}{elsewhere})" if "of" in entry else ""
    return f"{entry['is']}{fitted}; {kind}: {entry[kind]}"
