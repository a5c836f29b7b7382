"""The page: one file of HTML, style and script, whichever door it is fed by."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from simulator.show.explorer.facts import Facts
from simulator.show.palette import DARK, LIGHT

POLICY = (
    "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; img-src data: blob:; connect-src {connect}; "
    "base-uri 'none'; form-action 'none'"
)
FRAMES = "; frame-ancestors 'none'"


@lru_cache(maxsize=4)
def _part(name: str) -> str:
    return resources.files("simulator.show.explorer").joinpath(name).read_text("utf-8").strip()


SCRIPTS = ("page-words.js", "page-controls.js", "page-answer.js", "page-doors.js")
"""The page's script, in the order in which it is read: what is said, what is set, what is shown, and whom it asks."""


def _script() -> str:
    return "\n".join(_part(name) for name in SCRIPTS)


def served_policy(nonce: str) -> str:
    """What the served page may do: run its own script, ask its own server, and nothing else."""
    return POLICY.format(script=f"'nonce-{nonce}'", connect="'self'") + FRAMES


def baked_policy() -> str:
    """What the baked page may do: run the one script it carries, by its fingerprint; it asks nobody."""
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    return POLICY.format(script=f"'sha256-{digest}'", connect="'none'")


def page(facts: Facts, door: Mapping[str, object], *, nonce: str = "") -> str:
    """The page as text. A nonce is that of the server; without one the page carries its own policy."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    room = Environment(
        loader=PackageLoader("simulator.show", "explorer"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return room.get_template("page.html").render(
        light=LIGHT,
        dark=DARK,
        css=Markup(_part("page.css")),
        js=Markup(_script()),
        facts=Markup(_json(facts.to_json())),
        door=Markup(_json(door)),
        policy="" if nonce else baked_policy(),
        nonce=nonce,
        title=facts.question,
        scenario=facts.scenario,
        caveat=facts.caveat,
        waiting="Simulating …",
    )


def _json(value: object) -> str:
    """JSON that can stand in a page: no word of it can end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
