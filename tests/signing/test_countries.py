"""Countries: named in the visitor's language, found from a few letters, and understood when typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.signing.countries import country_code, country_name, country_names, find_countries, resolve_country


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("HK", "en", "Hong Kong"),
        ("HK", "zh-Hant", "香港"),
        ("HK", "zh-Hans", "香港"),
        ("MO", "zh-Hant", "澳門"),
        ("MO", "zh-Hans", "澳门"),
        ("DE", "en", "Germany"),
        ("DE", "zh-Hant", "德國"),
        ("DE", "zh-Hans", "德国"),
    ],
)
def test_a_country_is_named_in_the_visitors_language(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name
    assert country_names(language)[code] == name
    assert country_code(name, language) == code


def test_a_country_that_was_typed_stays_as_it_is() -> None:
    assert country_name("Tir na nÓg", "en") == "Tir na nÓg"
    assert country_code("Tir na nÓg", "en") == "Tir na nÓg"


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans", "ar"])
def test_the_list_has_every_country_and_no_unions(language: str) -> None:
    names = country_names(language)
    assert len(names) > 240
    assert {"HK", "TW", "CN", "GB", "US", "UA", "PS", "XK"} <= names.keys()
    assert not {"EU", "UN", "ZZ"} & names.keys()
    assert all(names.values())


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("hong", "en", "HK"),
        ("hk", "en", "HK"),
        ("香", "zh-Hant", "HK"),
        ("hong", "zh-Hant", "HK"),
        ("ger", "en", "DE"),
        ("uk", "en", "GB"),
        ("usa", "en", "US"),
        ("united k", "en", "GB"),
        ("kingdom", "en", "GB"),
        ("Cote", "en", "CI"),
        ("德", "zh-Hans", "DE"),
        ("taiwan", "en", "TW"),
    ],
)
def test_a_few_letters_find_the_country(typed: str, language: str, first: str) -> None:
    assert find_countries(typed, language)[0] == first


def test_finding_gives_no_more_than_asked_and_nothing_for_nothing() -> None:
    assert len(find_countries("a", "en")) == 8
    assert len(find_countries("a", "en", limit=3)) == 3
    assert find_countries("", "en") == find_countries("  ", "en") == find_countries("qqq", "en") == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("HK", "HK"),
        (" hk ", "HK"),
        ("Hong Kong", "HK"),
        ("HONGKONG", "HK"),
        ("香港", "HK"),
        ("UK", "GB"),
        ("Scotland", "GB"),
        ("U.S.A.", "US"),
        ("u.k.", "GB"),
        ("Deutschland", "DE"),
        ("Alemania", "DE"),
        ("Германия", "DE"),
        ("المغرب", "MA"),
        ("臺灣", "TW"),
        ("台湾", "TW"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Côte d’Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("日本", "JP"),
        ("대한민국", "KR"),
        ("Nederland", "NL"),
    ],
)
def test_a_typed_country_is_understood_in_any_language(typed: str, code: str) -> None:
    assert resolve_country(typed) == code


@pytest.mark.parametrize("typed", ["", "  ", "Atlantis", "EU", "X", "ZZ", "!!"])
def test_what_is_no_country_is_not_guessed(typed: str) -> None:
    assert resolve_country(typed) is None


@pytest.mark.parametrize("language", ["en", "zh-Hant", "zh-Hans"])
def test_every_country_of_the_list_is_understood_by_its_own_name(language: str) -> None:
    for code, name in country_names(language).items():
        assert resolve_country(name) == code, name
        assert code in find_countries(name, language), name


@given(st.text(max_size=30))
def test_any_text_is_survived(text: str) -> None:
    assert resolve_country(text) is None or len(resolve_country(text) or "") == 2
    assert len(find_countries(text, "zh-Hant")) <= 8
