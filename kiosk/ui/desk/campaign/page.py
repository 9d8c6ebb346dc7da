"""The campaign: its ten words, what is in its pack, whether its key can be lost, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from kiosk.campaign.changes import Change
from kiosk.campaign.pack import Pack
from kiosk.coordinator.campaign.shares import Share
from kiosk.errors import KioskError
from kiosk.files import write_whole
from kiosk.ui.desk.campaign.content import ContentView, Looked
from kiosk.ui.desk.campaign.packs import PacksPage, words_card
from kiosk.ui.desk.campaign.update import UpdatePage
from kiosk.ui.desk.detour import Detours
from kiosk.ui.desk.edit.editing import Editing
from kiosk.ui.desk.edit.flow import ContentEditing
from kiosk.ui.desk.keys.passphrase import PassphrasePage
from kiosk.ui.desk.keys.rehearsal import RehearsalPage
from kiosk.ui.desk.keys.shares import SharesPage
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.shared_register.card import RegisterCard
from kiosk.ui.desk.shared_register.kept import Sharing
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.tasks import Tasks
from kiosk.ui.widgets.buttons import button

_MOST_CHANGES = 20
"""Changes since the last pack that are listed."""


class CampaignPage(DeskPage):
    """Everything about an unlocked campaign but its signatures."""

    def __init__(self, view: DeskView, session: Session, detours: Detours, sharing: Sharing) -> None:
        text = view.language.text
        super().__init__(view, text("Campaign"), text("Folder: {path}", path=str(session.folder.path)))
        self._session = session
        self._detours = detours
        page = self.add_scroll()
        page.content.addWidget(words_card(view, session))
        page.content.addWidget(self._key_card())
        page.content.addWidget(RegisterCard(view, session.folder, detours, sharing))
        self._pack = Card(view, text("The pack for the kiosks"))
        self._state = self._pack.add(text("One moment, please."), "body")
        self._state.setObjectName("pack-state")
        self._pack.buttons.addWidget(button(text("Edit the content"), "edit", self._edit))
        page.content.addWidget(self._pack)
        self._content = ContentView(view, session.folder.content, self._offer_screens)
        page.content.addWidget(self._content)
        page.content.addStretch(1)
        self._look_at_pack()

    # ------------------------------------------------------------------------ the key

    @property
    def _safe(self) -> bool:
        """Whether packs may go out: the key was restored from its sheets, or it is only for training."""
        public = self._session.folder.public
        return public.training or public.rehearsed

    def _key_card(self) -> Card:
        text, shares = self.view.language.text, self._session.folder.public.shares
        card = Card(self.view, text("The key"))
        if shares is None:
            words = text(
                "There are no sheets to restore it from. Whoever loses the key loses every signature."
            )
            card.add(words, "body" if self._safe else "warning")
        elif not shares.rehearsed:
            card.add(text("Its sheets have not been tried yet. Type them back once, as a test."), "warning")
        elif shares.total is None:
            card.add(text("{needed} sheets restore it; that was tried.", needed=shares.needed), "body")
        else:
            words = text(
                "Any {needed} of {total} sheets restore it; that was tried.",
                needed=shares.needed,
                total=shares.total,
            )
            card.add(words, "body")
        if shares is not None and not shares.rehearsed:
            card.buttons.addWidget(button(text("Try the key sheets"), "rehearse", self._rehearse))
        make = text("Make key sheets") if shares is None else text("Make new key sheets")
        card.buttons.addWidget(button(make, "shares", self._make_shares))
        change = partial(self._lead, PassphrasePage)
        card.buttons.addWidget(button(text("Change the passphrase"), "passphrase", change))
        return card

    def _make_shares(self) -> None:
        session, detours = self._session, self._detours
        detours.show(lambda view: SharesPage(view, session, self._rehearse, detours.back))

    def _rehearse(self, files: list[Path] | None = None) -> None:
        session, back = self._session, self._detours.back
        given: list[Share] = []
        kept = files or []
        self._detours.show(lambda view: RehearsalPage(view, session, given, kept, back, back))

    # ----------------------------------------------------------------------- the pack

    def _look_at_pack(self) -> None:
        folder = self._session.folder

        def look() -> tuple[Pack | None, list[Change]]:
            pack = folder.current_pack()
            return pack, [] if pack else folder.changes_since_pack()

        self.view.tasks.run(look, lambda found: self._show_pack(*found), self._fail, asked_by=self)

    def _show_pack(self, pack: Pack | None, changes: Sequence[Change]) -> None:
        text, folder = self.view.language.text, self._session.folder
        buttons = self._pack.buttons
        if pack is None:
            self._state.setText(text("The content was changed since the last pack was made."))
            self._show_changes(changes)
        else:
            self._state.setText(text("{file} carries the content as it is now.", file=folder.pack_file.name))
        if not self._safe:
            words = text("No pack goes out before the key sheets were made and tried.")
            self._pack.add(words, "warning").setObjectName("not-yet")
            return
        if pack is None:
            self.add_primary(text("Make a new pack"), "make-pack", self._make_pack)
        else:
            self.add_primary(text("Save the pack to a stick"), "save-pack", partial(self._lead, PacksPage))
            self._card = button(text("Save the staff’s card …"), "staff-card", self._save_card)
            buttons.addWidget(self._card)
        buttons.addWidget(button(text("New totals and names"), "update", partial(self._lead, UpdatePage)))

    def _show_changes(self, changes: Sequence[Change]) -> None:
        """What a new edition of the pack changes."""
        text = self.view.language.text
        for change in changes[:_MOST_CHANGES]:
            where = f"{change.file}: {change.what}" if change.what else change.file
            words = {"new": text("new"), "changed": text("changed"), "gone": text("gone")}[change.kind]
            self._pack.add(f"•  {where} ({words})", "body")
        if len(changes) > _MOST_CHANGES:
            self._pack.add("…", "body")

    def _edit(self) -> None:
        folder, stall, today = self._session.folder, self._detours.stall, self._session.today
        try:
            before = folder.last_campaign()
            editing = Editing.of(folder.content, stall, today, before.fields if before else ())
        except KioskError as error:
            self._fail(error)
        else:
            ContentEditing(self._detours, editing).show()

    def _save_card(self) -> None:
        """Asks where to, then draws the card, which takes a while."""
        text, folder = self.view.language.text, self._session.folder
        suggested = Path.home() / f"{folder.public.campaign}-card.pdf"
        chosen, _ = FileDialog.save(self, text("Save the staff’s card …"), str(suggested), "*.pdf")
        if not chosen:
            return
        file, draw = Path(chosen).with_suffix(".pdf"), self._detours.draw_card
        self._card.setEnabled(False)
        self._state.setText(text("The card is being drawn. That takes up to a minute …"))
        Tasks(self).run(
            lambda: write_whole(file, draw(folder.pack_file)),
            lambda _: self._say_card(text("The staff’s card is {file}. Print it on A4.", file=file)),
            lambda error: self._say_card(self.view.language.error(error)),
            asked_by=self,
        )

    def _say_card(self, words: str) -> None:
        self._card.setEnabled(True)
        self._state.setText(words)

    def _make_pack(self) -> None:
        session = self._session
        self._state.setText(self.view.language.text("One moment, please."))
        self.view.tasks.run(
            lambda: session.folder.make_pack(session.keys, session.today()),
            lambda _: self._detours.back(),
            self._fail,
            asked_by=self,
        )

    def _fail(self, error: KioskError) -> None:
        self._state.setText(self.view.language.error(error))

    # -------------------------------------------------------------------- the content

    def _offer_screens(self, _: Looked) -> None:
        text, folder = self.view.language.text, self._session.folder
        card = Card(
            self.view,
            text("To change it"),
            (text("Or edit the files in {folder}, then make a new pack.", folder=folder.content), "body"),
        )

        def draw() -> None:
            show.setEnabled(False)
            self._content.show_screens(self._detours.draw(folder.content))

        show = button(text("Show every screen"), "screens", draw)
        card.buttons.addWidget(show)
        again = button(text("Read it again"), "again", self._detours.back)
        card.buttons.addWidget(again)
        self._content.add(card)

    def _lead(self, page: Callable[[DeskView, Session, Callable[[], None]], DeskPage]) -> None:
        session, back = self._session, self._detours.back
        self._detours.show(lambda view: page(view, session, back))
