"""Checks that several of a content folder's files need, each naming file and line of a mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kiosk.campaign.source import Source
from kiosk.languages import LANGUAGES

LANGUAGE = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
"""The form of a language's tag."""

_CODES = (
    "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
    "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ "
    "EA EC EE EG EH ER ES ET EU EZ FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU "
    "GW GY HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX "
    "MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA QO RE RO "
    "RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL "
    "TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XA XB XK YE YT ZA ZM ZW ZZ"
)
COUNTRIES = frozenset(_CODES.split())
"""The codes of countries and territories, those that CLDR has names for."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def check_colours(source: Source, colours: Mapping[str, str]) -> None:
    """Refuses a colour that is not `#rrggbb`."""
    for role, colour in colours.items():
        if not _COLOUR.fullmatch(colour):
            raise source.mistake(
                colour,
                "{file}, line {line}: the colour {role} = '{colour}' must be written '#rrggbb'.",
                role=role,
                colour=colour,
            )


def is_language(tag: str) -> bool:
    """Whether `tag` is written as a language's tag is, and CLDR knows the language."""
    if tag in LANGUAGES:
        return True
    if not re.fullmatch(LANGUAGE, tag):
        return False
    from babel import Locale, UnknownLocaleError  # a stall's first screen need not wait for it

    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
