"""The steps of a set-up, a screen each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from kiosk.campaign.pack import Pack, fingerprint
from kiosk.errors import KioskError, SettingsError
from kiosk.stall.kiosk import Kiosk
from kiosk.ui.mounts import Mounts
from kiosk.ui.screen import View
from kiosk.ui.staff.gestures import HOLD_SECONDS, TAPS
from kiosk.ui.staff.packs import FoundPacks
from kiosk.ui.staff.page import StaffPage
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.card_button import CardButton
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout
from kiosk.wording import short_name

_IN_A_ROW = 2
"""Words of the fingerprint: so many are kept in mind while somebody reads them out."""


class RefusedScreen(StaffPage):
    """Why this computer cannot become a kiosk, before anybody has chosen anything."""

    def __init__(self, view: View, fault: KioskError, back: Callable[[], object]) -> None:
        text = view.language.text
        intro = text("Practising works here all the same.")
        super().__init__(view, text("This laptop cannot become a kiosk"), intro, back)
        self.content.addWidget(label(view.language.error(fault), "warning"))


class PackScreen(StaffPage):
    """The packs on the sticks, each by its campaign; one that comes or goes is noticed, and moves no other.

    Where two say the same, each says where it is.

    Args:
        find: finds them; called on the thread of `looking`.
        take: told the pack that was chosen.
        set_up: whether this laptop is set up with it, and not only takes a newer one.
        different: whether the words of one were not the coordinator's.
    """

    def __init__(
        self,
        view: View,
        step: str,
        find: Callable[[], FoundPacks],
        looking: Tasks,
        take: Callable[[Pack], object],
        back: Callable[[], object],
        *,
        set_up: bool,
        different: bool,
    ) -> None:
        text = view.language.text
        super().__init__(view, text("Choose the campaign’s pack"), step, back, holds_still=True)
        self._find = find
        self._take = take
        self._set_up = set_up
        self._looking = looking
        self._met: dict[Path, int] = {}
        """In which order the packs were seen: those that are there keep their places."""
        if different:
            warning = text(
                "Do not use that pack: it is not your coordinator’s. "
                "Ask who had the stick, and for another pack."
            )
            self.content.addWidget(label(warning, "warning"))
        self._packs = QVBoxLayout()
        self._packs.setSpacing(view.theme.gap(12))
        self.content.addLayout(self._packs)
        self._packs.addWidget(label(text("One moment, please."), "intro"))
        Mounts(self).changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        self._looking.run(self._find, self._show, lambda _: self._show(FoundPacks([])), asked_by=self)

    def _show(self, found: FoundPacks) -> None:
        clear_layout(self._packs)
        for each in found.shown:
            self._met.setdefault(each.file, len(self._met))
        shown = sorted(found.shown, key=lambda each: self._met[each.file])
        packs = [(each, each.pack) for each in shown if each.pack is not None]
        places: dict[tuple[str, str], set[str]] = {}
        for each, pack in packs:
            places.setdefault(self._says(pack), set()).add(each.place)
        for number, (each, pack) in enumerate(packs):
            place = each.place if len(places[self._says(pack)]) > 1 else ""
            self._packs.addWidget(self._card(each.file, pack, number, place))
        for each in shown:
            if each.error is not None:
                self._packs.addWidget(label(self.view.language.error(each.error), "warning"))
        if found.left_out:
            words = self.view.language.plural(
                "{number} more pack file is not shown. Is the right one missing? Use a stick with fewer.",
                "{number} more pack files are not shown. Is the right one missing? Use a stick with fewer.",
                found.left_out,
            )
            self._packs.addWidget(label(words, "intro"))
        if not shown:
            words = self.view.language.text(
                "Plug in the stick with the campaign’s pack: it appears here by itself."
            )
            self._packs.addWidget(label(words, "question"))

    def _says(self, pack: Pack) -> tuple[str, str]:
        """A pack's title, and which one it is."""
        language, manifest = self.view.language, pack.manifest
        made = language.date(manifest.made)
        about = language.text("Pack {number}, made on {day}", number=manifest.edition, day=made)
        return pack.campaign.texts_in(language.tag).title, about

    def _card(self, file: Path, pack: Pack, number: int, place: str) -> CardButton:
        """What to tap for a pack; with the place where it is, unless that is empty."""
        text = self.view.language.text
        title, about = self._says(pack)
        about = f"{about} · {short_name(file.name)}"
        return CardButton(
            text("Set up for “{campaign}”", campaign=title) if self._set_up else title,
            "\n".join((about, text("on {place}", place=place))) if place else about,
            f"pack-{number}",
            self.view.theme,
            partial(self._take, pack),
        )


