"""The total and new names go back to the kiosks, after a coordinator has seen what changes."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.campaign.content import MAX_TEXT_FILE, parse_content, read_folder
from kiosk.campaign.pack import open_pack
from kiosk.campaign.signed import MAX_SIGNED, NAME, SignedFile, SignedName, write_signed
from kiosk.cli import kiosk as program
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.reports import update as updating
from kiosk.coordinator.reports.update import Named, plan_update, write_update
from kiosk.errors import ContentError
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import refused

SIGNED = [
    person(1, name="陳大文", public="name"),
    person(2, name="Initials Only", public="initials", organisation="Her firm"),
    person(3, name="Hidden Person", public="no", kind="organisation", organisation="Hidden Union"),
    person(4, name="Ana Canário", public="name", role="Nurse", organisation="Clinic", country="Portugal"),
    person(5, name="Signing For It", public="initials", kind="organisation", organisation="Dockers' Union"),
    person(6, name='Quote "\\ Ünï', public="name", country="Atlantis"),
    person(7, name="<b>bold</b>", public="name"),
    person(8, name="turned\u202earound", public="name"),
    person(9, name="Noam Chomsky", public="name"),
    person(1, name="陳大文", public="name"),
]
TODAY = datetime.date(2026, 11, 22)


class UpdateDesk:
    """A coordinator at work with the commands, on a campaign that has merged signatures."""

    def __init__(self, folder: Path, keys, passphrase_file: Path) -> None:
        self.folder = folder
        self._kiosk = HandmadeKiosk(keys)
        self._unlock = ("--passphrase-file", str(passphrase_file))

    def run(self, *arguments: object) -> str:
        result = CliRunner().invoke(program, [*map(str, arguments), *self._unlock])
        assert result.exit_code == 0, result.output
        return result.output

    def merge(self, *signatures: object) -> None:
        file = self.folder.parent / "x.signatures"
        file.write_bytes(self._kiosk.batch(self._kiosk.sign(*signatures)))  # type: ignore[arg-type]
        self.run("merge", file, "--campaign", self.folder)

    def update(self, *options: str) -> str:
        return self.run("campaign", "update", self.folder, *options)

    @property
    def file(self) -> Path:
        return self.folder / "content" / NAME


@pytest.fixture
def at_desk(desk_folder: Path, keys, passphrase_file: Path) -> UpdateDesk:
    desk = UpdateDesk(desk_folder, keys, passphrase_file)
    desk.merge(*SIGNED)
    return desk


def test_it_shows_first_what_changes_and_writes_only_when_told(at_desk: UpdateDesk) -> None:
    said = at_desk.update()
    assert said.splitlines() == [
        "+ Dockers' Union, HK",
        "+ Ana Canário, Nurse, Clinic, PT",
        '+ Quote "\\ Ünï',
        "+ 陳大文, HK",
        "! 2 names cannot be shown: of markup, or not printable",
        "9 signatures in all",
        "4 names for the screens",
        "Nothing was written. To write it, add --write.",
    ]
    assert not at_desk.file.exists()


def test_the_next_pack_brings_the_kiosks_the_total_and_who_agreed(at_desk: UpdateDesk) -> None:
    at_desk.update("--write")
    written = at_desk.file.read_text("utf-8")
    for hidden in ("Initials", "Hidden", "Signing For", "canary", "bold", "turned"):
        assert hidden not in written
    at_desk.run("campaign", "pack", at_desk.folder)
    (pack,) = at_desk.folder.glob("*.kioskpack")
    signed = open_pack(pack).campaign.signed
    assert signed is not None
    assert signed.number == 9
    assert [(one.kind, one.name, one.role, one.country) for one in signed.endorsers] == [
        ("organisation", "Dockers' Union", "", "HK"),
        ("person", "Ana Canário", "Nurse, Clinic", "PT"),
        ("person", 'Quote "\\ Ünï', "", ""),
        ("person", "陳大文", "", "HK"),
    ]


def test_a_name_that_a_coordinator_hid_stays_hidden(at_desk: UpdateDesk) -> None:
    at_desk.update("--write")
    text = at_desk.file.read_text("utf-8")
    at_desk.file.write_text(text.replace('name = "陳大文"\n', 'name = "陳大文"\nshow = false\n'), "utf-8")
    at_desk.merge(person(20, name="New Name", public="name"))
    said = at_desk.update("--write")
    assert "+ New Name, HK" in said
    assert "陳大文" not in said
    assert "10 signatures in all (before: 9)" in said
    assert "5 names for the screens, 1 of them hidden (show = false)" in said
    signed = parse_content(read_folder(at_desk.folder / "content")).signed
    assert signed is not None
    assert "陳大文" not in [one.name for one in signed.endorsers]


def test_who_no_longer_counts_goes(at_desk: UpdateDesk) -> None:
    at_desk.update("--write")
    text = at_desk.file.read_text("utf-8")
    at_desk.file.write_text(text + '\n[[names]]\nname = "Withdrawn"\nkind = "person"\n', "utf-8")
    assert "- Withdrawn" in at_desk.update("--write")
    assert "Withdrawn" not in at_desk.file.read_text("utf-8")


@pytest.mark.parametrize(("wanted", "names"), [("organisations", 1), ("none", 0)])
def test_the_screens_may_name_only_some(at_desk: UpdateDesk, wanted: str, names: int) -> None:
    assert f"{names} name" in at_desk.update("--names", wanted, "--write")
    assert len(tomllib.loads(at_desk.file.read_text("utf-8")).get("names", [])) == names


def test_long_names_never_make_a_file_that_the_kiosks_refuse(desk, desk_folder: Path, keys) -> None:
    kiosk = HandmadeKiosk(keys)
    file = desk_folder.parent / "x.signatures"
    people = [
        person(n, name=f"{n} {'名' * 290}", role="R" * 200, organisation="O" * 300, public="name")
        for n in range(210)
    ]
    file.write_bytes(kiosk.batch(kiosk.sign(*people)))
    desk.merge(file)
    folder = CampaignFolder.open(desk_folder)
    update = plan_update(folder, desk.register, keys, TODAY, Named.ALL)
    write_update(folder, update)
    assert MAX_TEXT_FILE - 2000 < (folder.content / NAME).stat().st_size <= MAX_TEXT_FILE
    assert len(update.file.names) + update.left_out == 210
    assert folder.read_content().signed is not None


def test_names_fill_a_file_to_its_last_byte_and_the_next_finds_no_room(
    desk, desk_folder: Path, keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = HandmadeKiosk(keys)
    file = desk_folder.parent / "x.signatures"
    file.write_bytes(
        kiosk.batch(
            kiosk.sign(
                person(1, name="Ana", public="name"),
                person(2, name="Bea", public="name", kind="organisation", organisation=" "),
                person(3, name="Cem", public="name"),
            )
        )
    )
    desk.merge(file)
    names = [SignedName(name, "person", "", "HK") for name in ("Ana", "Bea")]
    room = len(write_signed(SignedFile(MAX_SIGNED, datetime.date.max, names)))
    for most, kept in ((room, 2), (room - 1, 1)):
        monkeypatch.setattr(updating, "MAX_TEXT_FILE", most)
        update = plan_update(CampaignFolder.open(desk_folder), desk.register, keys, TODAY)
        assert update.file.names == names[:kept]
        assert (update.new, update.gone, update.left_out, update.unfit) == (names[:kept], [], 3 - kept, 0)
        assert (update.before, update.file.signed, update.file.day) == (None, 3, TODAY)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("signed = 9", "signed = -1", 5, "from 0 to"),
        ("signed = 9", "signed = true", 5, "whole number"),
        ('country = "PT"', 'country = "Portugal"', 17, "'HK'"),
        ('kind = "organisation"', 'kind = "robot"', 10, "'person'"),
        ("[[names]]", "[[name]]", 8, "Did you mean 'names'"),
        ("[[names]]", "extra = 1\n[[names]]", 8, "not known"),
    ],
)
def test_a_mistake_made_by_hand_is_told_with_its_line(
    at_desk: UpdateDesk, old: str, new: str, line: int, what: str
) -> None:
    at_desk.update("--write")
    at_desk.file.write_text(at_desk.file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError, match=what) as told:
        parse_content(read_folder(at_desk.folder / "content"))
    assert f"signed.toml, line {line}" in told.value.what


def test_without_merged_signatures_there_is_nothing_to_take(campaign: CampaignFolder) -> None:
    refused("campaign", "update", campaign.path, saying=("no register yet",))
