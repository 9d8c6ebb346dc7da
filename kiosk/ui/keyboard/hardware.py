"""The laptop's own keys, as an input method for Chinese understands them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEYS = {
    "Pinyin": dict(zip(_LETTERS + "'", _LETTERS + "'", strict=True)),
    "Cangjie": dict(zip(_LETTERS, "日月金木水火土竹戈十大中一弓人心手口尸廿山女田難卜重", strict=True)),
    # The arrangement of Taiwan's standard CNS 11643 keyboards ("Daqian"); the last four are tones.
    "Zhuyin": dict(
        zip(
            "1qaz2wsxedcrfv5tgbyhnujm8ik,9ol.0p;/-6347",
            "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦˊˇˋ˙",
            strict=True,
        )
    ),
}
_WHILE_COMPOSING = {
    Qt.Key.Key_Space: " ",
    Qt.Key.Key_Return: "\n",
    Qt.Key.Key_Enter: "\n",
    Qt.Key.Key_Backspace: "\b",
}
_SHORTCUT = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


def composed(event: QKeyEvent, mode: str, *, composing: bool) -> str:
    """The text that a key press has for the input method, or "" when the field shall have the key itself.

    Args:
        mode: the input mode, a name out of `InputEngine.InputMode`.
        composing: whether a character has been begun.
    """
    if mode not in _KEYS or event.modifiers() & _SHORTCUT:
        return ""
    if composing and event.key() in _WHILE_COMPOSING:
        return _WHILE_COMPOSING[Qt.Key(event.key())]
    return _KEYS[mode].get(event.text(), "")


def picked(event: QKeyEvent, mode: str) -> int | None:
    """Which candidate a digit stands for, from 0; in Zhuyin the digits are sounds."""
    text = event.text()
    return int(text) - 1 if mode in ("Pinyin", "Cangjie") and text in tuple("123456789") else None
