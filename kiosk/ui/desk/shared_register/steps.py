"""The pages on which a register is shared: the server, the database and user, the connection, and done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout
from shiboken6 import isValid

from kiosk.coordinator.register.server_address import is_address, is_host, is_this_computer
from kiosk.errors import KioskError
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.shared_register.draft import ServerDraft
from kiosk.ui.desk.shared_register.kept import Sharing
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.language import Language
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import WrappingButton, button
from kiosk.ui.widgets.labels import label

_LONGEST_HOST = 255
_LONGEST_NAME = 63
"""Letters; what a host (RFC 1035) and PostgreSQL's names can have at most."""


class ServerStep(DeskPage):
    """The server and its port; before anything is typed, what the folder's own register holds."""

    def __init__(
        self, view: DeskView, draft: ServerDraft, on_next: Callable[[], object], on_back: Callable[[], object]
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Shared database"),
            text(
                "Several desks can merge into one database on a PostgreSQL server. Ask whoever runs the "
                "server for these five: its name, the port, the database, the user and the password."
            ),
        )
        self._draft, self._on_next = draft, on_next
        self.add_primary(text("Go on"), "next", self._go_on)
        self.add_back(on_back)
        page = self.add_scroll()
        self._in_folder = label("", "item")
        self._in_folder.setObjectName("in-folder")
        self._in_folder.hide()
        page.content.addWidget(self._in_folder)
        self._host = _field(view, text("Name of the server, such as db.example.org"), "host", self._go_on)
        self._host.line.setText(draft.host)
        self._host.line.setMaxLength(_LONGEST_HOST)
        self._port = _field(view, text("Port; mostly it is this one"), "port", self._go_on)
        self._port.line.setText(draft.port)
        page.content.addWidget(self._host)
        page.content.addWidget(self._port)
        page.content.addStretch(1)
        self.first_focus = self._host.line
        if draft.in_folder is not None:
            self._say(in_folder_text(view.language, draft.in_folder))
        elif draft.folder.register_file.exists():
            # Asked by nobody: the last page says it, too, also if this one is left before it is counted.
            work = partial(draft.signatures_in, draft.folder.register_file)
            view.tasks.run(work, self._counted, self._fail_to_count)

    def _counted(self, number: int) -> None:
        self._draft.in_folder = number
        self._say(in_folder_text(self.view.language, number))

    def _fail_to_count(self, error: KioskError) -> None:
        self._say(self.view.language.error(error))

    def _say(self, words: str) -> None:
        if not isValid(self):
            return
        self._in_folder.setText(words)
        self._in_folder.setVisible(bool(words))
        announce(self._in_folder, words)

    def _go_on(self) -> None:
        text = self.view.language.text
        host, port = self._host.line.text().strip(), self._port.line.text().strip()
        self._host.remark("" if is_host(host) else text("Type the server’s name."))
        is_port = port.isascii() and port.isdigit() and 1 <= int(port) <= 65535
        self._port.remark("" if is_port else text("A port is a number from 1 to 65535."))
        if is_host(host) and is_port:
            if host != self._draft.host:
                self._draft.encrypted = None  # it was chosen for the other one
            self._draft.host, self._draft.port = host, port
            self._on_next()


class DatabaseStep(DeskPage):
    """The database, the user and the password."""

    def __init__(
        self, view: DeskView, draft: ServerDraft, on_next: Callable[[], object], on_back: Callable[[], object]
    ) -> None:
        text = view.language.text
        super().__init__(
            view,
            text("Which database, and as whom?"),
            text("One database for one campaign. The password is kept only until the desk is locked."),
        )
        self._draft, self._on_next = draft, on_next
        self.add_primary(text("Go on"), "next", self._go_on)
        self.add_back(on_back)
        page = self.add_scroll()
        self._database = _field(view, text("Database"), "database", self._go_on)
        self._user = _field(view, text("User"), "user", self._go_on)
        for field, typed in ((self._database, draft.database), (self._user, draft.user)):
            field.line.setText(typed)
            field.line.setMaxLength(_LONGEST_NAME)
            page.content.addWidget(field)
        words = text("Password; leave it empty if the server asks for none")
        self._password = _field(view, words, "password", self._go_on, secret=True)
        self._password.line.setText(draft.password)
        page.content.addWidget(self._password)
        page.content.addStretch(1)
        self.first_focus = self._database.line

    def _go_on(self) -> None:
        text, draft = self.view.language.text, self._draft
        draft.password = self._password.line.text()
        database, user = self._database.line.text().strip(), self._user.line.text().strip()
        self._database.remark("" if _is_name(database) else text("Type the database’s name."))
        self._user.remark("" if _is_name(user) else text("Type the user’s name."))
        if _is_name(database) and _is_name(user):
            draft.database, draft.user = database, user
            self._on_next()


