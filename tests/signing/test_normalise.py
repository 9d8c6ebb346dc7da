"""Different ways to write the same name, address or number look the same; different people do not."""

from __future__ import annotations

import unicodedata

import pytest
from email_validator import deliverability
from hypothesis import given
from hypothesis import strategies as st

from kiosk.signing.checks import check_email
from kiosk.signing.normalise import email_key, name_key, phone_key, postcode_key

FULL_WIDTH = {ordinal: ordinal + 0xFEE0 for ordinal in range(0x21, 0x7F)} | {0x20: 0x3000}
LATIN = st.text("abcdefghijklmnopqrstuvwxyzáéíóúàèñçöüßøłșțžāş ABCDEFGHJKLMNÖÜÉ'-.", min_size=1, max_size=40)
CASED = st.text("abcxyzéüøłžабвгдежзяйёαβγάώσφђћ", min_size=1, max_size=40)

SAME_NAMES = [
    (
        "Ana Canário",
        "ANA CANÁRIO",
        "ana  canário ",
        "Ana Cana\u0301rio",
        "Ａｎａ　Ｃａｎáｒｉｏ",
        "Ana\u00a0Canário",
    ),
    ("O'Brien, Seán", "O’Brien Seán", "O‘BRIEN — SEÁN", "o brien sea\u0301n"),
    ("Müller-Lüdenscheidt", "Müller Lüdenscheidt", "MÜLLER‐LÜDENSCHEIDT"),
    ("Weiß", "WEISS", "weiss"),
    ("ΑΛΕΞΑΝΔΡΟΣ", "αλεξανδρος", "Αλεξανδροσ"),
    ("Иван Петров", "ИВАН ПЕТРОВ", "иван\tпетров"),
    ("محمد الأحمد", "\u200fمحمد الأحمد\u200f", "محمد  الأحمد", "ﻣﺤﻤﺪ الأحمد"),
    ("محمد الزهراء", "محمّد الزّهراء", "مُحَمَّد الزهراءْ", "محمـــد الزهراء"),
    ("عبد الرحمن", "عبد الرحمٰن"),
    ("陳大文", " 陳大文\u3000", "陳大文\ufeff", "陳 大文", "陳\u3000大\u3000文", "陳\ufe00大文", "陳・大文"),
    ("박지민", "박 지민", "박\u3000지민"),
    ("山田 花子", "山田花子", "山田　花子"),
    ("葛城", "葛\U000e0100城"),
    ("İSTANBUL Işık", "istanbul ışık", "ISTANBUL IŞIK", "İstanbul IŞIK", "i\u0307stanbul işik"),
    ("金 Kim", "金　ＫＩＭ", "\uf90a kim"),
    ("Ame\u0301lie", "Amélie", "Ame\u200d\u0301lie"),
]
OTHER_NAMES = [
    ("陳大文", "陳小文"),
    ("Ana", "Anna"),
    ("José", "Jose"),
    ("Иван", "Йван"),
    ("Kim Lee", "Kimlee"),
    ("陳 Kim", "陳Kim"),
    ("علي", "عالي"),
    ("ประยุทธ์ ใจดี", "ประยุทธ์ใจดี"),
    ("अनिल", "अनील"),
    ("שרה", "שירה"),
]


@pytest.mark.parametrize("ways", SAME_NAMES, ids=[ways[0] for ways in SAME_NAMES])
def test_one_name_written_in_many_ways_is_one_name(ways: tuple[str, ...]) -> None:
    assert len({name_key(way) for way in ways}) == 1


@pytest.mark.parametrize(("one", "other"), OTHER_NAMES)
def test_two_names_stay_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_a_normalised_name_is_not_changed_again(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(), st.sampled_from(["\u200d", "\u200e", "\u2060", "\ufeff"]), st.integers(0, 60))
def test_invisible_characters_anywhere_make_no_other_name(name: str, joiner: str, at: int) -> None:
    name = unicodedata.normalize("NFD", name)
    assert name_key(name[:at] + joiner + name[at:]) == name_key(name)


@given(
    st.text("陳大文山田花子지민박カナ"),
    st.text("陳大文山田花子지민박カナ"),
    st.sampled_from([" ", "\u3000", "・"]),
)
def test_spaces_between_wide_letters_make_no_other_name(one: str, other: str, space: str) -> None:
    assert name_key(one + space + other) == name_key(one + other)


@given(st.text(), st.sampled_from("\u0640\u064b\u0651\u0652\u0670\ufe0f\U000e0100"))
def test_marks_that_may_be_left_out_at_the_end_make_no_other_name(name: str, mark: str) -> None:
    assert name_key(name + mark) == name_key(name)


