"""Several desks merge into one register on a server; sharing it needs no terminal."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit
from sqlalchemy import URL, create_engine, text

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.desk_memory import DeskMemory, load_memory, save_memory
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.server_address import ServerAddress
from kiosk.coordinator.rights.destroy import destroy
from kiosk.errors import StorageError
from tests import patience
from tests.conftest import PASSPHRASE, TODAY
from tests.postgres import PostgresServer, postgres_server
from tests.ui.desk.conftest import DeskHand, OpenDesk
from tests.ui.desk.harvest import harvest
from tests.ui.desk.tour import settle
from tests.ui.faults import faults

USER = "desk of the north"
PASSWORD = "p@ss/word:#?%&='\" \\"
DATABASE = 'hong kong/2026?#@:"'


@dataclass(frozen=True)
class Shared:
    """A database on a server: what whoever runs it gives to the desks."""

    server: PostgresServer
    host: str
    database: str

    @property
    def address(self) -> ServerAddress:
        return ServerAddress(self.host, self.database, USER, encrypted=False)

    def signatures(self, keys: CampaignKeys) -> int:
        return len(list(Register(self.address.url(PASSWORD), keys.key_id).rows(keys.register_key)))

    def change(self, *statements: str) -> None:
        engine = create_engine(self.address.url(PASSWORD))
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        server.shared_database(USER, PASSWORD, DATABASE)
        yield server


@pytest.fixture
def shared(server: PostgresServer) -> Iterator[Shared]:
    """An empty database on a server that lets its user in with a password alone."""
    yield Shared(server, str(server.folder), DATABASE)
    server.run("dropdb", "--force", DATABASE)
    server.run("createdb", "-O", USER, DATABASE)


@pytest.fixture
def files(keys: CampaignKeys, tmp_path: Path) -> list[Path]:
    folder = tmp_path / "stick"
    folder.mkdir()
    return harvest(keys, folder)


def share(
    hand: DeskHand, shared: Shared, *, host: str = "", database: str = "", password: str = PASSWORD
) -> None:
    """From the campaign's page through all steps, up to trying the connection."""
    hand.click("page-campaign")
    hand.click("share-register")
    fill(hand, "host", host or shared.host)
    hand.click("next")
    fill(hand, "database", database or shared.database)
    fill(hand, "user", USER)
    fill(hand, "password", password)
    hand.click("next")
    hand.click("try")


def fill(hand: DeskHand, name: str, words: str) -> None:
    hand.button("back")
    hand.clear(name)
    hand.type(name, words)


def merge(hand: DeskHand, *files: Path) -> None:
    """Drops files on the window, and waits until they are merged."""
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    hand.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, dropped, *none))
    work = hand.window.work
    assert work is not None
    hand.qtbot.waitUntil(lambda: not work.merging.busy)
    assert work.merging.error is None


def desk_file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "desk.json"


def unlocked(open_desk: OpenDesk, folder: Path, password: str = "") -> DeskHand:
    hand = open_desk(folder)
    if password:
        hand.type("password", password)
    hand.unlock()
    hand.button("lock")
    return hand


def test_two_desks_merge_into_one_register(
    hand: DeskHand, open_desk: OpenDesk, desk_folder: Path, shared: Shared, files: list[Path],
    keys: CampaignKeys, tmp_path: Path,
) -> None:  # fmt: skip
    hand.click("page-campaign")
    assert hand.sees("In this folder, on this computer.")
    merge(hand, files[0])
    before = (desk_folder / "register.sqlite").read_bytes()
    hand.click("page-campaign")
    hand.click("share-register")
    hand.wait_for("This folder’s register holds 20 signatures.")
    hand.click("back")
    share(hand, shared)
    hand.wait_for("which holds 0 signatures")
    assert hand.sees("merge their files into the shared database")
    hand.click("done")
    assert hand.sees(f"On the server {shared.host}, in the database {DATABASE}")
    merge(hand, files[0], files[1])
    assert (desk_folder / "register.sqlite").read_bytes() == before
    second = tmp_path / "second"
    shutil.copytree(desk_folder, second)
    other = unlocked(open_desk, second)
    share(other, shared)
    other.wait_for("which holds 40 signatures")
    merge(other, files[2])
    assert shared.signatures(keys) == 56
    hand.click("page-merge")
    assert load_memory(desk_file(tmp_path)).servers == {
        str(desk_folder): shared.address,
        str(second): shared.address,
    }
    assert PASSWORD not in desk_file(tmp_path).read_text()
    assert not any("p@ss" in words for one in (hand, other) for words in one.texts())


