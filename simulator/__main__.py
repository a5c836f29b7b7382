"""``party-rules`` and ``python -m simulator``: the same front door."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; a missing library is said in two lines, not in a traceback."""
    try:
        from simulator.cli import main as run

        return run(sys.argv[1:])
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.split(".")[0] == "simulator":
            raise
        print(f"party-rules needs the package “{missing.name}”. Set up once with:", file=sys.stderr)
        print("  python3 -m venv .venv && .venv/bin/pip install -e .", file=sys.stderr)
        return 3


if __name__ == "__main__":
    sys.exit(main())
