"""A merge that is killed at any moment: merging again gives the books of a merge that was not.

`KIOSK_KILLS=20` in the environment kills so often.
"""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account, balance
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.reports.csv_export import export_csv
from tests import patience
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import COMMAND, ENVIRONMENT, done

KILLS = int(os.environ.get("KIOSK_KILLS", "4"))
ALL = 5000 if KILLS < 20 else 40_000
"""Signatures in the file: many are several transactions, and some kills come between them."""
_LAST_MOMENT = ALL / 10_000
"""Seconds after the first change in which a merge may be killed; it takes about so long."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")


def is_running(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def kill_once_the_register_changes(command: tuple[object, ...], register: Path, after: float) -> None:
    before = register.stat().st_mtime_ns if register.exists() else 0
    program = subprocess.Popen(
        [*COMMAND, *map(str, command)], env=ENVIRONMENT, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        patience.until(
            lambda: program.poll() is not None or (register.exists() and register.stat().st_mtime_ns > before)
        )
        patience.let_go_on(after)
    finally:
        program.kill()
        program.wait()
    # The processes that opened records held the campaign's key: they must not outlive it.
    patience.until(lambda: not is_running(program.pid))


@pytest.mark.long
def test_killed_at_random_moments(
    desk_folder: Path, passphrase_file: Path, keys, tmp_path: Path, make_desk
) -> None:
    kiosk = HandmadeKiosk(keys)
    records = kiosk.sign(*(person(n % (ALL * 9 // 10)) for n in range(ALL)))
    file = tmp_path / "large.signatures"
    file.write_bytes(b"".join(kiosk.batch(records[at : at + 100]) for at in range(0, ALL, 100)))
    merge = ("merge", file, "--campaign", desk_folder, "--passphrase-file", passphrase_file)
    register = desk_folder / "register.sqlite"
    moments = random.Random(2)
    seen = set()
    for _ in range(KILLS):
        if ALL in seen:  # it was faster than the killer: once more from the beginning
            register.unlink()
            seen.remove(ALL)
        kill_once_the_register_changes(merge, register, moments.uniform(0, _LAST_MOMENT))
        opened = Register(register, keys.key_id)
        collected = balance(opened).total.collected
        assert collected == sum(1 for _ in opened.rows(keys.register_key)), "half a record"
        seen.add(collected)
    if KILLS >= 20:
        assert seen - {0, ALL}, "it was never killed in the middle"
    done(*merge)
    assert balance(Register(register, keys.key_id)).total == Account(
        counted=ALL * 9 // 10, duplicate=ALL // 10
    )
    untroubled = make_desk()
    untroubled.merge(file)
    killed = tmp_path / "killed.csv"
    export_csv(Register(register, keys.key_id), keys, killed)
    assert killed.read_bytes() == untroubled.list()
