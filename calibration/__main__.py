"""``python -m calibration``: fit the poll model and the transfers anew, print the fits, and store the track record."""

from __future__ import annotations

import json
from pathlib import Path

from calibration.backtest import document, fitted
from calibration.evidence import clp_nominations, paired_errors, polls, section_polls, transfers
from calibration.pollfits import in_common, nominations, sections
from calibration.transferfits import concentration, fit
from simulator import questions

RECORD = Path(questions.__file__).with_name("track-record.json")


def fits() -> dict[str, dict[str, float]]:
    """Every fitted number, by the file and key that has it to two digits."""
    model, rows = fitted(polls()), fit(transfers())
    slope, scale = nominations(clp_nominations())
    return {
        "simulator/scenario/pollmodel.yaml": {
            "slope": model.slope,
            "last": model.last,
            "growth": model.growth,
            **{f"section.{name}": extra for name, extra in sections(section_polls(), model).items()},
            **{f"house.{name}": extra for name, extra in model.houses.items()},
            "clp.slope": slope,
            "clp.scale": scale,
            "in_common": in_common(paired_errors()),
        },
        "simulator/scenario/beliefs.yaml": {
            "transfers: nearest": rows.neighbour,
            "transfers: front-runner": rows.front_runner,
            "transfers: nobody": rows.nobody,
            "concentration": concentration(transfers()),
        },
    }


def main() -> None:
    """Print the fits, which are copied by hand because each has a source beside it; write the track record."""
    for file, numbers in fits().items():
        print(file)
        for name, value in numbers.items():
            print(f"  {name:<30}{value:.3f}")
    RECORD.write_text(json.dumps(document(), indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"wrote {RECORD}")


if __name__ == "__main__":
    main()
