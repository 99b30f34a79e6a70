"""A :class:`~rnnviz.plots.theme.Theme` as Qt wants it: a palette and a style sheet."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from rnnviz.plots.theme import DARK, LIGHT, Theme
from rnnviz.recording.transition import Transition

SMALL = 0.88
"""Size of captions, units and shortcuts beside that of the text."""

LARGE = 1.35
"""Size of titles beside that of the text."""


def system_theme() -> Theme:
    """Light or dark as the desktop has it; dark where it does not tell."""
    wants_light = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light
    return LIGHT if wants_light else DARK


def refusal(theme: Theme) -> str:
    """The colour of what is refused or has failed."""
    return theme.transitions[Transition.LOST]


def mixed(over: str, under: str, share: float) -> str:
    """`share` of the colour `over`, the rest `under`.

    Example:
        >>> mixed("#ffffff", "#000000", 0.5)
        '#808080'
    """
    a, b = QColor(over), QColor(under)
    parts = [
        round(share * x + (1 - share) * y)
        for x, y in zip((a.red(), a.green(), a.blue()), (b.red(), b.green(), b.blue()), strict=True)
    ]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def palette(theme: Theme) -> QPalette:
    """The palette for what a style sheet does not reach: menus, dialogs, selections."""
    made = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, theme.surface),
        (role.Base, theme.field),
        (role.AlternateBase, theme.surface),
        (role.Button, theme.field),
        (role.ToolTipBase, theme.field),
        (role.Text, theme.text),
        (role.WindowText, theme.text),
        (role.ButtonText, theme.text),
        (role.ToolTipText, theme.text),
        (role.BrightText, refusal(theme)),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.accent),
        (role.Accent, theme.accent),
        (role.HighlightedText, theme.on_accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.Mid, theme.border),
        (role.Light, theme.border),
        (role.Midlight, theme.border),
        (role.Dark, theme.border),
        (role.Shadow, theme.window),
    ):
        made.setColor(where, QColor(colour))
    off = QPalette.ColorGroup.Disabled
    for where in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(off, where, QColor(mixed(theme.muted, theme.surface, 0.6)))
    made.setColor(off, role.Highlight, QColor(theme.border))
    made.setColor(off, role.HighlightedText, QColor(theme.muted))
    return made


def style_sheet(theme: Theme, points: float) -> str:
    """The look of the window.

    Args:
        theme: Its colours.
        points: Size of the text.
    """
    return _SHEET.substitute(
        window=theme.window,
        plot=theme.plot,
        chosen=mixed(theme.accent, theme.plot, 0.24),
        surface=theme.surface,
        field=theme.field,
        hover=mixed(theme.text, theme.field, 0.07),
        pressed=mixed(theme.text, theme.field, 0.14),
        border=theme.border,
        strong=mixed(theme.muted, theme.border, 0.35),
        text=theme.text,
        muted=theme.muted,
        off=mixed(theme.muted, theme.surface, 0.6),
        off_field=mixed(theme.field, theme.surface, 0.5),
        accent=theme.accent,
        accent_hover=mixed(theme.text, theme.accent, 0.12),
        on_accent=theme.on_accent,
        on_accent_muted=mixed(theme.on_accent, theme.accent, 0.78),
        refusal=refusal(theme),
        note=mixed(theme.accent, theme.surface, 0.14),
        alarm=mixed(refusal(theme), theme.surface, 0.14),
        small=f"{points * SMALL:.2f}pt",
        large=f"{points * LARGE:.2f}pt",
        kept=theme.transitions[Transition.KEPT],
        kept_ground=mixed(theme.transitions[Transition.KEPT], theme.surface, 0.13),
    )


_SHEET = Template("""
QMainWindow, #plots { background: $window; }
QToolTip { background: $field; color: $text; border: 1px solid $strong; padding: 5px 7px; }

#toolbar, #lesson, #panel, #panel-content { background: $surface; }
#toolbar { border-bottom: 1px solid $border; }
#lesson { border-top: 1px solid $border; }
#panel { border: 0; border-right: 1px solid $border; }
#panel-content { border: 0; }
#pickers { background: $window; }
QSplitter::handle { background: $window; }
QSplitter::handle:hover { background: $accent; }

QMenuBar { background: $surface; color: $text; padding: 1px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $field; }

QLabel { background: transparent; }
QLabel[tone="muted"], QLabel[tone="caption"], QLabel[tone="shortcut"], QLabel[tone="unit"] { color: $muted; }
QLabel[tone="caption"], QLabel[tone="shortcut"], QLabel[tone="unit"], QLabel[tone="refusal"] { font-size: $small; }
QLabel[tone="refusal"] { color: $refusal; }
QLabel[tone="heading"] { font-weight: 600; }
QLabel[tone="title"] { font-size: $large; font-weight: 600; }
QLabel:disabled { color: $off; }

