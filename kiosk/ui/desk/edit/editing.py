"""The content that is being edited at the desk; it outlives the pages that show it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.campaign.content import check_languages, parse_content
from kiosk.campaign.editing import ContentEditor
from kiosk.campaign.model import Campaign
from kiosk.campaign.slots import languages
from kiosk.campaign.source import Source
from kiosk.signing.own_fields import OwnField
from kiosk.ui.desk.preview import StallScreens

_VERSION = ("consent", "version")
_AGREED = ("consent.md", "privacy.md")


@dataclass
class Editing:
    """An edited content folder, and what of it is shown.

    Attributes:
        stall: draws the stall's screens.
        packed: the own fields of the campaign's pack: people may have answered them, so they stay.
        section, language: what is shown.
    """

    editor: ContentEditor
    stall: StallScreens
    today: Callable[[], datetime.date]
    packed: Sequence[OwnField] = ()
    section: str = "texts"
    language: str = ""

    @classmethod
    def of(
        cls,
        content: Path,
        stall: StallScreens,
        today: Callable[[], datetime.date],
        packed: Sequence[OwnField] = (),
    ) -> Editing:
        """Begins to edit the content folder. Raises ContentError, StorageError."""
        editor = ContentEditor(content)
        _check_shown(editor)
        return cls(editor, stall, today, packed, language=languages(editor)[0])

    def is_in_pack(self, id: str, option: str = "") -> bool:
        """Whether the campaign's pack has the own field `id`, or that `option` of it."""
        return any(field.id == id and (not option or option in field.options) for field in self.packed)

    def campaign(self) -> Campaign:
        """The campaign as it would be saved. Raises ContentError."""
        return parse_content(self.editor.files)

    def save(self) -> list[str]:
        """Writes what was changed; gives the paths. Raises as `ContentEditor.save`, and ContentError.

        Where the words changed to which people agree, their version becomes another one.
        """
        self.campaign()
        if any(name.endswith(_AGREED) for name in self.editor.changed):
            was, now = self.editor.value("campaign.toml", *_VERSION), self.today().isoformat()
            if "campaign.toml" not in self.editor.changed or was == now:
                self.editor.set_value("campaign.toml", _VERSION, self._other_than(str(was), now))
        return self.editor.save()

    def take_theirs(self, name: str) -> None:
        """Drops what was changed in the file `name`. Raises ContentError where theirs cannot be shown."""
        theirs = ContentEditor(self.editor.folder)
        _check_shown(theirs)
        self.editor.take_theirs(name)
        if self.language not in languages(self.editor):
            self.language = languages(self.editor)[0]

    @staticmethod
    def _other_than(was: str, now: str) -> str:
        """`now`, or where it was that already, with a number: "2026-11-29.2"."""
        if was.split(".")[0] != now:
            return now
        _, _, number = was.partition(".")
        return f"{now}.{int(number) + 1 if number.isdecimal() else 2}"


def _check_shown(editor: ContentEditor) -> None:
    """Raises ContentError for a file that is no TOML, and for languages that are none."""
    for name in editor.files:
        if name.endswith(".toml"):
            editor.value(name)
    check_languages(Source("campaign.toml", editor.files.get("campaign.toml", b"")), languages(editor))
