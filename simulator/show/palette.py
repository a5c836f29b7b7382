"""The palette: colours by role, for a light and a dark page, and the arithmetic that says they can be told apart.

No candidate is given a hue near a British party's. Each role's light colour is unique, so that a finished drawing can be
recoloured for a dark page by its roles. ``worst_pair`` and ``contrast`` are what the palette is tested with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import combinations

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1d2329",
    "muted": "#5b6670",
    "rule": "#d5dade",
    "incumbent": "#0b6e83",
    "challenger": "#a35c00",
    "third": "#4c2a08",
    "further": "#eadfd0",
    "nobody": "#8b939b",
    "unresolved": "#fdfdfd",
    "on-accent": "#fefefe",
    "on-nobody": "#14191e",
}
DARK = {
    "paper": "#15191d",
    "ink": "#e8eaec",
    "muted": "#a7b0b8",
    "rule": "#3a4249",
    "incumbent": "#5cc4da",
    "challenger": "#e0973a",
    "third": "#fff1dd",
    "further": "#4a3b2a",
    "nobody": "#6a737b",
    "unresolved": "#16191d",
    "on-accent": "#101417",
    "on-nobody": "#fefeff",
}
_PAGE: ContextVar[Mapping[str, str]] = ContextVar("page", default=LIGHT)


class Paint(Mapping[str, str]):
    """The colours of the page that is being drawn, by role: the light one, or the dark one inside ``painted``."""

    def __getitem__(self, role: str) -> str:
        """The colour of a role."""
        return _PAGE.get()[role]

    def __iter__(self) -> Iterator[str]:
        """The roles."""
        return iter(_PAGE.get())

    def __len__(self) -> int:
        """How many roles there are."""
        return len(_PAGE.get())


PAINT = Paint()


@contextmanager
def painted(colours: Mapping[str, str]) -> Iterator[None]:
    """Draw in the colours of a page."""
    before = _PAGE.set(colours)
    try:
        yield
    finally:
        _PAGE.reset(before)


ACCENTS = ("incumbent", "challenger", "third", "nobody")
"""The fills that are told apart by colour alone; *further* and *unresolved* are told by an outline, and all by a label."""

TEXT_ON = {
    "incumbent": "on-accent",
    "challenger": "on-accent",
    "third": "on-accent",
    "further": "ink",
    "nobody": "on-nobody",
    "unresolved": "ink",
}
TEXT = {"incumbent": "incumbent", "challenger": "challenger", "third": "third"}
"""The colour of a role's own words on the page; the others are in ink."""

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

SIGHTS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What is left of linear red, green and blue at full severity (Machado, Oliveira and Fernandes 2009)."""

_TO_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_CAT02: Matrix = ((0.7328, 0.4296, -0.1624), (-0.7036, 1.6975, 0.0061), (0.0030, 0.0136, 0.9834))
_FROM_CAT02: Matrix = (
    (1.096124, -0.278869, 0.182745),
    (0.454369, 0.473533, 0.072098),
    (-0.009628, -0.005698, 1.015326),
)
_HPE: Matrix = ((0.38971, 0.68898, -0.07868), (-0.22981, 1.18340, 0.04641), (0.0, 0.0, 1.0))


def linear(colour: str) -> Triple:
    """Linear red, green and blue, 0 to 1, of a colour written ``#rrggbb``."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(value: float) -> float:
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours, 1 to 21.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    light = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other)))
    return (light[1] + 0.05) / (light[0] + 0.05)


def distance(one: str, other: str, sight: str = "normal") -> float:
    """How far apart two colours look to a kind of sight: CAM02-UCS (Luo, Cui and Li 2006), sRGB viewing conditions."""
    first, second = (_seen(_times(SIGHTS[sight], linear(colour))) for colour in (one, other))
    return math.dist(first, second)


def worst_pair(colours: Iterable[str]) -> tuple[float, str, str, str]:
    """The two colours hardest to tell apart, over every kind of sight: distance, colour, colour, sight."""
    pairs = combinations(list(colours), 2)
    return min((distance(one, other, sight), one, other, sight) for one, other in pairs for sight in SIGHTS)


def _times(matrix: Matrix, vector: Triple) -> Triple:
    one, two, three = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


_ADAPTING = 64 / math.pi / 5
_BACKGROUND = 20.0
_K: float = 1 / (5 * _ADAPTING + 1)
_FL: float = 0.2 * _K**4 * 5 * _ADAPTING + 0.1 * (1 - _K**4) ** 2 * (5 * _ADAPTING) ** (1 / 3)
_N: float = _BACKGROUND / 100
_NBB: float = 0.725 * (1 / _N) ** 0.2
_Z: float = 1.48 + math.sqrt(_N)
_D: float = 1 - (1 / 3.6) * math.exp((-_ADAPTING - 42) / 92)


def _responses(light: Triple) -> Triple:
    """Cone responses after adaptation to the white of the screen (CIECAM02, average surround)."""
    white = _times(_CAT02, _times(_TO_XYZ, (100.0, 100.0, 100.0)))
    sharp = _times(_CAT02, _times(_TO_XYZ, (100 * light[0], 100 * light[1], 100 * light[2])))
    one, two, three = (s * (100 * _D / w + 1 - _D) for s, w in zip(sharp, white, strict=True))
    return _times(_HPE, _times(_FROM_CAT02, (one, two, three)))


def _squeezed(value: float) -> float:
    power: float = (_FL * abs(value) / 100) ** 0.42
    return math.copysign(400 * power / (27.13 + power), value) + 0.1


def _achromatic(cones: Triple) -> float:
    return (2 * cones[0] + cones[1] + cones[2] / 20 - 0.305) * _NBB


def _seen(light: Triple) -> Triple:
    """Lightness and the two hues of CAM02-UCS, of a colour in linear red, green and blue."""
    cones, white = (
        (_squeezed(r), _squeezed(g), _squeezed(b)) for r, g, b in (_responses(light), _responses((1, 1, 1)))
    )
    red_green = cones[0] - 12 * cones[1] / 11 + cones[2] / 11
    yellow_blue = (cones[0] + cones[1] - 2 * cones[2]) / 9
    hue = math.atan2(yellow_blue, red_green)
    bright = max(_achromatic(cones), 0.0) / _achromatic(white)
    lightness = 100 * bright ** (0.69 * _Z)
    eccentricity = (50000 / 13) * _NBB * (math.cos(hue + 2) + 3.8) / 4
    total = cones[0] + cones[1] + 1.05 * cones[2]
    strength = (eccentricity * math.hypot(red_green, yellow_blue) / total) ** 0.9
    colourful = strength * math.sqrt(lightness / 100) * (1.64 - 0.29**_N) ** 0.73 * _FL**0.25
    radius = math.log1p(0.0228 * colourful) / 0.0228
    return 1.7 * lightness / (1 + 0.007 * lightness), radius * math.cos(hue), radius * math.sin(hue)
