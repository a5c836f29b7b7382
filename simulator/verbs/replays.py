"""``replay``: a real contest taken through its rules again, every published figure beside what follows from the others."""

from __future__ import annotations

import argparse

from simulator.verbs.common import json_argument, print_json, say
from simulator.words.problems import refuse


def replay_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``replay``."""
    parser.add_argument(
        "contests", nargs="*", metavar="CONTEST", help="files of recorded contests, or their names (leader-1980)"
    )
    parser.add_argument("--all", action="store_true", help="every contest in scenarios/history")
    parser.add_argument(
        "--figures", action="store_true", help="with --all: every figure, not one line for each contest"
    )
    json_argument(parser)


def replay(options: argparse.Namespace) -> int:
    """Print every published figure and the label of what it proves; exit 1 if one differs and the file does not say why."""
    from simulator.questions.replay import printed, tally, winners
    from simulator.questions.replay import replay as replayed
    from simulator.scenario.recorded import FOLDER, files, recorded
    from simulator.show.replays import contest_text, table_text

    if options.all and options.contests:
        raise refuse("--all leaves no contest to name", "name contests, or say --all")
    names = files() if options.all else options.contests
    if not names:
        said = f"there is no recorded contest in {FOLDER} here" if options.all else "no contest is named"
        raise refuse(said, "party-rules replay leader-1980, or --all")
    replays = sorted((replayed(recorded(name)) for name in names), key=lambda one: one.record.entry.date.earliest)
    if options.json:
        contests = [one.document() for one in replays]
        print_json(
            {
                "schema": "party-rules/replay/2",
                "contests": contests,
                "figures": dict(tally(replays)),
                "printed": dict(printed(replays)),
                "winners": dict(winners(replays)),
            }
        )
    elif options.all and not options.figures:
        for line in table_text(replays):
            say(line)
    else:
        for number, one in enumerate(replays):
            for line in (*([""] if number else []), *contest_text(one)):
                say(line)
    return 1 if any(one.unexplained for one in replays) else 0