QPushButton, QToolButton#plain {
    background: $field; color: $text; border: 1px solid $border; border-radius: 5px; padding: 5px 11px;
}
QPushButton:hover, QToolButton#plain:hover { background: $hover; border-color: $strong; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus, QToolButton#plain:focus { border-color: $accent; }
QPushButton:disabled { color: $off; background: $off_field; }
QPushButton:default, QPushButton[primary="true"] {
    background: $accent; color: $on_accent; border-color: $accent;
}
QPushButton[primary="true"] QLabel { color: $on_accent; font-weight: 600; }
QPushButton[primary="true"] QLabel[tone="shortcut"] { color: $on_accent_muted; font-weight: 400; }
QPushButton:default:hover, QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton[lit="true"] { border-color: $accent; }
QPushButton::menu-indicator { width: 0; image: none; }

QToolButton#bare { background: transparent; border: 1px solid transparent; border-radius: 5px; }
QToolButton#bare:hover { background: $hover; }
QToolButton#bare:pressed { background: $pressed; }
QToolButton#bare:focus { border-color: $accent; }

#transport { background: $window; }
QSlider { background: transparent; min-height: 22px; }
QSlider::groove:horizontal { background: $border; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: $text; width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent_hover; }
QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled { background: $strong; }

QProgressBar { background: $border; border: 0; border-radius: 2px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

#segments { background: $field; border: 1px solid $border; border-radius: 5px; }
#segments[refused="true"] { border-color: $refusal; }
#segments QPushButton { background: transparent; color: $muted; border: 1px solid transparent; border-radius: 4px;
    padding: 4px 3px; }
#segments QPushButton:hover { color: $text; background: $hover; }
#segments QPushButton:checked { background: $accent; color: $on_accent; font-weight: 600; }
#segments QPushButton:focus { border-color: $text; }
#segments QPushButton:disabled { color: $off; }
#segments QPushButton:checked:disabled { background: $border; color: $muted; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit {
    background: $field; color: $text; border: 1px solid $border; border-radius: 5px; padding: 1px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $strong; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $off; background: $off_field; }
QLineEdit[refused="true"], QAbstractSpinBox[refused="true"], QComboBox[refused="true"] { border-color: $refusal; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:hover, QAbstractSpinBox QLineEdit:focus {
    border: 0; border-radius: 0; padding: 0; background: transparent;
}
QComboBox::drop-down { border: 0; width: 20px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView {
    background: $field; color: $text; border: 1px solid $strong; outline: 0; padding: 3px;
    selection-background-color: $accent; selection-color: $on_accent;
}

QScrollArea { border: 0; background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

#clinic, #case-content { background: $window; }
#case-list { background: $surface; border-right: 1px solid $border; }
QListWidget { background: transparent; border: 0; outline: 0; }
QListWidget::item { padding: 4px 8px; border-radius: 5px; }
QListWidget::item:hover:enabled { background: $hover; }
QListWidget::item:selected, QListWidget::item:selected:hover:enabled { background: $accent; color: $on_accent; }
#card { background: $surface; border: 1px solid $border; border-radius: 8px; }
QPushButton[guess] { text-align: left; }
QPushButton[guess]:checked { border-color: $accent; background: $note; }
QPushButton[guess="open"]:disabled { color: $muted; background: transparent; }
QPushButton[guess="true"]:disabled { color: $kept; border-color: $kept; background: $kept_ground; font-weight: 600; }
QPushButton[guess="false"]:disabled { color: $refusal; border-color: $refusal; background: $alarm; }

#ledger { background: $window; border-top: 1px solid $border; }
QTableView { background: $plot; color: $text; border: 0; border-top: 1px solid $border;
    border-bottom: 1px solid $border; outline: 0; selection-background-color: $chosen; selection-color: $text; }
QTableView::item { border: 0; padding: 0 5px; }
QTableView::item:selected { background: $chosen; color: $text; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QHeaderView { background: $window; border: 0; }
QHeaderView::section { background: $window; color: $muted; border: 0; padding: 4px 6px; font-size: $small; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 0; image: none; }

#preflight { background: $surface; border-top: 1px solid $border; }

#banner { background: $note; border-bottom: 1px solid $border; }
#banner[alarm="true"] { background: $alarm; border-bottom: 1px solid $refusal; }
QPushButton[flat="true"] { background: transparent; border-color: transparent; padding: 4px 6px; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border-color: $accent; }
""")
