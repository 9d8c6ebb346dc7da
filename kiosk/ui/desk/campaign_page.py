"""The campaign: the words that stand for it, and what is to be mended in its content."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from kiosk.campaign.pack import fingerprint
from kiosk.campaign.report import content_report
from kiosk.errors import KioskError
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.labels import label


class CampaignPage(DeskPage):
    """The fingerprint words, the folder, and the report on the content as it is now."""

    def __init__(self, view: DeskView, session: Session) -> None:
        text = view.language.text
        super().__init__(view, text("Campaign"), str(session.folder.path))
        page = self.add_scroll()
        public = session.folder.public
        words = " ".join(fingerprint(public.signer, public.public_key))
        page.content.addWidget(
            _card(view, text("Its ten words, to compare aloud at every kiosk’s set-up"), (words, "words"))
        )
        self._report = QVBoxLayout()
        page.content.addLayout(self._report)
        page.content.addStretch(1)
        view.tasks.run(
            lambda: content_report(session.folder.read_content()), self._show, self._fail, asked_by=self
        )

    def _show(self, report: list[str]) -> None:
        text = self.view.language.text
        lines = [(line, "body") for line in report] or [(text("Nothing is missing."), "body")]
        self._report.addWidget(_card(self.view, text("The content as it is now"), *lines))

    def _fail(self, error: KioskError) -> None:
        self._report.addWidget(
            _card(
                self.view,
                self.view.language.text("The content as it is now"),
                (self.view.language.error(error), "warning"),
            )
        )


def _card(view: DeskView, title: str, *lines: tuple[str, str]) -> QFrame:
    px = view.theme.px
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(px(20), px(14), px(20), px(16))
    column.setSpacing(px(6))
    column.addWidget(label(title, "item"))
    for words, role in lines:
        column.addWidget(label(words, role))
    return card
