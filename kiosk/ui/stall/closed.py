"""Shown after staff have closed the stall: a poster, and no way to sign."""

from __future__ import annotations

from kiosk.ui.screen import Screen, View
from kiosk.ui.widgets.headline import Headline
from kiosk.ui.widgets.labels import label


class ClosedScreen(Screen):
    """The slogan, and that nobody can sign here now."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.setProperty("poster", True)
        theme = view.theme
        px = theme.px
        self.body.setContentsMargins(px(72), px(40), px(72), px(60))
        self.body.addWidget(Headline(view.texts.slogan, theme, theme.on_accent, least=40, most=120), 1)
        closed = view.language.text("This stall is closed. Thank you!")
        self.body.addWidget(label(closed, "attract-count"))
        self.setAccessibleName(closed)