def test_the_password_is_asked_for_when_the_desk_is_unlocked_and_dropped_when_it_is_locked(
    hand: DeskHand, shared: Shared, files: list[Path]
) -> None:
    share(hand, shared)
    hand.click("done")
    merge(hand, files[0])
    hand.click("lock")
    hand.qtbot.waitUntil(lambda: held_passwords() == [])
    hand.type("password", "not the password")
    hand.unlock()
    hand.wait_for("does not take this user and this password")
    assert hand.window.work is None
    assert [line.text() for line in hand.window.findChildren(QLineEdit)] == ["", ""]
    hand.type("password", PASSWORD)
    hand.unlock()
    hand.click("page-merge")
    hand.wait_for("20")
    assert PASSWORD in held_passwords()
    hand.click("lock")
    hand.unlock()
    hand.click("page-merge")
    hand.wait_for("asks for a password before it opens")


def held_passwords() -> list[str]:
    """The passwords of all addresses that are still in memory."""
    gc.collect()
    return [str(one.password) for one in gc.get_objects() if isinstance(one, URL) and one.password]


def test_enter_leads_from_the_passphrase_to_the_password(hand: DeskHand, shared: Shared) -> None:
    share(hand, shared)
    hand.click("done")
    hand.click("lock")
    hand.type("passphrase", PASSPHRASE)
    hand.press(Qt.Key.Key_Return)
    assert hand.window.work is None
    hand.type("password", PASSWORD)
    hand.press(Qt.Key.Key_Return)
    hand.button("lock")


def test_the_steps_do_not_wait_for_what_today_reads(hand: DeskHand) -> None:
    read = Event()
    today = hand.window.work.today  # type: ignore[union-attr]
    today.begin(lambda run: read.wait(patience.SECONDS), lambda _: None)
    hand.click("page-campaign")
    hand.click("share-register")
    fill(hand, "host", "db.example.org")
    assert today.busy
    read.set()


@pytest.mark.parametrize(
    ("wrong", "told", "in_chinese"),
    [
        ({"password": "guess"}, "does not take this user and this password", "不接受這個用戶和密碼"),
        ({"database": "nothing"}, "has no database nothing", "沒有資料庫 nothing"),
        ({"database": "postgres"}, "may not be changed by this user", "這個用戶無權更改"),
        ({"host": "/tmp/nowhere"}, "cannot be reached", "無法連上伺服器 /tmp/nowhere"),
    ],
    ids=["password", "database", "rights", "gone"],
)
def test_what_is_wrong_is_told_in_the_desks_language(
    hand: DeskHand, shared: Shared, tmp_path: Path, wrong: dict[str, str], told: str, in_chinese: str
) -> None:
    share(hand, shared, **wrong)
    hand.wait_for(told)
    hand.click("language-zh-Hant")
    hand.click("try")
    hand.wait_for(in_chinese)
    settle(hand)
    assert faults(hand.window, by_mouse=True) == []
    assert load_memory(desk_file(tmp_path)).servers == {}
    assert not any(PASSWORD in words or "guess" in words for words in hand.texts())


@pytest.mark.parametrize(
    "typed",
    [
        "no where/%41?@",
        f"postgresql+psycopg:/{USER}:{PASSWORD}@db/register",
        f"{USER}:{PASSWORD}@db",
        "db:5432",
    ],
)
def test_a_whole_address_is_no_servers_name(hand: DeskHand, typed: str) -> None:
    hand.click("page-campaign")
    hand.click("share-register")
    fill(hand, "host", typed)
    hand.click("next")
    assert hand.sees("Type the server’s name.")
    assert hand.window.findChild(QLineEdit, "field-database") is None


