"""Somebody writes in: their signature is found however they write, and what is near it is shown apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk.coordinator.reports.browse import list_records, search_records
from kiosk.coordinator.reports.search import Fit, finder, search
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person
from tests.program import kiosk

FOUND, NEAR = Fit.FOUND, Fit.NEAR


@pytest.mark.parametrize(
    ("text", "name", "fit"),
    [
        ("Tai Man Chan", "Chan Tai Man", FOUND),
        ("chan, tai-man", "CHAN Tai Man", FOUND),
        ("Núñez José", "José Núñez", FOUND),
        ("Nunez, Jose", "José Núñez", FOUND),
        ("Nu\u0301n\u0303ez", "Núñez", FOUND),
        ("陈大文", "陳大文", FOUND),
        ("陳大文", "陈大文", FOUND),
        ("大文", "陳大文", FOUND),
        ("陳 大文", "陳大文", FOUND),
        ("陳大文先生", "陳大文", FOUND),
        ("陈大文 医生", "陳大文", FOUND),
        ("陳先生", "陳大文", None),
        ("何小姐", "何小姐", FOUND),
        ("ＣＨＡＮ　Tai", "Chan Tai Man", FOUND),
        ("J Núñez", "José Núñez", FOUND),
        ("OBRIEN", "O’Brien, Seán", NEAR),
        ("sean o'brien", "O’Brien, Seán", FOUND),
        ("Zahra", "فاطمة Zahra", FOUND),
        ("الزهراء فاطمة", "فاطمة الزهراء", FOUND),
        ("Петров Иван", "Иван Петров", FOUND),
        ("박지민", "박 지민", FOUND),
        ("Lud", "Müller-Lüdenscheidt", FOUND),
        ("José Núñez", "J. Núñez", NEAR),
        ("Jose Nunes", "José Núñez", NEAR),
        ("Chna Tai Man", "Chan Tai Man", NEAR),
        ("Mueller", "Müller", NEAR),
        ("TaiMan Chan", "Chan Tai Man", NEAR),
        ("Chan Tai Man", "陳大文", NEAR),
        ("Chan Tai Man Peter", "Chan Tai Man", NEAR),
        ("Ana Maria Lopez", "Ana Lopez", NEAR),
        ("Maria Garcia", "Maria Lopez", None),
        ("Peter Chan", "Chan Tai Man", None),
        ("Chan Tai Man", "Lee Siu Ming", None),
        ("Petrov", "Иван Петров", None),
        ("Ana 12", "Ana 13", None),
        ("Ana", "…", None),
        ("…", "Ana", None),
        (" ", "Ana", None),
    ],
)
def test_a_name_is_found_as_duplicates_are(text: str, name: str, fit: Fit | None) -> None:
    assert finder(text)(person(1, name=name, email="")) is fit
    organisation = person(1, name="Other", organisation=name, kind="organisation", email="")
    assert finder(text)(organisation) is fit


@pytest.mark.parametrize(
    ("text", "phone", "country", "fit"),
    [
        ("+852 9123 4567", "91234567", "HK", FOUND),
        ("9123-4567", "+852 9123 4567", "", FOUND),
        ("00852 91234567", "(852) 9123 4567", "", FOUND),
        ("+852-9123-4567", "9123 4567", "", FOUND),
        ("９１２３ ４５６７", "91234567", "HK", FOUND),
        ("07700 900123", "+44 7700 900123", "HK", FOUND),
        ("+44 7700 900123", "07700 900123", "HK", FOUND),
        ("900123", "+44 7700 900123", "HK", FOUND),
        ("9123 4568", "91234567", "HK", NEAR),
        ("9123 4657", "91234567", "HK", NEAR),
        ("9123 9999", "91234567", "HK", None),
        ("1234", "91234567", "HK", None),
        ("12345", "91234567", "HK", FOUND),
        ("12 345", "91234567", "HK", FOUND),
        ("12 34", "91234567", "HK", None),
        ("9123 4501", "91234567", "HK", None),
        ("9193 4527", "91234567", "HK", None),
        ("9123 6547", "91234567", "HK", None),
        ("9132 4568", "91234567", "HK", None),
        ("1923 4567", "91234567", "HK", NEAR),
        ("9123 4576", "91234567", "HK", NEAR),
        ("8123 4567", "91234567", "HK", NEAR),
        ("81234567", "912345678", "", None),
        ("1234567", "1234568", "", None),
        ("12345678", "12345679", "", NEAR),
        ("+54 9 11 1234 5678", "011 15 1234-5678", "AR", FOUND),
        ("+54 9 11 1234 5679", "011 15 1234-5678", "AR", NEAR),
        ("Tel. 9123 4567", "91234567", "HK", FOUND),
        ("電話：+852 9123 4567", "91234567", "HK", FOUND),
        ("9123 4567 ext. 12", "91234567", "HK", FOUND),
        ("ana91234567", "91234567", "HK", None),
    ],
)
def test_a_phone_number_is_found_however_it_is_written(
    text: str, phone: str, country: str, fit: Fit | None
) -> None:
    assert finder(text)(person(1, phone=phone, country=country)) is fit


@pytest.mark.parametrize(
    ("text", "email", "fit"),
    [
        ("Mailto:Ana.B@Gmail.com", "anab+news@googlemail.com", FOUND),
        ("Ana B <ana @ example.org>", "ANA@example.org", FOUND),
        ("ｂｅａ@example.org", "bea@example.org", FOUND),
        ("@example.org", "bea@example.org", FOUND),
        ("bea@exmaple.org", "bea@example.org", NEAR),
        ("anabela@example.com", "anabela@example.net", NEAR),
        ("info@example.com", "info@example.net", None),
        ("infos@example.com", "infos@example.net", NEAR),
        ("anabela@example.com", "beatriz@example.net", None),
        ("bea1@example.org", "bea2@example.org", None),
        ("bea@", "rosa@example.org", None),
    ],
)
def test_an_address_is_found_however_it_is_written(text: str, email: str, fit: Fit | None) -> None:
    assert finder(text)(person(1, email=email)) is fit


def test_an_address_is_not_looked_for_in_names() -> None:
    assert finder("ana@lopez.org")(person(1, name="Ana Lopez Org", email="bea@example.net")) is None


PEOPLE = ("Chan Tai Man", "José Núñez", "陳大文", "Jose Nunes", "Somebody Else")


@pytest.fixture
def file(keys, tmp_path: Path) -> Path:
    made = HandmadeKiosk(keys, "Library steps")
    signed = made.sign(*(person(n, name=name, email="") for n, name in enumerate(PEOPLE)))
    path = tmp_path / "x.signatures"
    path.write_bytes(made.batch(signed))
    return path


def test_a_search_lists_what_is_near_apart(desk: Desk, file: Path) -> None:
    desk.merge(file)
    everything = list_records(desk.register)
    found, near = search_records(desk.register, desk.keys, everything, "Núñez José")
    assert (list(found.keys), list(near.keys)) == ([everything.keys[1]], [everything.keys[3]])


def test_a_search_tells_how_far_it_is_and_ends_when_nobody_waits(desk: Desk, file: Path) -> None:
    desk.merge(file)
    near: list[str] = []
    told: list[tuple[int, int]] = []

    def search_until(stop_at: int) -> list[str]:
        near.clear()
        told.clear()
        found = search(
            desk.register,
            desk.keys,
            "Núñez José",
            lambda row: near.append(row.signature.name if row.signature else ""),
            progress=lambda looked, of: told.append((looked, of)),
            stop=lambda: len(told) == stop_at,
        )
        return [row.signature.name for row in found if row.signature]

    assert (search_until(-1), near) == (["José Núñez"], ["Jose Nunes"])
    assert told == [(number, len(PEOPLE)) for number in range(1, len(PEOPLE) + 1)]
    assert (search_until(3), near, len(told)) == (["José Núñez"], [], 3)
    assert (search_until(0), near, told) == ([], [], [])


def test_the_command_prints_who_is_found_and_then_who_is_near(
    file: Path, desk_folder: Path, passphrase_file: Path
) -> None:
    at = ("--campaign", desk_folder, "--passphrase-file", passphrase_file)
    assert kiosk("merge", file, *at).returncode == 0
    result = kiosk("withdraw", "--find", "Tai Man Chan", *at)
    first, heading, second = result.stdout.splitlines()
    assert ("Chan Tai Man" in first, "陳大文" in second) == (True, True)
    assert heading.startswith("Near: ")
    assert "1 signature found, 1 near." in result.stderr
    result = kiosk("withdraw", "--find", "Sombody", *at)
    assert "0 signatures found, 1 near." in result.stderr
    told = kiosk("withdraw", "--find", "陈大文", *at, "--json").stdout
    decoder, hits = json.JSONDecoder(), []
    while told := told.lstrip():
        hit, end = decoder.raw_decode(told)
        hits.append((hit["name"], hit["near"]))
        told = told[end:]
    assert hits == [("陳大文", False), ("Chan Tai Man", True)]
