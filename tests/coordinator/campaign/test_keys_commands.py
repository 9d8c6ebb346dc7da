"""What a coordinator types about the key: sheets, the rehearsal, getting it back, another passphrase."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.campaign.shares import make_shares
from tests.conftest import PASSPHRASE
from tests.program import done, kiosk, refused
from tests.terminal import Terminal

NEW = "grapefruit owl ladder nine cobalt fox"


@pytest.fixture
def new_passphrase_file(tmp_path: Path) -> Path:
    path = tmp_path / "new passphrase"
    path.write_text(NEW + "\n")
    return path


def words_on(sheet: Path) -> str:
    """The words of a plain-text sheet, in their order."""
    cells: dict[int, str] = {}
    for line in sheet.read_text().splitlines():
        parts = line.split()
        if parts and parts[0].isdigit():
            cells |= {int(number): word for number, word in zip(parts[::2], parts[1::2], strict=True)}
    return " ".join(cells[number] for number in sorted(cells))


def test_from_sheets_to_a_rehearsal_to_another_laptop(
    desk_folder: Path, passphrase_file: Path, new_passphrase_file: Path, tmp_path: Path
) -> None:
    out, typed = tmp_path / "sheets", tmp_path / "typed"
    made = kiosk(
        "campaign", "shares", desk_folder, "--needed", 2, "--total", 3, "--out", out, "--text",
        "--passphrase-file", passphrase_file,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "any 2 are the key" in made.stdout
    assert "not rehearsed yet" in made.stderr
    sheets = sorted(out.iterdir())
    assert [sheet.name for sheet in sheets] == ["share-1-of-3.txt", "share-2-of-3.txt", "share-3-of-3.txt"]
    assert not [word for word in words_on(sheets[0]).split()[4:] if f" {word} " in made.stdout + made.stderr]

    typed.write_text(words_on(sheets[2]) + "\n\n" + words_on(sheets[0]).upper() + "\n")
    assert "restore the key" in done("campaign", "rehearse", desk_folder, "--shares-file", typed)
    assert CampaignFolder.open(desk_folder).public.rehearsed
    pack = kiosk("campaign", "pack", desk_folder)
    assert pack.returncode == 0
    assert "rehearse" not in pack.stderr

    (pack_file,) = desk_folder.glob("*.kioskpack")
    elsewhere = tmp_path / "elsewhere"
    recovered = kiosk(
        "campaign", "recover", elsewhere, "--shares-file", typed, "--pack", pack_file,
        "--new-passphrase-file", new_passphrase_file,
    )  # fmt: skip
    assert recovered.returncode == 0, recovered.stderr
    assert "no register" in recovered.stderr
    assert done("campaign", "fingerprint", elsewhere) == done("campaign", "fingerprint", desk_folder)
    assert CampaignFolder.open(elsewhere).unlock(NEW) == CampaignFolder.open(desk_folder).unlock(PASSPHRASE)


def test_sheets_are_pdf_files_by_default(desk_folder: Path, passphrase_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheets"
    options = ("--passphrase-file", passphrase_file, "--later", "--language", "zh-Hant")
    done("campaign", "shares", desk_folder, "--needed", 3, "--total", 5, "--out", out, *options)
    assert [file.read_bytes()[:5] for file in out.iterdir()] == [b"%PDF-"] * 5
    before = (desk_folder / "campaign.json").read_bytes()
    refused(
        "campaign", "shares", desk_folder, "--needed", 2, "--total", 3, "--out", out, *options,
        saying=("sheets in", "another folder"),
    )  # fmt: skip
    assert (desk_folder / "campaign.json").read_bytes() == before, "the set that was printed is still the one"


def test_until_there_are_shares_packs_and_reports_remind_of_them(desk_folder: Path) -> None:
    told = kiosk("campaign", "pack", desk_folder)
    assert told.returncode == 0, "packs are made all the same"
    assert "no key sheets of this campaign" in told.stderr
    assert "kiosk campaign shares" in told.stderr


@pytest.mark.parametrize(
    ("words", "saying"),
    [
        (lambda ours, others: [ours[0]], ("1 of the 2 key sheets", "1 more")),
        (lambda ours, others: [ours[0], others[1]], ("Key sheet 2 is of another set",)),
        (lambda ours, others: others[:2], ("another campaign",)),
        (
            lambda ours, others: [ours[0], ours[1].replace(" ", " acadmic ", 1)],
            ("Key sheet 2, word 2", "academic"),
        ),
        (lambda ours, others: [ours[0], ours[1].rsplit(" ", 1)[0]], ("Key sheet 2 has 32 words",)),
        (lambda ours, others: [], ("0 of the 2 key sheets",)),
    ],
    ids=["too few", "mixed", "another campaign's", "misspelt", "cut short", "none"],
)
def test_wrong_shares_get_their_sentence(
    desk_folder: Path, keys: CampaignKeys, tmp_path: Path, new_passphrase_file: Path, words, saying
) -> None:
    ours, others = (
        [share.words for share in make_shares(seed, 2, 3)]
        for seed in (keys.seed, b"another campaign's seed is here!")
    )
    before = {path: path.read_bytes() for path in desk_folder.iterdir() if path.is_file()}
    file = tmp_path / "typed"
    file.write_text("\n".join(words(ours, others)))
    refused("campaign", "rehearse", desk_folder, "--shares-file", file, saying=saying)
    refused(
        "campaign", "recover", desk_folder, "--shares-file", file,
        "--new-passphrase-file", new_passphrase_file, saying=saying,
    )  # fmt: skip
    assert {path: path.read_bytes() for path in desk_folder.iterdir() if path.is_file()} == before


def test_a_holiday_photo_is_no_file_of_shares(desk_folder: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 10)
    refused("campaign", "rehearse", desk_folder, "--shares-file", photo, saying=("not UTF-8",))
    photo.write_bytes(bytes(200_000))
    refused("campaign", "rehearse", desk_folder, "--shares-file", photo, saying=("larger than",))


def test_the_passphrase_is_changed(
    desk_folder: Path, passphrase_file: Path, new_passphrase_file: Path
) -> None:
    options = ("--passphrase-file", passphrase_file, "--new-passphrase-file", new_passphrase_file)
    assert "replace them" in done("campaign", "passphrase", desk_folder, *options)
    assert CampaignFolder.open(desk_folder).unlock(NEW)
    refused("campaign", "passphrase", desk_folder, *options, saying=("does not open",))


def test_a_weak_passphrase_is_warned_of_and_taken(
    desk_folder: Path, passphrase_file: Path, tmp_path: Path
) -> None:
    weak = tmp_path / "weak"
    weak.write_text("password1\n")
    told = kiosk(
        "campaign",
        "passphrase",
        desk_folder,
        "--passphrase-file",
        passphrase_file,
        "--new-passphrase-file",
        weak,
    )
    assert told.returncode == 0
    assert "This passphrase is weak" in told.stderr
    assert "would need" in told.stderr
    assert "password1" not in told.stderr
    assert CampaignFolder.open(desk_folder).unlock("password1")


def test_the_ten_words_on_a_page(desk_folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "words.pdf"
    assert done("campaign", "fingerprint", desk_folder, "--sheet", sheet, "--language", "zh-Hans")
    assert sheet.read_bytes().startswith(b"%PDF-")


def test_without_a_terminal_it_is_said_which_file_is_missing(
    desk_folder: Path, passphrase_file: Path
) -> None:
    refused("campaign", "rehearse", desk_folder, saying=("--shares-file",))
    refused("campaign", "recover", desk_folder, saying=("--shares-file",))
    refused(
        "campaign", "passphrase", desk_folder, "--passphrase-file", passphrase_file,
        saying=("--new-passphrase-file",),
    )  # fmt: skip


def test_shares_are_typed_at_a_terminal_and_a_slip_costs_one_share(
    desk_folder: Path, keys: CampaignKeys
) -> None:
    one, _, three = CampaignFolder.open(desk_folder).make_shares(keys, 2, 3)
    other_set = make_shares(keys.seed, 2, 3)[0]
    terminal = Terminal("campaign", "rehearse", desk_folder)
    terminal.see("\x1b[?1049h")  # a screen of its own, which the terminal forgets
    terminal.see("Key sheet 1, word 1 to 33")
    words = three.words.split()
    terminal.type(" ".join([*words[:5], words[6], words[5], *words[7:]]))
    terminal.see("Key sheet 1 has word 6 and word 7 swapped")
    terminal.see("Key sheet 1, word 1 to 33")
    terminal.type(" ".join(words[:20]))
    terminal.see("Key sheet 1, word 21 to 33")
    terminal.type(" ".join(words[20:]))
    terminal.see("Right: sheet 3. 1 more.")
    terminal.type(three.words)
    terminal.see("given this sheet already")
    terminal.type(other_set.words)
    terminal.see("Key sheet 2 is of another set")
    terminal.type(one.words)
    terminal.see("\x1b[?1049l")
    terminal.see("restore the key")
    assert terminal.end() == 0
    assert CampaignFolder.open(desk_folder).public.rehearsed
