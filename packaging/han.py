"""Makes resources/han/ from Unicode's Unihan database.

One file says which Han characters are one another's forms, the other how they sound. Run on
Debian with the package unicode-data:

    python packaging/han.py /usr/share/unicode
"""

from __future__ import annotations

import bz2
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HEAD = """\
# {what}
# Made by packaging/han.py from the Unihan database, Unicode {version}.
# Copyright © 1991-2022 Unicode, Inc. Unicode and the Unicode Logo are registered trademarks of Unicode, Inc.
# in the United States and other countries. For the licence see LICENSE-unicode.txt beside this file.
"""
VARIANTS = ("kSimplifiedVariant", "kTraditionalVariant")
SAME_WHEN_THEY_SOUND_SO = ("kSemanticVariant", "kZVariant")
BASIC = range(0x3400, 0xA000)
"""Only characters of the basic plane: names outside it are rare, and fold to themselves."""


def main(unicode: Path, out: Path) -> None:
    variants = list(rows(unicode / "Unihan_Variants.txt.bz2"))
    readings = {
        (char, field): without_tone(value.split()[0])
        for char, field, value in rows(unicode / "Unihan_Readings.txt.bz2")
        if field in ("kMandarin", "kCantonese")
    }
    with bz2.open(unicode / "Unihan_Variants.txt.bz2", "rt", encoding="utf-8") as text:
        version = next(line.split(":")[1].strip() for line in text if "Unicode version" in line)

    def sound(char: str) -> tuple[str, str]:
        return readings.get((char, "kMandarin"), ""), readings.get((char, "kCantonese"), "")

    groups: dict[str, set[str]] = {}
    for char, field, value in variants:
        for other in (chr(int(word.partition("<")[0][2:], 16)) for word in value.split()):
            alike = field in SAME_WHEN_THEY_SOUND_SO and all(sound(char)) and sound(char) == sound(other)
            if ord(other) in BASIC and (field in VARIANTS or alike):
                joined = groups.get(char, {char}) | groups.get(other, {other})
                groups.update(dict.fromkeys(joined, joined))
    lines = sorted("".join(sorted(group)) for group in map(frozenset, groups.values()) if len(group) > 1)
    what = "Han characters that are one another's traditional, simplified or other form, a line each group."
    write(out / "variants.txt", HEAD.format(what=what, version=version), sorted(set(lines)))

    by_sound: dict[tuple[str, str], list[str]] = defaultdict(list)
    for char in sorted({char for char, _ in readings}):
        if all(sound(char)):
            by_sound[sound(char)].append(char)
    lines = [
        f"{pinyin} {jyutping} {''.join(chars)}" for (pinyin, jyutping), chars in sorted(by_sound.items())
    ]
    what = (
        "Han characters by their customary Mandarin (Pinyin) and Cantonese (Jyutping) reading, without tones."
    )
    write(out / "readings.txt", HEAD.format(what=what, version=version), lines)


def rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """Character, field and value of each line about a character of the basic plane."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, field, value = line.rstrip("\n").split("\t")
                if int(code[2:], 16) in BASIC:
                    yield chr(int(code[2:], 16)), field, value


def without_tone(syllable: str) -> str:
    """A syllable in plain letters: "chén" and "can4" without what marks the tone."""
    decomposed = unicodedata.normalize("NFD", syllable)
    return "".join(char for char in decomposed if "a" <= char <= "z")


def write(path: Path, head: str, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).resolve().parent.parent / "resources" / "han")
