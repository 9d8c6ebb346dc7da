"""Nobody is told that something is safe before the disk has it: the order of the system calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.stall.folder import WIPING
from kiosk.stall.sync import sync
from tests.conftest import PASSPHRASE, Desk, MakeKiosk, MakePack
from tests.faults.calls import Call, at, watched
from tests.people import person


def test_a_signature_is_on_the_disk_before_anybody_is_thanked(
    make_kiosk: MakeKiosk, quick_path: Path
) -> None:
    data = quick_path / "kiosk"
    make_kiosk(data=data)
    calls = watched(
        "from kiosk.stall.kiosk import Kiosk\n"
        "from tests.people import person\n"
        "kiosk = Kiosk.open(Path(sys.argv[1]))\n"
        "kiosk.sign(person(1)); say()\n"
        "kiosk.sign(person(2)); say()\n",
        data,
        data,
    )
    _assert_lasting(calls, data, says=2)
    _assert_journal_first(calls, data / "vault.sqlite")


def test_a_merge_is_on_the_disk_before_it_is_told(
    make_kiosk: MakeKiosk, desk: Desk, quick_path: Path, stick: Path
) -> None:
    stall = make_kiosk()
    stall.sign(person(1))
    file = sync(stall, stick).file
    folder = quick_path / "desk"
    folder.mkdir()
    register = folder / "register.sqlite"
    calls = watched(
        "from kiosk.coordinator.campaign.keys import CampaignKeys\n"
        "from kiosk.coordinator.merge.merge import merge\n"
        "from kiosk.coordinator.register.register import Register\n"
        "keys = CampaignKeys(bytes.fromhex(sys.argv[1]))\n"
        "merge(Register(Path(sys.argv[2]), keys.key_id), keys, [Path(sys.argv[3])]); say()\n",
        folder,
        desk.keys.seed.hex(),
        register,
        file,
    )
    _assert_lasting(calls, folder)
    _assert_journal_first(calls, register)


def test_signatures_are_deleted_by_a_receipt_for_good_before_it_is_told(
    make_kiosk: MakeKiosk, quick_path: Path
) -> None:
    data = quick_path / "kiosk"
    kiosk = make_kiosk(data=data)
    for n in range(3):
        kiosk.sign(person(n))
    calls = watched(
        "from kiosk.stall.kiosk import Kiosk\n"
        "from kiosk.stall.stored import Release\n"
        "vault = Kiosk.open(Path(sys.argv[1])).vault\n"
        "vault.release(Release(2, vault.chain_after(2), '2026-11-22')); say()\n",
        data,
        data,
    )
    _assert_lasting(calls, data)


@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
@pytest.mark.parametrize(
    "writing",
    [
        "from kiosk.files import write_whole\nwrite_whole(path, b'all of it'); say()\n",
        "from kiosk.files import writing_private\n"
        "with writing_private(path) as file: file.write(b'all of it')\nsay()\n",
        "sys.platform = 'another'\n"  # where every file has a name from the beginning
        "from kiosk.files import writing_private\n"
        "with writing_private(path) as file: file.write(b'all of it')\nsay()\n",
    ],
    ids=["whole", "bit by bit", "bit by bit, elsewhere"],
)
def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_name_before_it_is_told(
    tmp_path: Path, writing: str, there: bool
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "receipts"
    if there:
        path.write_bytes(b"before")
    calls = watched(f"path = Path(sys.argv[1])\n{writing}", folder, path)
    _assert_lasting(calls, folder)
    assert at(calls, "rename", path), "it is replaced whole"
    assert at(calls, "fsync"), "it was seen"
    assert path.read_bytes() == b"all of it"


def test_a_sync_flushes_every_batch_and_reads_the_stick_not_the_memory_before_it_says_so(
    make_kiosk: MakeKiosk, make_pack: MakePack, quick_path: Path
) -> None:
    place = quick_path / "place"
    data, stick = place / "kiosk", place / "stick"
    stick.mkdir(parents=True)
    kiosk = make_kiosk(data=data, pack=make_pack(record_bytes=1024))
    for n in range(101):
        kiosk.sign(person(n))
    calls = watched(
        "from kiosk.stall.kiosk import Kiosk\n"
        "from kiosk.stall.sync import sync\n"
        "sync(Kiosk.open(Path(sys.argv[1])), Path(sys.argv[2]), progress=lambda done, of: say())\n"
        "say()\n",
        place,
        data,
        stick,
    )
    file = next(stick.glob("*.signatures"))
    says = at(calls, "say")
    assert len(says) == 3, "two batches, and the end"
    for said in says:
        assert file not in calls[said].lost, "told before it was flushed"
    _assert_lasting(calls, stick, says=3, last_only=True)
    dropped = at(calls, "fadvise", file)[-1]
    assert "POSIX_FADV_DONTNEED" in calls[dropped].detail
    assert ", 0, 0, " in calls[dropped].detail, "all of it"
    assert file not in calls[dropped].lost, "what is not flushed yet cannot be dropped"
    assert max(at(calls, "write", file)) < dropped
    read_back = [n for n in at(calls, "read", file) if n > dropped]
    assert read_back, "it is read back after that"
    noted = [n for n in at(calls, "pwrite", data / "vault.sqlite") if n > dropped]
    assert read_back[-1] < noted[0], "and noted only then"
    assert noted[-1] < says[-1]


def test_a_key_is_written_over_on_the_disk_itself_before_it_is_deleted_and_certified_before_that(
    desk_folder: Path,
) -> None:
    calls = watched(
        "import datetime\n"
        "from kiosk.coordinator.rights.destroy import destroy\n"
        "from kiosk.coordinator.campaign.folder import CampaignFolder\n"
        "folder = CampaignFolder.open(Path(sys.argv[1]))\n"
        f"destroy(folder, None, folder.unlock({PASSPHRASE!r}), datetime.date(2026, 11, 22)); say()\n",
        desk_folder,
        desk_folder,
    )
    key = desk_folder / "campaign.key"
    [deleted] = at(calls, "unlink", key)
    [over] = at(calls, "write", key)
    assert over < deleted
    assert key not in calls[deleted].lost, "deleted before what was written over it is on the disk"
    certified = [n for n in at(calls, "rename") if n < over]
    assert certified, "the certificate is there first"
    assert not calls[over].lost, "on the disk"
    assert desk_folder not in calls[over].unnamed, "under its name"
    renamed = at(calls, "rename", desk_folder / "destruction.txt")
    assert desk_folder not in calls[renamed[-1]].unnamed, "all is gone before the certificate says that it is"
    _assert_lasting(calls, desk_folder)
    assert not key.exists()


def test_a_wipe_is_marked_before_it_begins_and_done_before_the_mark_goes(
    make_kiosk: MakeKiosk, quick_path: Path
) -> None:
    data = quick_path / "kiosk"
    make_kiosk(data=data).sign(person(1))
    calls = watched("from kiosk.stall.wipe import wipe\nwipe(Path(sys.argv[1])); say()\n", data, data)
    unlinked = at(calls, "unlink")
    assert calls[unlinked[-1]].file == data / WIPING
    assert data not in calls[unlinked[0]].unnamed, "the mark lasts before the first file goes"
    assert data not in calls[unlinked[-1]].unnamed, "all is gone before the mark goes"
    _assert_lasting(calls, data)


def test_a_new_campaigns_only_key_lasts_before_it_is_told(tmp_path: Path, content: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    calls = watched(
        "import datetime\n"
        "from kiosk.coordinator.campaign import keys\n"
        "from kiosk.coordinator.campaign.folder import CampaignFolder\n"
        "keys.MEMORY_KIB = 64\n"
        "CampaignFolder.create(Path(sys.argv[1]), Path(sys.argv[2]), "
        f"{PASSPHRASE!r}, datetime.date(2026, 11, 22)); say()\n",
        place,
        place / "C",
        content,
    )
    [said] = at(calls, "say")
    assert not [path for path in calls[said].lost if "campaign" in path.name]
    assert place not in calls[said].unnamed, "the folder has its name"


def test_a_new_passphrase_lasts_before_it_is_told(desk_folder: Path) -> None:
    calls = watched(
        "from kiosk.coordinator.campaign import keys\n"
        "path = Path(sys.argv[1])\n"
        "keys.MEMORY_KIB = 64\n"
        f"keys.replace_keys(path, keys.load_keys(path, {PASSPHRASE!r}), 'another horse battery')\n"
        "say()\n",
        desk_folder,
        desk_folder / "campaign.key",
    )
    _assert_lasting(calls, desk_folder)
    assert at(calls, "rename", desk_folder / "campaign.key")


def _assert_lasting(calls: list[Call], folder: Path, *, says: int = 1, last_only: bool = False) -> None:
    """Asserts that it was told `says` times that all is safe, and that by then all in `folder` was."""
    said = at(calls, "say")
    assert len(said) == says
    for n in said[-1:] if last_only else said:
        lost = [path for path in calls[n].lost if path.is_relative_to(folder) and _counts(path)]
        assert not lost, "told before it was on the disk"
        unnamed = [path for path in calls[n].unnamed if path.is_relative_to(folder)]
        assert not unnamed, "told before the name was on the disk"


def _counts(path: Path) -> bool:
    """The journal is for whoever looks for a fault, and a lock has no content."""
    return not path.name.startswith("journal") and path.suffix not in (".lock", ".log")


def _assert_journal_first(calls: list[Call], database: Path) -> None:
    """Asserts that SQLite's way back is on the disk before the database is changed."""
    journal = database.with_name(f"{database.name}-journal")
    changes = at(calls, "pwrite", database)
    assert changes, "it was seen"
    for n in changes:
        if journal.exists() or n > min(at(calls, "pwrite", journal), default=n):
            assert journal not in calls[n].lost
