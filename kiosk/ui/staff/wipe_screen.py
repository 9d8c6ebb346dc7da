"""Wiping the laptop: says plainly what is lost, and wants a button held for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from kiosk.errors import KioskError
from kiosk.ui.screen import Screen, View
from kiosk.ui.staff.report import Reporting
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.hold_button import HOLD_MS, HoldButton
from kiosk.ui.widgets.labels import label


class WipeScreen(Screen):
    """Calls `wipe` once its button was held to the end.

    Args:
        reporting: looks how the stall is doing; the button waits for what it finds.
        fault: why it could not be wiped just now.
        practice: whether nothing that is signed here counts, so that nothing is lost.
    """

    def __init__(
        self,
        view: View,
        reporting: Reporting,
        fault: KioskError | None,
        wipe: Callable[[], object],
        back: Callable[[], object],
        *,
        practice: bool,
    ) -> None:
        super().__init__(view)
        text = view.language.text
        self._practice = practice
        self._wipe = wipe
        self._reporting = reporting
        page = self.add_page(text("Wipe this laptop?"))
        page.content.addStretch(1)
        self._lost = label("", "question")
        page.content.addWidget(self._lost)
        page.content.addSpacing(view.theme.px(24))
        for words in self._what_else_goes():
            page.content.addWidget(label(words, "reading"))
        page.content.addStretch(1)
        why = "" if fault is None else text("That did not work. {why}", why=view.language.error(fault))
        self._remark = label(why, "warning")
        self._remark.setObjectName("remark-wipe")
        page.content.addWidget(self._remark)
        row = QHBoxLayout()
        row.setSpacing(view.theme.gap(16))
        self.way_back = button(text("Keep everything"), "back", back, role="primary")
        row.addWidget(self.way_back)
        row.addStretch(1)
        seconds = HOLD_MS // 1000
        self._button = HoldButton(
            view.language.plural(
                "Hold for {number} second to wipe", "Hold for {number} seconds to wipe", seconds
            ),
            "wipe-now",
            view.theme,
            self._counting,
        )
        self._button.held.connect(self._held)
        self._button.let_go.connect(self._let_go)
        row.addWidget(self._button)
        self.body.addLayout(row)
        self.first_focus = self.way_back
        reporting.changed.connect(self._tell_what_is_lost)
        self._tell_what_is_lost()

    def _what_else_goes(self) -> tuple[str, ...]:
        text = self.view.language.text
        if self._practice:
            return (text("The laptop is then locked, and practice begins anew."),)
        return (
            text("This kiosk’s name, keys, PIN and journal go too. Nobody can bring them back."),
            text(
                "The laptop is then locked, and like one that was never set up. Traces may remain on a "
                "flash disk: the signatures among them cannot be read without the campaign’s key."
            ),
        )

    def _tell_what_is_lost(self) -> None:
        self._lost.setText(self._what_is_lost())
        self._button.setEnabled(self._reporting.report is not None or self._reporting.error is not None)

    def _what_is_lost(self) -> str:
        language, report = self.view.language, self._reporting.report
        if report is None and self._reporting.error is None:
            return language.text("One moment, please.")
        if self._practice:
            return language.text("Only practice signatures go: nothing that was signed here counts.")
        if report is None:
            return language.text(
                "It is not known how many signatures are on this laptop only. They are lost."
            )
        if not report.status.waiting:
            return language.text("No signature is on this laptop only, so none is lost.")
        return language.plural(
            "{number} signature is on this laptop only, on no stick. It is lost.",
            "{number} signatures are on this laptop only, on no stick. They are lost.",
            report.status.waiting,
        )

    def _counting(self, seconds: int) -> str:
        return self.view.language.plural(
            "Keep holding: {number} second", "Keep holding: {number} seconds", seconds
        )

    def _held(self) -> None:
        self._say(self.view.language.text("One moment, please."))
        self.setEnabled(False)
        self._wipe()

    def _let_go(self) -> None:
        if self.isVisible():
            self._say(self.view.language.text("You let go: nothing was deleted."))

    def _say(self, words: str) -> None:
        self._remark.setText(words)
        announce(self._remark, words)
