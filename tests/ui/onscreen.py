"""A finger on the on-screen keyboard: taps its keys and candidates by what is written on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtQuickWidgets import QQuickWidget
from PySide6.QtTest import QTest

from kiosk.ui.keyboard.widget import Keyboard
from tests import patience


class Finger:
    """Taps on an open keyboard as a person would: only what is to be seen, and where it is."""

    def __init__(self, keyboard: Keyboard) -> None:
        self._keyboard = keyboard

    @property
    def panel(self) -> QQuickWidget:
        return next(panel for panel in self._keyboard.findChildren(QQuickWidget))

    def written(self) -> list[str]:
        """What is written on the keys."""
        return [_written(key) for key in self._keys()]

    def tap(self, *keys: str) -> None:
        """Taps one key after the other."""
        for key in keys:
            _await(key, self.written)
            self._touch(next(item for item in self._keys() if _written(item) == key))

    def corner(self, key: str) -> str:
        """What stands small in the corner of a key."""
        _await(key, self.written)
        item = next(item for item in self._keys() if _written(item) == key)
        return "".join(str(one.property("text")) for one in _below(item) if one.objectName() == "more")

    def held(self) -> list[str]:
        """What the key that is held offers."""
        self.panel.grabFramebuffer()
        texts = [
            item for item in _below(self.panel.rootObject()) if item.metaObject().className() == "QQuickText"
        ]
        return [str(text.property("text")) for text in texts if text.isVisible()]

    def candidates(self) -> list[str]:
        """The candidates that are in sight, from the first on."""
        return [str(word.property("text")) for word in self._words()]

    def all_candidates(self) -> list[str]:
        """The same, once all of them are there, or as many as there is room for."""
        patience.until(self._has_all_candidates)
        return self.candidates()

    def pick(self, candidate: str) -> None:
        """Taps a candidate."""
        _await(candidate, self.candidates)
        self._touch(next(word for word in self._words() if word.property("text") == candidate))

    def place(self, key: str) -> QPoint:
        """Where a key is, in the panel."""
        _await(key, self.written)
        self._look()
        return _middle(next(item for item in self._keys() if _written(item) == key))

    def smallest_key(self) -> float:
        """The smaller side of the smallest key, in pixels."""
        self._look()
        return min(min(key.width(), key.height()) for key in self._keys())

    def locale(self) -> str:
        """Of the layout that is shown, such as "zh_TW"."""
        return str(self.panel.rootObject().property("locale"))

    def _keys(self) -> Iterator[QQuickItem]:
        for item in _below(self.panel.rootObject()):
            if _is_key(item) and item.isVisible() and item.isEnabled():
                yield item

    def _has_all_candidates(self) -> bool:
        self._look()
        view, words = self._candidates()
        last = max((_middle(word).x() for word in words), default=0)
        return bool(words) and (len(words) == view.property("count") or last > self.panel.width())

    def _candidates(self) -> tuple[QQuickItem, list[QQuickItem]]:
        """The row of candidates, and those that have come, in sight or not."""
        view = self.panel.rootObject().findChild(QQuickItem, "wordCandidateView")
        return view, [item for item in _below(view) if item.metaObject().className() == "QQuickText"]

    def _words(self) -> list[QQuickItem]:
        _, words = self._candidates()
        words = [word for word in words if self.panel.rect().contains(_middle(word))]
        return sorted(words, key=lambda word: _middle(word).x())

    def _look(self) -> None:
        """Nobody taps what has not been drawn yet."""
        patience.settle()
        self.panel.grabFramebuffer()

    def _touch(self, item: QQuickItem) -> None:
        self._look()
        middle = _middle(item)
        assert self.panel.rect().contains(middle), "it is out of sight"
        QTest.mouseClick(self.panel, Qt.MouseButton.LeftButton, pos=middle)
        patience.settle()


def _await(wanted: str, seen: Callable[[], list[str]]) -> None:
    try:
        patience.until(lambda: wanted in seen())
    except AssertionError as late:
        raise LookupError(f"there is no {wanted} among {seen()}") from late


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _is_key(item: QQuickItem) -> bool:
    return item.metaObject().indexOfProperty("keyType") >= 0 or item.objectName().startswith("band-")


def _written(key: QQuickItem) -> str:
    """What is on a key; for one with an icon, what kind of key it is."""
    kind = key.metaObject().className().split("_")[0]
    if kind in ("ChangeLanguageKey", "InputModeKey"):
        return kind
    return str(key.property("displayText") or key.property("text") or kind)


def _below(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        yield child
        yield from _below(child)