def test_what_is_no_register_of_this_campaign_is_refused(
    hand: DeskHand, shared: Shared, keys: CampaignKeys
) -> None:
    shared.change("CREATE TABLE accounts (id INTEGER)")
    share(hand, shared)
    hand.wait_for("holds something else than a register")
    shared.change("DROP TABLE accounts")
    Register(shared.address.url(PASSWORD), bytes(16))
    hand.click("try")
    hand.wait_for("belongs to another campaign")
    shared.change("UPDATE owner SET campaign = '\\x" + keys.key_id.hex() + "'",
                  "UPDATE alembic_version SET version_num = '0999'")  # fmt: skip
    hand.click("try")
    hand.wait_for("was made by a newer version")
    hand.click("language-zh-Hans")
    hand.click("try")
    hand.wait_for("由本程序的更新版本制作")


def test_a_server_that_is_gone_keeps_nobody_out_and_is_told(
    hand: DeskHand, shared: Shared, files: list[Path]
) -> None:
    share(hand, shared)
    hand.click("done")
    merge(hand, files[0])
    hand.click("lock")
    shared.server.stop()
    try:
        hand.type("password", PASSWORD)
        hand.unlock()
        hand.click("page-merge")
        hand.wait_for("cannot be reached")
    finally:
        shared.server.start()
    merge(hand, files[0], files[1])
    hand.wait_for("40")


def test_locking_while_the_connection_is_tried_changes_nothing(
    hand: DeskHand, shared: Shared, tmp_path: Path
) -> None:
    share(hand, shared, password="guess")
    hand.wait_for("does not take this user")
    hand.click("back")
    fill(hand, "password", PASSWORD)
    hand.click("next")
    hand.button("try").click()
    hand.window._tasks.wait()  # the answer is there, and waits for the window
    hand.window.lock()
    settle(hand)
    assert hand.window.work is None
    assert hand.sees("Passphrase of the campaign")
    assert load_memory(desk_file(tmp_path)).servers == {}


def test_the_register_is_kept_in_the_folder_again(
    hand: DeskHand, shared: Shared, files: list[Path], keys: CampaignKeys, desk_folder: Path, tmp_path: Path
) -> None:
    merge(hand, files[0])
    share(hand, shared)
    hand.click("done")
    merge(hand, files[1])
    hand.click("page-campaign")
    hand.click("keep-here")
    assert hand.sees("What was merged on the server stays there.")
    hand.click("keep-here-yes")
    assert hand.sees("In this folder, on this computer.")
    assert load_memory(desk_file(tmp_path)).servers == {}
    merge(hand, files[2])
    assert shared.signatures(keys) == 19  # one line of that file is damaged
    assert len(list(Register(desk_folder / "register.sqlite", keys.key_id).rows(keys.register_key))) == 37


def test_what_the_command_line_says_wins_and_is_shown(
    open_desk: OpenDesk, desk_folder: Path, shared: Shared, files: list[Path], keys: CampaignKeys,
    tmp_path: Path,
) -> None:  # fmt: skip
    other = ServerAddress("db.example.org", "register", "desk")
    save_memory(desk_file(tmp_path), DeskMemory().kept_on(desk_folder, other))
    url = shared.address.url(PASSWORD).set(host="").update_query_dict({"host": shared.host})
    hand = open_desk(desk_folder, address=url.render_as_string(hide_password=False))
    assert not hand.sees("Password of")
    hand.unlock()
    hand.click("page-campaign")
    assert hand.sees(f"On the server {shared.host}, in the database {DATABASE}")
    assert hand.sees("wins over what is remembered here")
    assert not hand.sees("p@ss")
    assert not hand.sees("Use a shared database")
    merge(hand, files[0])
    assert shared.signatures(keys) == 20


