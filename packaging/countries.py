"""Makes resources/countries/names.txt: what people call countries, in all languages, and whose name it is.

Four lists, the first that knows a name decides: our own (countries.toml beside this file),
Unicode's CLDR (in Babel), ISO 3166's own names and their Chinese (in pycountry) and the names in use that
OpenSanctions collects (in countrynames). Only the data of the last two is read, so they are no
dependencies of the program (countrynames would want ICU's headers to be installed):

    .venv/bin/python -m pip install --target /tmp/lists --no-deps pycountry countrynames
    .venv/bin/python packaging/countries.py /tmp/lists
"""

from __future__ import annotations

import gettext
import json
import re
import runpy
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kiosk.signing.countries import country_key, country_names  # noqa: E402

HEAD = """\
# What people call countries: ISO 3166 codes (several where several go by a name), then keys of names.
# Made by packaging/countries.py from packaging/countries.toml, CLDR, pycountry and countrynames.
# For their licences see LICENSES.txt beside this file.
"""
MAIN = ("en", "zh-Hans", "zh-Hant", "zh-Hant-HK")
Names = Iterable[tuple[str, str]]
"""Codes (several with spaces between) and a name."""


def main(lists: Path) -> None:
    codes = set(country_names("en"))
    known: dict[str, str] = {}
    for names in sources(lists):
        found: dict[str, set[str]] = defaultdict(set)
        for code, name in names:
            key = country_key(name)
            if key and key not in known:
                found[key].update(code.split() if set(code.split()) <= codes else [])
        known.update({key: " ".join(sorted(of)) for key, of in found.items()})
    by_codes: dict[str, list[str]] = defaultdict(list)
    for key, code in known.items():
        if code:
            by_codes[code].append(key)
    lines = [f"{code}\t{'|'.join(sorted(keys))}" for code, keys in sorted(by_codes.items())]
    out = ROOT / "resources" / "countries" / "names.txt"
    out.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def sources(lists: Path) -> Iterator[Names]:
    """The lists, most trusted first."""
    own = tomllib.loads((ROOT / "packaging" / "countries.toml").read_text("utf-8"))
    yield [(code, name) for code, names in own.items() for name in names]
    yield [(code, name) for tag in MAIN for code, name in country_names(tag).items()]
    iso = list(of_iso(lists / "pycountry"))
    everywhere = [*cldr(), *iso]
    yield everywhere
    yield [(code, short) for code, name in everywhere for short in shorter(name)]
    data = runpy.run_path(str(lists / "countrynames" / "data.py"))["DATA"]
    yield [(code, name) for code, names in data.items() for name in names if len(name) > 2]


def cldr() -> Iterator[tuple[str, str]]:
    for identifier in sorted(locale_identifiers()):
        yield from Locale.parse(identifier).territories.items()


def of_iso(pycountry: Path) -> Iterator[tuple[str, str]]:
    countries = json.loads((pycountry / "databases" / "iso3166-1.json").read_text("utf-8"))["3166-1"]
    translations = [
        gettext.GNUTranslations(path.open("rb"))
        for path in sorted(pycountry.glob("locales/zh_*/LC_MESSAGES/iso3166-1.mo"))
    ]
    for country in countries:
        code = country["alpha_2"]
        yield code, country["alpha_3"]
        for kind in ("name", "official_name", "common_name"):
            if kind in country:
                yield code, country[kind]
                yield from ((code, of.gettext(country[kind])) for of in translations)


def shorter(name: str) -> Iterator[str]:
    """What is before a bracket or a comma, and "Republic of Korea" for "Korea, Republic of"."""
    yield re.split(r"[(（,，、]", name)[0]
    first, comma, rest = name.partition(", ")
    if comma:
        yield f"{rest} {first}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
