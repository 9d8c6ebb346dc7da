"""Which input methods a campaign's languages need, in the names that Qt Virtual Keyboard has for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QLocale

from kiosk.campaign.model import ChineseMethod
from kiosk.languages import own_name, spoken


@dataclass(frozen=True)
class Method:
    """One way to type.

    Attributes:
        name: on its key.
        tag: the language it writes.
        locale: the folder of its layouts.
        mode: the engine's input mode (a name out of `InputEngine.InputMode`); empty for the layout's own.
        quick: of Cangjie, whether a character's first and last part are enough.
        latin: whether it writes Latin letters, as e-mail addresses need.
    """

    name: str
    tag: str
    locale: str
    mode: str = ""
    latin: bool = False
    quick: bool = False


_ENGLISH = Method("English", "en", "en_GB", latin=True)
_TRADITIONAL: dict[ChineseMethod, Method] = {
    "zhuyin": Method("注音", "zh-Hant", "zh_TW", "Zhuyin"),
    "cangjie": Method("倉頡", "zh-Hant", "zh_TW", "Cangjie"),
    "quick": Method("速成", "zh-Hant", "zh_TW", "Cangjie", quick=True),
}
_IN_TAIWAN: Sequence[ChineseMethod] = ("zhuyin", "cangjie")
_IN_HONG_KONG: Sequence[ChineseMethod] = ("cangjie", "quick", "zhuyin")
_FOLDERS = {"ar": "ar_AR", "fa": "fa_FA", "sr": "sr_SP"}
"""Layouts in a folder that is not the language's usual locale."""


def methods_for(languages: Iterable[str], chinese: Sequence[ChineseMethod] = ()) -> tuple[Method, ...]:
    """The input methods for `languages` (tags), in their order; one of them writes Latin letters.

    Args:
        chinese: the ways to write traditional Chinese; those that are usual where `languages` say, if empty.
    """
    found = [method for tag in languages for method in _of(tag, chinese)]
    if not any(method.latin for method in found):
        found.append(_ENGLISH)
    return tuple(dict.fromkeys(found))


def _of(tag: str, chinese: Sequence[ChineseMethod]) -> Iterable[Method]:
    if tag == "en":
        return (_ENGLISH,)
    if not tag.startswith("zh"):
        return (_usual(tag),)
    if spoken(tag) == "zh-Hans":
        return (Method("拼音", tag, "zh_CN", "Pinyin"),)
    usual = _IN_HONG_KONG if tag.endswith(("-HK", "-MO")) else _IN_TAIWAN
    return (replace(_TRADITIONAL[way], tag=tag) for way in chinese or usual)


def _usual(tag: str) -> Method:
    locale = QLocale(tag)
    folder = _FOLDERS.get(tag) or locale.name()
    return Method(own_name(tag), tag, folder, latin=locale.script() == QLocale.Script.LatinScript)