def test_the_steps_say_what_is_missing(hand: DeskHand) -> None:
    hand.click("page-campaign")
    hand.click("share-register")
    fill(hand, "port", "70000")
    hand.click("next")
    assert hand.sees("Type the server’s name.")
    assert hand.sees("A port is a number from 1 to 65535.")
    fill(hand, "host", "db.example.org\x00")
    fill(hand, "port", "5433")
    hand.click("next")
    assert hand.sees("Type the server’s name.")
    fill(hand, "host", "db.example.org")
    hand.click("next")
    hand.click("next")
    assert hand.sees("Type the database’s name.")
    assert hand.sees("Type the user’s name.")
    fill(hand, "database", "register")
    fill(hand, "user", "desk")
    hand.click("next")
    assert hand.sees("Server db.example.org, port 5433")
    assert hand.button("encrypted").isChecked()
    hand.click("open")
    assert hand.sees("could pose as the server")


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_every_step_fits_in_every_language_and_keeps_what_was_typed(
    hand: DeskHand, shared: Shared, language: str
) -> None:
    hand.window.resize(1024, 700)
    hand.click("page-campaign")
    hand.click("share-register")
    fill(hand, "host", shared.host)
    hand.click("next")
    fill(hand, "database", DATABASE)
    fill(hand, "user", USER)
    fill(hand, "password", PASSWORD)
    hand.click("next")
    hand.click("more-languages")
    hand.click(f"language-{language}")
    settle(hand)
    assert faults(hand.window, by_mouse=True) == []
    hand.click("try")
    hand.button("done")
    settle(hand)
    assert faults(hand.window, by_mouse=True) == []
    hand.click("done")
    settle(hand)
    assert faults(hand.window, by_mouse=True) == []
    hand.click("lock")
    settle(hand)
    assert faults(hand.window, by_mouse=True) == []


def test_a_memory_of_before_is_taken_and_one_of_a_newer_program_is_not_written_over(
    open_desk: OpenDesk, desk_folder: Path, shared: Shared, tmp_path: Path
) -> None:
    file = desk_file(tmp_path)
    file.parent.mkdir()
    file.write_text('{"version": 1, "language": "zh-Hans", "folders": ["/somewhere"]}')
    hand = open_desk(desk_folder)
    assert hand.sees("活动的通行短语")
    assert load_memory(file) == DeskMemory(language="zh-Hans", folders=(str(desk_folder), "/somewhere"))
    file.write_text(newer := '{"version": 9, "language": "en"}')
    hand = unlocked(open_desk, desk_folder)
    share(hand, shared)
    hand.wait_for("newer version")
    assert file.read_text() == newer


def test_two_windows_forget_nothing_of_one_another(
    hand: DeskHand, open_desk: OpenDesk, desk_folder: Path, shared: Shared, tmp_path: Path
) -> None:
    other = open_desk()
    share(hand, shared)
    hand.button("done")
    other.click("language-zh-Hant")
    assert load_memory(desk_file(tmp_path)).server(desk_folder) == shared.address


def test_destroying_that_was_cut_short_asks_for_the_password_and_drops_the_tables(
    open_desk: OpenDesk, desk_folder: Path, shared: Shared, files: list[Path], keys: CampaignKeys,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    register = Register(shared.address.url(PASSWORD), keys.key_id)
    save_memory(desk_file(tmp_path), DeskMemory().kept_on(desk_folder, shared.address))
    with monkeypatch.context() as patch:
        patch.setattr(Register, "drop", _gone)
        with pytest.raises(StorageError):
            destroy(CampaignFolder.open(desk_folder), register, keys, TODAY)
    hand = open_desk(desk_folder)
    hand.click("finish")
    hand.wait_for("asks for a password")
    hand.type("password", PASSWORD)
    hand.click("finish")
    hand.wait_for("The key and all signatures are destroyed.")
    assert b"CREATE TABLE" not in shared.server.run("pg_dump", DATABASE)


def _gone(_: Register) -> None:
    raise StorageError("The server went away.")