@given(st.text())
def test_every_notation_of_a_text_gives_one_name(name: str) -> None:
    keys = {name_key(unicodedata.normalize(form, name)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert len(keys) == 1


@given(LATIN)
def test_width_and_spacing_make_no_other_name(name: str) -> None:
    assert name_key(name.translate(FULL_WIDTH)) == name_key(name)
    assert name_key(" " + name.replace(" ", " \u3000") + "\t") == name_key(name)


@given(CASED)
def test_case_makes_no_other_name(name: str) -> None:
    assert name_key(name.upper()) == name_key(name.title()) == name_key(name)


SAME_EMAILS = [
    (
        "ana@example.org",
        "ANA@Example.ORG",
        " ana@example.org ",
        "ana+petition@example.org",
        "ａｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ",
        "mailto:ana@example.org",
        "MAILTO: ana@example.org",
        "Ana Canário <ana@example.org>",
        '"Canário, Ana" <mailto:Ana@Example.org>;',
        "<ana@example.org>",
        "ana@example.org.",
        "ana@example.org,",
        "ana@example.org ;",
        "\u202aana@example.org\u202c",
        "ana\u200b@example.org\u200f",
        "ana @ example.org",
        "ana ＠example.org",
    ),
    ("a.b.c@gmail.com", "abc@gmail.com", "ABC+x@googlemail.com"),
    ("ana@bücher.example", "ana@xn--bcher-kva.example", "Ana@BÜCHER.example"),
    ("陳@例子.香港", "陳@xn--fsqu00a.xn--j6w193g"),
]


@pytest.mark.parametrize("ways", SAME_EMAILS, ids=[ways[0] for ways in SAME_EMAILS])
def test_one_address_written_in_many_ways_is_one_address(ways: tuple[str, ...]) -> None:
    assert len({email_key(way) for way in ways}) == 1


def test_two_addresses_stay_two() -> None:
    assert email_key("a.b@example.org") != email_key("ab@example.org")
    assert email_key("ana@example.org") != email_key("ana@example.com")
    assert email_key("+tag@example.org") != email_key("@example.org")
    assert email_key("") == email_key("  ") == email_key(" <> ") == email_key("mailto:") == ""
    assert email_key("a <ana@example.org> b") != email_key("ana@example.org"), "nobody can say"


@given(st.one_of(st.emails(), st.text()))
def test_a_normalised_address_is_not_changed_again(email: str) -> None:
    assert email_key(email_key(email)) == email_key(email)


@given(st.emails())
def test_the_case_of_an_address_makes_no_difference(email: str) -> None:
    assert email_key(email.upper()) == email_key(email.lower())


@pytest.mark.parametrize(
    ("country", "ways"),
    [
        (
            "HK",
            [
                "9123 4567",
                "91234567",
                "+852 9123 4567",
                "00852 9123-4567",
                "(+852) 91234567",
                "852 9123 4567",
                "９１２３　４５６７",
                "+852 9123 4567 ext. 12",
            ],
        ),
        (
            "GB",
            [
                "020 7946 0018",
                "+44 20 7946 0018",
                "+44 (0)20 7946 0018",
                "0044 20 7946 0018",
                "(020) 79460018",
            ],
        ),
        ("US", ["(212) 555-0142", "212.555.0142", "1-212-555-0142", "+1 212 555 0142"]),
        ("EG", ["٠١٠٠ ١٢٣ ٤٥٦٧", "0100 123 4567", "+20 100 123 4567"]),
        ("RU", ["8 (912) 345-67-89", "+7 912 345 67 89"]),
    ],
)
def test_one_number_written_in_many_ways_is_one_number(country: str, ways: list[str]) -> None:
    keys = {phone_key(way, country) for way in ways}
    assert len(keys) == 1
    (key,) = keys
    assert key.startswith("+")
    assert phone_key(key, None) == phone_key(key, "JP") == key


def test_the_same_digits_in_two_countries_are_two_numbers() -> None:
    assert phone_key("9123 4567", "HK") != phone_key("9123 4567", "SG")


def test_a_number_that_nobody_can_read_keeps_its_digits() -> None:
    assert phone_key("12-3", "HK") == "123"
    assert phone_key("1a2", None) == "12"
    assert phone_key("none", "HK") == phone_key("", None) == ""


@given(st.text(), st.sampled_from([None, "HK", "GB"]))
def test_any_text_in_the_phone_field_is_survived(text: str, country: str | None) -> None:
    assert phone_key(text, country).lstrip("+").isdigit() or phone_key(text, country) == ""


@given(st.text())
def test_postcodes_differ_only_in_letters_and_digits(text: str) -> None:
    assert postcode_key(postcode_key(text)) == postcode_key(text)
    assert postcode_key(f" {text}-") == postcode_key(text)


def test_one_postcode_written_in_many_ways_is_one_postcode() -> None:
    assert {postcode_key(way) for way in ("N1 9GU", "n19gu", "N1-9GU", "Ｎ１ ９ＧＵ")} == {"N19GU"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kim 陳 大", "kim 陳大"),
        ("陳 Kim 大", "陳 kim 大"),
        ("陳 大x 文", "陳大x 文"),
        ("陳 x大 文", "陳 x大文"),
        ("陳 😀", "陳 😀"),
        ("😀 😀", "😀 😀"),
        ("Kim", "kim"),
        ("", ""),
    ],
)
def test_only_between_two_wide_letters_a_space_says_nothing(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("email", "key"),
    [
        ("Ana+x+y@Example.org", "ana@example.org"),
        ("a.b.c@googlemail.com", "abc@gmail.com"),
        ("+tag@example.org", "+tag@example.org"),
        ("ana@home@example.org", "ana@home@example.org"),
        ("ana", "ana"),
        ("ana@kiosk.test", "ana@kiosk.test"),
    ],
)
def test_an_address_is_written_in_one_form(email: str, key: str) -> None:
    assert email_key(email) == key


def test_a_number_is_written_with_its_countrys_prefix() -> None:
    assert phone_key("00852 9123 4567", None) == "+85291234567"
    assert phone_key("020 7946 0018", "GB") == "+442079460018"
    assert phone_key("011 44 20 7946 0018", "US") == "+442079460018"
    assert phone_key("00 12", None) == "0012"


def test_no_name_server_is_asked_about_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would tell the network who signs."""
    asked: list[object] = []
    monkeypatch.setattr(
        deliverability, "validate_email_deliverability", lambda *about, **_: asked.append(about) or {}
    )
    assert email_key("Ana@BÜCHER.example") == "ana@xn--bcher-kva.example"
    assert check_email("ana@bücher.example") == check_email("ana@example.org") == []
    assert asked == []
