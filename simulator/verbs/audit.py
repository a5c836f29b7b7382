"""``audit``: every small pattern of a contest, simulated under a whole rule book, to find where it is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import book_argument, edition_of, json_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.audit import Audit


def _arguments(parser: ArgumentParser) -> None:
    book_argument(parser)
    parser.add_argument("--on", metavar="DATE", help="the edition in force on a day (default: the newest)")
    parser.add_argument("--edition", metavar="NAME", help="an edition by name, where the date alone leaves a doubt")
    parser.add_argument(
        "--what-if", action="append", default=[], metavar="NAME", dest="what_ifs", help="a draft, treated as law"
    )
    parser.add_argument(
        "--readings",
        choices=["all", "adopted"],
        default="all",
        help="whether to try the other readings of each clause (default: all)",
    )
    parser.add_argument("--stories", action="store_true", help="print each example day by day")
    json_argument(parser)


def _ask(asked: Asked) -> Audit:
    """Dead ends, silences, contradictions and doors, each with its smallest example."""
    from simulator.questions.audit import audit
    from simulator.questions.audit_book import AuditBook

    options = asked.options
    book = AuditBook(
        options.book, lambda one: edition_of(one, options.on, options.edition, f"{options.on}: "), options.what_ifs
    )
    return audit(book, every_reading=options.readings == "all")


def _text(answer: Audit, asked: Asked) -> Iterable[str]:
    from simulator.show.audit import audit_text

    return audit_text(answer, told=asked.options.stories)


QUESTION = Question(
    name="audit",
    group="Explore interpretations",
    help="where a rule book gives no answer: every small situation, each gap with its smallest example",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
