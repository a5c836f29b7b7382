"""``backtest``: how good chances made from polls before real results have been."""

from __future__ import annotations

import argparse

from simulator.verbs.common import json_argument, picture, print_json, say


def backtest_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``backtest``."""
    parser.add_argument("--polls", action="store_true", help="every poll, a line each")
    parser.add_argument("--chart", metavar="FILE.svg|png", help="draw how reliable the chances were, and the intervals")
    json_argument(parser)


def backtest(options: argparse.Namespace) -> int:
    """Print the scores; exit 1 if the 80% intervals hold too few or too many counts in either table."""
    from simulator.questions.backtest import document
    from simulator.show.track import track_text

    found = document()
    if options.chart:
        from simulator.show.charts import trackrecord

        picture(options.chart, lambda path: trackrecord.save(found, path))
        return 0
    if options.json:
        print_json(found)
    else:
        for line in track_text(found, every_poll=options.polls):
            say(line)
    return 0 if all(found["within_band"].values()) else 1
