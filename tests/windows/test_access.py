"""Who can get at a file on Windows, by its list of access rights."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.files import close_to_others, is_open_to_others, write_whole
from kiosk.stall.folder import make_folder
from kiosk.stall.kiosk import Kiosk
from kiosk.stall.laptop import permissions
from kiosk.windows.access import others
from tests.lacking import need_windows

ME = "S-1-5-21-1004336348-1177238915-682003330-1001"


@pytest.mark.parametrize(
    ("rights", "whom"),
    [
        (f"O:{ME}D:P(A;OICI;FA;;;{ME})", set()),
        (f"O:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;{ME})", set()),
        (f"O:{ME}D:AI(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;BU)(A;OICIIOID;GA;;;CO)", {"BU"}),
        (f"O:{ME}D:(A;;FA;;;{ME})(A;;FR;;;WD)(A;;0x1301bf;;;AU)", {"WD", "AU"}),
        (f"O:{ME}D:(A;;FA;;;S-1-5-21-1004336348-1177238915-682003330-1002)", {f"{ME[:-1]}2"}),
        (f"O:{ME}D:(D;;FA;;;BU)(A;;FA;;;{ME})", set()),  # who is kept out
        (f"O:{ME}D:(XA;;FR;;;BU;(Member_of {{SID(BA)}}))", {"BU"}),
        (f"O:{ME}D:", set()),  # a list with nobody on it
        (f"O:{ME}D:NO_ACCESS_CONTROL", {"WD"}),
        (f"O:{ME}", {"WD"}),  # no list: everybody
    ],
)
def test_whom_a_list_of_rights_lets_in(rights: str, whom: set[str]) -> None:
    assert others(rights, ME) == whom


@need_windows
def test_a_new_data_folder_is_this_users_alone(tmp_path: Path) -> None:
    assert is_open_to_others(tmp_path), "as the system makes it"
    make_folder(tmp_path / "陳 大文" / "kiosk")
    for folder in (tmp_path / "陳 大文", tmp_path / "陳 大文" / "kiosk"):
        assert not is_open_to_others(folder)


@need_windows
def test_a_private_file_is_private_wherever_it_is(tmp_path: Path) -> None:
    write_whole(tmp_path / "key", b"secret", private=True)
    assert not is_open_to_others(tmp_path / "key")


@need_windows
def test_a_kiosk_tells_who_else_can_read_it(stall: Kiosk) -> None:
    assert permissions(stall.data).state == "well"
    (stall.data / "kiosk.json").unlink()
    (stall.data / "kiosk.json").write_bytes(b"made with the rights of the system")
    if is_open_to_others(stall.data / "kiosk.json"):  # Wine hands no rights on
        assert permissions(stall.data).state == "fault"
        close_to_others(stall.data / "kiosk.json")
    assert permissions(stall.data).state == "well"


@need_windows
def test_what_a_user_has_closed_that_user_can_still_use(tmp_path: Path) -> None:
    close_to_others(tmp_path)
    (tmp_path / "a").write_text("b")
    done = subprocess.run(
        [sys.executable, "-c", f"print(open({str(tmp_path / 'a')!r}).read())"], capture_output=True
    )
    assert done.stdout.strip() == b"b"
