"""PDF: the page printed by a Chromium, if this machine has one; no printer of our own is shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from simulator.words.problems import refuse

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
PATIENCE = 120


def chromium() -> str:
    """A Chromium on this machine; Problems, with what to do instead, if there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    found = found or next((path for path in PLACES if os.path.exists(path)), "")
    if not found:
        cure = "write the page with --format html, open it in a browser, and print it to a PDF there"
        raise refuse("no Chromium was found on this machine to print a PDF with", cure)
    return found


def printed(printer: str, page: Path) -> Path:
    """Print a page to a PDF beside it, of the same name; it asks no network for anything."""
    made = page.with_suffix(".pdf")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="party-rules-") as profile:
        command = [
            printer, "--headless", *sandbox, "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", f"--user-data-dir={profile}",
            "--no-pdf-header-footer", "--export-tagged-pdf", f"--print-to-pdf={made.resolve()}", page.resolve().as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise refuse(
                f"{printer} did not print the page within {PATIENCE} s", "print the HTML page instead"
            ) from None
    if done.returncode or not made.exists():
        raise refuse(f"{printer} could not print the page", "print the HTML page from a browser instead")
    return made