class ConnectionStep(DeskPage):
    """Encrypted or not; then it is tried, and used when it works."""

    def __init__(
        self,
        view: DeskView,
        draft: ServerDraft,
        sharing: Sharing,
        on_next: Callable[[], object],
        on_back: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(view, text("How to connect"))
        self._draft, self._sharing, self._on_next = draft, sharing, on_next
        self._try = self.add_primary(text("Try the connection"), "try", self._start)
        self._back = self.add_back(on_back)
        page = self.add_scroll()
        server = draft.server
        where = Card(view, text("It will be"))
        where.add(text("Server {host}, port {port}", host=server.host, port=server.port), "body")
        where.add(
            text("Database {database}, user {user}", database=server.database, user=server.user), "body"
        )
        page.content.addWidget(where)
        row = QHBoxLayout()
        row.setSpacing(view.theme.px(10))
        self._chips: dict[bool, WrappingButton] = {}
        for encrypted, name, words in (
            (True, "encrypted", text("Only over an encrypted connection")),
            (False, "open", text("Also without encryption")),
        ):
            chip = button(words, name, partial(self._choose, encrypted), role="chip", checkable=True)
            self._chips[encrypted] = chip
            row.addWidget(chip)
        row.addStretch(1)
        page.content.addLayout(row)
        self._meaning = label("", "body")
        self._said = label("", "warning")
        self._said.setObjectName("said")
        page.content.addWidget(self._meaning)
        page.content.addWidget(self._said)
        page.content.addStretch(1)
        self._show_choice()

    def _choose(self, encrypted: bool) -> None:
        self._draft.encrypted = encrypted
        self._say("")
        self._show_choice()

    def _show_choice(self) -> None:
        text, server = self.view.language.text, self._draft.server
        for encrypted, chip in self._chips.items():
            chip.setChecked(encrypted == server.encrypted)
        if server.encrypted:
            words = text(
                "The server must prove that it is {host}; else nothing is sent to it. Whoever runs it knows "
                "this as sslmode=verify-full.",
                host=server.host,
            )
        elif is_this_computer(server.host):
            words = text("The server is on this computer, so nothing leaves it.")
        else:
            words = text(
                "Whoever is on the way could pose as the server and learn the password. Names are encrypted "
                "all the same. Choose this only where the way itself is protected."
            )
        self._meaning.setText(words)
        is_open = not server.encrypted and not is_this_computer(server.host)
        self._meaning.setProperty("role", "warning" if is_open else "body")
        self._meaning.style().polish(self._meaning)

    def _start(self) -> None:
        if not self._try.isEnabled():
            return
        draft, text = self._draft, self.view.language.text
        self._wait(True)
        self._say(text("One moment, please."))
        place = draft.server.url(draft.password)
        self.view.tasks.run(partial(draft.signatures_in, place), self._connected, self._fail, asked_by=self)

    def _connected(self, held: int) -> None:
        draft = self._draft
        if not self.isVisible():
            return  # the desk was locked, or somebody went back, and the page is not deleted yet
        if self._sharing.is_busy():
            self._wait(False)
            text = self.view.language.text
            self._say(text("Something is still under way. Stop it, or wait until it has ended."))
            return
        draft.held = held
        try:
            self._sharing.use(draft.server, draft.password)
        except KioskError as error:
            self._fail(error)
        else:
            draft.password = ""
            self._on_next()

    def _fail(self, error: KioskError) -> None:
        self._wait(False)
        self._say(self.view.language.error(error))
        self._try.setFocus()

    def _wait(self, waiting: bool) -> None:
        for widget in (self._try, self._back, *self._chips.values()):
            widget.setEnabled(not waiting)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        announce(self._said, words)


class SharedPage(DeskPage):
    """That it works, and what is to be done with what the folder's own register holds."""

    def __init__(self, view: DeskView, draft: ServerDraft, on_done: Callable[[], object]) -> None:
        language = view.language
        super().__init__(view, language.text("The shared database is in use"))
        self.add_primary(language.text("Done"), "done", on_done)
        page = self.add_scroll()
        held = language.plural(
            "This desk is connected. From now on it merges into the shared database, which holds {number} "
            "signature.",
            "This desk is connected. From now on it merges into the shared database, which holds {number} "
            "signatures.",
            draft.held,
        )
        said = label(held, "question")
        said.setObjectName("said")
        page.content.addWidget(said)
        announce(said, held)
        if draft.in_folder:
            page.content.addWidget(label(in_folder_text(language, draft.in_folder), "item"))
        words = language.text(
            "The address is remembered for this folder, the password is not: it is asked for when you unlock "
            "the desk. On the other desks do the same, each with a copy of the campaign’s folder."
        )
        page.content.addWidget(Card(view, language.text("Good to know"), (words, "body")))
        page.content.addStretch(1)


def in_folder_text(language: Language, number: int) -> str:
    """What the folder's own register holds, and that it stays there; empty where that is nothing."""
    if not number:
        return ""
    return language.plural(
        "This folder’s register holds {number} signature. It stays there: merge its file into the shared "
        "database; nothing is lost.",
        "This folder’s register holds {number} signatures. They stay there: merge their files into the "
        "shared database; nothing is lost.",
        number,
    )


def _field(
    view: DeskView, title: str, name: str, entered: Callable[[], object], *, secret: bool = False
) -> DeskField:
    field = DeskField(title, name, entered, secret=secret)
    field.setMaximumWidth(view.theme.px(520))
    return field


def _is_name(typed: str) -> bool:
    """Whether a server could know something by that name, which is no whole address."""
    return bool(typed) and typed.isprintable() and not is_address(typed)
