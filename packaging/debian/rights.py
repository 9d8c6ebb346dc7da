"""The copyright file of the packages: `rights.py BUNDLE LICENSE`, where BUNDLE is the folder that was made.

Whose parts there are is read from what each of them says of itself (`*.dist-info`), so the list is that of
the bundle that is packaged.
"""

from __future__ import annotations

import sys
from email.parser import HeaderParser
from pathlib import Path

_HEAD = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: signing-kiosk
Comment: The program comes as one folder with Python, Qt and the libraries that it uses. What they are under
 stands below; their own words are in the folders *.dist-info of /usr/lib/signing-kiosk/_internal. Libraries
 named lib*.so there are copies of Debian's own, from the release that the folder was made on: their terms
 are those that Debian gives with the packages of the same names.

Files: *
Copyright: 2026 the authors of the signing kiosk
License: GPL-3+
 This program is free software: you can redistribute it and/or modify it under the terms of the GNU General
 Public License as published by the Free Software Foundation, either version 3 of the License, or (at your
 option) any later version.
 .
 On Debian systems, the full text of the GNU General Public License version 3 can be found in the file
 /usr/share/common-licenses/GPL-3.
"""
_PYTHON = ("Python", "the Python Software Foundation", "PSF-2.0")


def rights(bundle: Path) -> str:
    """The file's text for the bundle in the folder `bundle`."""
    parts = [_PYTHON]
    for metadata in sorted(bundle.glob("_internal/*.dist-info/METADATA")):
        said = HeaderParser().parsestr(metadata.read_text(encoding="utf-8"))
        if said["Name"].lower() != "signing-kiosk":
            whose = said["Author"] or said["Author-email"] or f"the authors of {said['Name']}"
            parts.append((f"{said['Name']} {said['Version']}", whose, _licence(said)))
    told = "\n".join(f" {name}, by {' '.join(whose.split())}: {licence}" for name, whose, licence in parts)
    return f"{_HEAD}Comment: The parts, and what each says that it is under:\n{told}\n"


def _licence(said: object) -> str:
    expression, words, classifiers = (
        said["License-Expression"],  # type: ignore[index]
        said["License"],  # type: ignore[index]
        said.get_all("Classifier", []),  # type: ignore[attr-defined]
    )
    if expression:
        return str(expression)
    if words and len(words) < 60 and "\n" not in words:
        return str(words)
    named = [one.split(" :: ")[-1] for one in classifiers if one.startswith("License :: OSI")]
    return " or ".join(named) or "see its folder"


if __name__ == "__main__":
    sys.stdout.write(rights(Path(sys.argv[1])))