class WordsScreen(StaffPage):
    """The ten words that stand for the campaign's keys, to compare aloud, a row at a time."""

    def __init__(
        self,
        view: View,
        step: str,
        pack: Pack,
        same: Callable[[], object],
        different: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(view, text("Compare these ten words"), step, back)
        self.is_read = True  # aloud, on the phone: nobody touches anything meanwhile
        say = text("Call the coordinator and read them aloud. Tap each row that is the same, in this order.")
        self.content.addWidget(label(say, "item"))
        if pack.manifest.untested:
            untested = text(
                "This pack is untested: its key was never restored from the key sheets. Ask for another."
            )
            self.content.addWidget(label(untested, "warning"))
        words = fingerprint(pack.manifest.signer, pack.manifest.public_key)
        numbered = [f"{number}. {word}" for number, word in enumerate(words, 1)]
        self._rows: list[QPushButton] = []
        for first in range(0, len(numbered), _IN_A_ROW):
            said = " · ".join(numbered[first : first + _IN_A_ROW])
            name = f"words-{len(self._rows) + 1}"
            self._rows.append(button(said, name, self._confirm, role="choice", checkable=True))
            self.content.addWidget(self._rows[-1])
        self.foot.addWidget(button(text("They are different"), "different", different))
        self._same = button(text("They are the same"), "same", same, role="primary")
        self._same.setEnabled(False)
        self.foot.addWidget(self._same)
        self.first_focus = self._rows[0]

    def _confirm(self) -> None:
        """Leads to the next row that nobody has compared; from the last one to the answer."""
        left = [row for row in self._rows if not row.isChecked()]
        self._same.setEnabled(not left)
        (left[0] if left else self._same).setFocus()


class KioskNameScreen(StaffPage):
    """What the stall is called.

    Args:
        named: told the name; raises SettingsError where it cannot be one.
    """

    def __init__(
        self, view: View, step: str, name: str, named: Callable[[str], object], back: Callable[[], object]
    ) -> None:
        text = view.language.text
        super().__init__(view, text("Name this stall"), step, back)
        self._named = named
        intro = text("The coordinator sees this name beside its signatures, such as “Library steps”.")
        self._field = self.make_field(text("The stall’s name"), "stall-name", name, lambda _: None)
        self._field.line.returnPressed.connect(self._next)
        self.content.addWidget(self._field)
        self.content.addWidget(label(intro, "intro"))
        self.foot.addWidget(button(text("Next"), "next", self._next, role="primary"))
        self.first_focus = self._field.line

    def _next(self) -> None:
        try:
            self._named(self._field.line.text())
        except SettingsError as error:
            self._field.remark(self.view.language.error(error), stops=True)


class DoneScreen(StaffPage):
    """It is being done; then how it went.

    Args:
        made: the kiosk, once it is one.
        fault: why it is none.
        rehearse: leads to the rehearsal; None where a kiosk has only taken another pack.
    """

    def __init__(
        self,
        view: View,
        step: str,
        made: Kiosk | None,
        fault: KioskError | None,
        open_kiosk: Callable[[], object],
        rehearse: Callable[[], object] | None,
        again: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(view, text("This laptop becomes a kiosk"), step, again, text("Begin again"))
        assert self.way_back is not None
        self.way_back.setVisible(fault is not None)
        if fault is not None:
            self.content.addWidget(label(text("That did not work."), "question"))
            self.content.addWidget(label(view.language.error(fault), "warning"))
        elif made is None:
            self.content.addWidget(label(text("A test signature is sealed and synced …"), "question"))
        else:
            ready = text("Ready: this laptop is the kiosk “{name}”.", name=made.settings.name)
            self.content.addWidget(label(ready, "question"))
            tested = text("A test signature was sealed, stored, synced and read back. It is not kept.")
            self.content.addWidget(label(tested, "intro"))
            if rehearse is not None:
                self._teach()
                self.foot.addWidget(button(text("Rehearse"), "rehearse", rehearse))
            self.first_focus = button(text("Open the kiosk"), "open-kiosk", open_kiosk, role="primary")
            self.foot.addWidget(self.first_focus)

    def _teach(self) -> None:
        """The ways that no screen shows: into the staff's room, and to darkness."""
        text = self.view.language.text
        in_here = text(
            "The way to the staff’s room: hold a finger in the very corner, top left, for {seconds} seconds, "
            "or press Ctrl+Alt+S.",
            seconds=round(HOLD_SECONDS),
        )
        in_a_hurry = text(
            "{taps} quick taps in the very corner, top left, or Ctrl+Alt+L: dark, and what was being "
            "typed is gone. It stays so when switched on again. A touch and the PIN open it.",
            taps=TAPS,
        )
        for words in (in_here, in_a_hurry):
            self.content.addWidget(label(words, "item"))
