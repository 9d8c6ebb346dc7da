"""People to sign with: valid signatures and CSV rows, with canaries that must never be found in the clear."""

from __future__ import annotations

import base64
import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from kiosk.signing.signature import VERSION, Signature

NEWER = VERSION + 1
"""Of a signature that this program does not know yet."""
NAMES = (
    "Ana Canário", "陳大文", "فاطمة الزهراء", "Иван Петров", "O'Brien, Seán", "歐陽娜娜", "Nguyễn Thị Minh",
    "ประยุทธ์ ใจดี", "שרה לוי", "Ἀλέξανδρος", "Müller-Lüdenscheidt", "X Æ", "李", "محمد", "Ольга Ким", "박지민",
)  # fmt: skip
CITIES = ("Zwickau-Ost", "Москва-Сити", "九龍塘", "الرباط الجديدة", "Łódź-Górna")
PAPER_COLUMNS = (
    "date", "kind", "name", "organisation", "role", "country", "city", "postcode", "email", "phone",
    "public", "updates", "help", "language", "paper_ref",
)  # fmt: skip


def person(n: int, **changes: object) -> Signature:
    """The `n`th person's signature; no two share a name, an e-mail or a phone."""
    fields: dict[str, object] = {
        "version": 1,
        "date": "2026-11-01",
        "kind": "person",
        "name": f"{NAMES[n % len(NAMES)]} {n}",
        "consent": "2026-11",
        "language": "en",
        "country": "HK",
        "city": CITIES[n % len(CITIES)],
        "email": f"canary{n}@example{n}.org",
    }
    return Signature(**{**fields, **changes})  # type: ignore[arg-type]


def row(n: int, **changes: str) -> dict[str, str]:
    """The `n`th person as typed up from paper: an e-mail if `n` is odd, else a phone."""
    cells = {
        "date": f"2026-11-{1 + n % 21:02d}",
        "kind": "person",
        "name": f"{NAMES[n % len(NAMES)]} {n}",
        "organisation": "",
        "role": "",
        "country": ("HK", "Hong Kong", "Germany", "香港", "GB")[n % 5],
        "city": CITIES[n % len(CITIES)],
        "postcode": str(10_000 + n),
        "email": f"canary{n}@example{n}.org" if n % 2 else "",
        "phone": "" if n % 2 else f"+852 9{n % 1000:03d} {1000 + n}",
        "public": ("yes", "no", "initials")[n % 3],
        "updates": ("yes", "no")[n % 2],
        "help": ("no", "union-motion; students")[n % 2],
        "language": ("en", "zh-Hant")[n % 2],
        "paper_ref": f"sheet {n // 20} row {n % 20}",
    }
    return {**cells, **changes}


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str] = PAPER_COLUMNS) -> Path:
    """Writes `rows` as a spreadsheet would save them ("CSV UTF-8") and returns `path`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns))
        writer.writeheader()
        writer.writerows(rows)
    return path


def written_forms(words: str) -> list[bytes]:
    """How `words` could stand in a file: in UTF-8 or UTF-16, as they are, in hexadecimal or in base64."""
    forms = []
    for data in (words.encode(), words.encode("utf-16-le"), words.encode("utf-16-be")):
        forms += [data, data.hex().encode(), data.hex().upper().encode()]
        for offset in range(3):  # the characters at the ends depend on what stands beside them
            whole = base64.b64encode(bytes(offset) + data + bytes(2))
            forms.append(whole[-(-offset * 4 // 3) : (offset + len(data)) * 4 // 3])
    return [form for form in forms if len(form) >= 6]  # a shorter one is found by chance
