"""The themes as plain values: every color the window uses, by name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colors as #rrggbb.

    `positive` and `negative` are the signs of weights and outputs (also class 1 and class 0 of
    two); `classes` the colors of up to ten classes, safe for color-blind viewers.
    Lines are `stroke` times as wide as usual.
    """

    name: str
    window: str
    surface: str
    sunken: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    positive: str
    negative: str
    neutral: str
    good: str
    warning: str
    bad: str
    classes: tuple[str, ...]
    stroke: float = 1.0


LIGHT = Theme(
    name="light",
    window="#eef0f4",
    surface="#ffffff",
    sunken="#f7f8fa",
    border="#d9dde3",
    text="#151a21",
    muted="#5b6470",
    accent="#1f6feb",
    on_accent="#ffffff",
    positive="#2166ac",
    negative="#d95f0e",
    neutral="#f3f4f6",
    good="#187a34",
    warning="#9a5b00",
    bad="#b3261e",
    classes=(
        "#d95f0e",
        "#2166ac",
        "#1a8f5c",
        "#d8549f",
        "#8c6d1f",
        "#3fa7c9",
        "#7a4b9e",
        "#c23b3b",
        "#5e6b76",
        "#7a9a01",
    ),
)

DARK = Theme(
    name="dark",
    window="#0f1216",
    surface="#181c22",
    sunken="#12161b",
    border="#2c333c",
    text="#e8ebef",
    muted="#9aa4b0",
    accent="#4d94ff",
    on_accent="#0b0e12",
    positive="#4a90d9",
    negative="#e8853a",
    neutral="#22272e",
    good="#4cc26b",
    warning="#e0a53a",
    bad="#ff7b72",
    classes=(
        "#e8853a",
        "#4a90d9",
        "#3fbf86",
        "#ea92cf",
        "#c9a64a",
        "#6cc6e3",
        "#a98bd0",
        "#ef7070",
        "#98a4b0",
        "#a9c93a",
    ),
)

CONTRAST = Theme(
    name="contrast",
    window="#ffffff",
    surface="#ffffff",
    sunken="#ffffff",
    border="#000000",
    text="#000000",
    muted="#1f1f1f",
    accent="#0033b3",
    on_accent="#ffffff",
    positive="#0b4f9e",
    negative="#c24a00",
    neutral="#ffffff",
    good="#005c1e",
    warning="#6b3a00",
    bad="#a30000",
    classes=(
        "#c24a00",
        "#0b4f9e",
        "#00703c",
        "#93106e",
        "#6e5000",
        "#00748f",
        "#5b2a86",
        "#a31515",
        "#3d474f",
        "#4f6600",
    ),
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}
