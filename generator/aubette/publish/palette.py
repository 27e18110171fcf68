"""The city's colours: Material's names and any hexadecimal colour, made readable on both schemes (WCAG 1.4.3)."""

from __future__ import annotations

NAMES = {
    "red": "#ef5552",
    "pink": "#e92063",
    "purple": "#ab47bd",
    "deep purple": "#7e56c2",
    "indigo": "#4051b5",
    "blue": "#2094f3",
    "light blue": "#02a6f2",
    "cyan": "#00bdd6",
    "teal": "#009485",
    "green": "#4cae4f",
    "light green": "#8bc34b",
    "lime": "#cbdc38",
    "yellow": "#ffec3d",
    "amber": "#ffc105",
    "orange": "#ffa724",
    "deep orange": "#ff6e42",
    "brown": "#795649",
    "grey": "#757575",
    "blue grey": "#546d78",
    "black": "#000000",
    "white": "#ffffff",
}
LIGHT, DARK = "#ffffff", "#1c1f26"
ENOUGH = 4.6


def _channels(colour: str) -> tuple[int, int, int]:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    linear = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, background: str) -> str:
    """The colour itself, darkened or lightened step by step until text in it can be read on the background."""
    towards = 0 if luminance(background) > 0.5 else 255
    channels = _channels(colour)
    for step in range(51):
        mixed = tuple(round(c + (towards - c) * step / 50) for c in channels)
        shown = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(shown, background) >= ENOUGH:
            return shown
    raise AssertionError(colour)


def stylesheet(primary: str, accent: str) -> str:
    """The custom properties of a city's two colours for light and dark; unknown names keep the theme's own."""
    rules = []
    for scheme, background in (("", LIGHT), ("dark", DARK)):
        values = []
        for name, chosen in (("primary", primary), ("accent", accent)):
            colour = NAMES.get(chosen, chosen if chosen.startswith("#") and len(chosen) in (4, 7) else "")
            if colour:
                values.append(f"--{name}:{readable(colour, background)}")
        if values:
            rule = f":root{{{';'.join(values)}}}"
            rules.append(f"@media(prefers-color-scheme:dark){{{rule}}}" if scheme else rule)
    return "\n".join(rules)
