"""The diverging colours of a state: blue below zero, red above, quiet at zero."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

NAN_COLOUR = np.uint32(0xFFF2B705)
"""Yellow, which the map has nowhere: a state that is not a number."""

_MIDDLE = 127
_GREATEST = float(np.finfo(np.float32).max)

# Lightness and opponent colours in OKLab. The two sides are mirror images in lightness, so
# that ±x are equally far from 0 to the eye, in print, and to the colour-blind.
_ENDS = {"low": (0.47, -0.035, -0.205), "high": (0.47, 0.185, 0.095)}
_ZERO = (0.965, 0.0, 0.0)


@cache
def diverging() -> NDArray[np.uint32]:
    """``0xffRRGGBB`` for 255 steps from −1 to 1; the one in the middle is 0."""
    # Chroma comes in faster than lightness goes, or the small values all look white.
    away = np.linspace(0.0, 1.0, _MIDDLE + 1)[:, None]
    share = np.concatenate([away**1.15, away**0.75, away**0.75], axis=1)
    sides = {name: np.array(_ZERO) + share * (np.array(end) - np.array(_ZERO)) for name, end in _ENDS.items()}
    lab = np.concatenate([sides["low"][:0:-1], sides["high"]])
    rgb = np.rint(255.0 * _srgb(lab)).astype(np.uint32)
    table: NDArray[np.uint32] = np.uint32(0xFF000000) | rgb @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    table.flags.writeable = False
    return table


def colour_states(values: NDArray[np.float32], level: float, out: NDArray[np.uint32]) -> None:
    """Colour numbers from −`level` to `level`; what lies beyond takes the end's colour.

    Args:
        values: ``(columns, units)``.
        level: The number that gets the strongest colour.
        out: ``(units, columns)``, filled with ``0xffRRGGBB``.
    """
    # Cut off first: what a broken network leaves may be too large to be multiplied.
    end = np.float32(min(level, _GREATEST))
    scaled = np.clip(values, -end, end)
    scaled *= np.float32(_MIDDLE / level)
    scaled += np.float32(_MIDDLE + 0.5)
    broken = np.isnan(scaled)
    some_broken = bool(broken.any())
    if some_broken:
        scaled[broken] = 0.0
    np.take(diverging(), scaled.astype(np.uint8).T, out=out, mode="clip")
    if some_broken:
        out[broken.T] = NAN_COLOUR


@cache
def places(dark: bool) -> tuple[str, ...]:
    """64 colours ``#rrggbb`` from early to late: hues of one lightness, teal to magenta."""
    lightness, chroma = (0.52, 0.11) if dark else (0.76, 0.1)
    hue = np.radians(np.linspace(205.0, 355.0, 64))
    lab = np.stack([np.full(64, lightness), chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)
    return tuple("#{:02x}{:02x}{:02x}".format(*row) for row in np.rint(255.0 * _srgb(lab)).astype(int).tolist())


def _srgb(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """OKLab ``(…, 3)`` to sRGB from 0 to 1."""
    lightness, a, b = np.moveaxis(lab, -1, 0)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = np.stack(
        [
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        ],
        axis=-1,
    )
    linear = np.clip(linear, 0.0, 1.0)
    shown: NDArray[np.float64] = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return shown
