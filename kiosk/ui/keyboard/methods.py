"""Which input methods a campaign's languages need, in the names that Qt Virtual Keyboard has for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QLocale

from kiosk.languages import own_name


@dataclass(frozen=True)
class Method:
    """One way to type.

    Attributes:
        name: on its key.
        tag: the language it writes.
        locale: the folder of its layouts.
        mode: the engine's input mode (a name out of `InputEngine.InputMode`); empty for the layout's own.
        latin: whether it writes Latin letters, as e-mail addresses need.
    """

    name: str
    tag: str
    locale: str
    mode: str = ""
    latin: bool = False


_ENGLISH = Method("English", "en", "en_GB", latin=True)
_SEVERAL = {
    "en": (_ENGLISH,),
    "zh-Hant": (
        Method("注音", "zh-Hant", "zh_TW", "Zhuyin"),
        Method("倉頡", "zh-Hant", "zh_TW", "Cangjie"),
    ),
    "zh-Hans": (Method("拼音", "zh-Hans", "zh_CN", "Pinyin"),),
}
_FOLDERS = {"ar": "ar_AR", "fa": "fa_FA", "sr": "sr_SP"}
"""Layouts in a folder that is not the language's usual locale."""


def methods_for(languages: Iterable[str]) -> tuple[Method, ...]:
    """The input methods for `languages` (tags), in their order; one of them writes Latin letters."""
    found = [method for tag in languages for method in _SEVERAL.get(tag) or (_usual(tag),)]
    if not any(method.latin for method in found):
        found.append(_ENGLISH)
    return tuple(dict.fromkeys(found))


def _usual(tag: str) -> Method:
    locale = QLocale(tag)
    folder = _FOLDERS.get(tag) or locale.name()
    return Method(own_name(tag), tag, folder, latin=locale.script() == QLocale.Script.LatinScript)
