"""The menu bar, made from the data of :mod:`rnnviz.ui.actions`."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from rnnviz.ui.actions import MENUS, Deed


def fill_menu_bar(bar: QMenuBar, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """Put every action into its place.

    Returns:
        The menus by their titles without ampersands, submenus included.
    """
    inner = {item for menu in MENUS.values() for item in menu if isinstance(item, str) and item}
    made: dict[str, QMenu] = {}
    for title in MENUS:
        if title not in inner:
            _fill(bar.addMenu(title), title, actions, made)
    return made


def _fill(menu: QMenu, title: str, actions: Mapping[str, QAction], made: dict[str, QMenu]) -> None:
    menu.setToolTipsVisible(True)
    made[title.replace("&", "")] = menu
    for item in MENUS.get(title, ()):
        if isinstance(item, Deed):
            menu.addAction(actions[item.name])
        elif item:
            _fill(menu.addMenu(item), item, actions, made)
        else:
            menu.addSeparator()
