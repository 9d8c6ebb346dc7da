"""Makes resources/world/shapes.txt: where each country lies on the map of the desk's charts.

The shapes are Natural Earth's 1:110m countries, and the places of countries too small for one its 1:110m
cities (public domain, naturalearthdata.com), as an older geopandas carries both. Only its data is read:

    .venv/bin/python -m pip download --no-deps --dest /tmp/ne geopandas==0.14.4
    unzip -d /tmp/ne /tmp/ne/geopandas-*.whl
    .venv/bin/python packaging/world.py /tmp/ne/geopandas/datasets

The map is drawn in Equal Earth (Šavrič, Patterson and Jenny 2018): areas are true, and no country looks
larger than it is.
"""

from __future__ import annotations

import itertools
import math
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kiosk.signing.countries import resolve_country  # noqa: E402

HEAD = """\
# Where countries lie, for the map of the desk's charts: the ISO 3166 code (or - for land without one),
# where its mark stands, then its outlines. Positions are x,y on a map in Equal Earth, {width} wide, y down.
# Made by packaging/world.py from Natural Earth's 1:110m countries and cities (naturalearthdata.com),
# which are in the public domain.
"""
WIDTH = 4000
NORTH, SOUTH = 84.0, -56.0
"""Degrees at which the map ends."""
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""The constants of Equal Earth."""
M = math.sqrt(3) / 2
HALF_WIDTH = math.pi / (M * A1)

NAMES = {
    "Bosnia and Herz.": "BA", "Central African Rep.": "CF", "Congo": "CG", "Dem. Rep. Congo": "CD",
    "Dominican Rep.": "DO", "Eq. Guinea": "GQ", "Falkland Is.": "FK", "Fr. S. Antarctic Lands": "TF",
    "N. Cyprus": "", "S. Sudan": "SS", "Solomon Is.": "SB", "Somaliland": "", "W. Sahara": "EH",
}  # fmt: skip
"""What Natural Earth shortens; nobody signs from what has no code of its own."""
CITIES = {
    "Andorra": "AD", "Apia": "WS", "Basseterre": "KN", "Bridgetown": "BB", "Castries": "LC", "Funafuti": "TV",
    "Hong Kong": "HK", "Kingstown": "VC", "Majuro": "MH", "Malé": "MV", "Manama": "BH", "Melekeok": "PW",
    "Monaco": "MC", "Moroni": "KM", "Nuku'alofa": "TO", "Palikir": "FM", "Port Louis": "MU", "Praia": "CV",
    "Roseau": "DM", "Saint George's": "GD", "Saint John's": "AG", "San Marino": "SM", "Singapore": "SG",
    "São Tomé": "ST", "Tarawa": "KI", "Vaduz": "LI", "Valletta": "MT", "Vatican City": "VA", "Victoria": "SC",
}  # fmt: skip
"""The cities by which countries without a shape are marked."""
PLACES = {
    "AI": (-63.1, 18.2), "AS": (-170.7, -14.3), "AW": (-70.0, 12.5), "AX": (19.9, 60.2), "BL": (-62.8, 17.9),
    "BM": (-64.8, 32.3), "BQ": (-68.3, 12.2), "CC": (96.8, -12.2), "CK": (-159.8, -21.2), "CW": (-69.0, 12.2),
    "CX": (105.6, -10.5), "FO": (-6.9, 62.0), "GF": (-53.1, 3.9), "GG": (-2.6, 49.5), "GI": (-5.4, 36.1),
    "GP": (-61.6, 16.3), "GU": (144.8, 13.4), "IM": (-4.5, 54.2), "IO": (72.4, -7.3), "JE": (-2.1, 49.2),
    "KY": (-81.3, 19.3), "MF": (-63.1, 18.1), "MO": (113.5, 22.2), "MP": (145.7, 15.2), "MQ": (-61.0, 14.6),
    "MS": (-62.2, 16.7), "NF": (168.0, -29.0), "NR": (166.9, -0.5), "NU": (-169.9, -19.1),
    "PF": (-149.4, -17.7), "PM": (-56.3, 46.9), "PN": (-130.1, -25.1), "RE": (55.5, -21.1),
    "SH": (-5.7, -15.9), "SJ": (16.0, 78.2), "SX": (-63.1, 18.0), "TC": (-71.8, 21.8), "TK": (-171.8, -9.2),
    "VG": (-64.6, 18.4), "VI": (-64.9, 18.3), "WF": (-176.2, -13.3), "YT": (45.2, -12.8),
}  # fmt: skip
"""Longitude and latitude of those that have neither."""
Point = tuple[float, float]


def main(data: Path) -> None:
    lines: dict[str, str] = {}
    other: list[str] = []
    names = [row["name"] for row in table(data / "naturalearth_lowres" / "naturalearth_lowres.dbf")]
    for name, rings in zip(
        names, shapes(data / "naturalearth_lowres" / "naturalearth_lowres.shp"), strict=True
    ):
        code = NAMES.get(name, resolve_country(name))
        assert code is not None, name
        if code == "AQ":
            continue
        written = " ".join(filter(None, map(outline, rings)))
        largest = max(rings, key=lambda ring: abs(area(ring)))
        if code:
            lines[code] = f"{code}\t{position(centre(largest))}\t{written}"
        else:
            other.append(f"-\t-\t{written}")
    cities = [row["name"] for row in table(data / "naturalearth_cities" / "naturalearth_cities.dbf")]
    for city, point in zip(
        cities, points(data / "naturalearth_cities" / "naturalearth_cities.shp"), strict=True
    ):
        if city in CITIES:
            lines[CITIES[city]] = f"{CITIES[city]}\t{position(point)}\t"
    for code, point in PLACES.items():
        lines.setdefault(code, f"{code}\t{position(point)}\t")
    missing = set(CITIES.values()) - lines.keys()
    assert not missing, missing
    out = ROOT / "resources" / "world" / "shapes.txt"
    out.parent.mkdir(exist_ok=True)
    text = HEAD.format(width=WIDTH) + "\n".join([*(lines[code] for code in sorted(lines)), *other]) + "\n"
    out.write_text(text, encoding="utf-8")


def projected(point: Point) -> tuple[int, int]:
    """Where a longitude and latitude lie on the map."""
    longitude, latitude = math.radians(point[0]), max(SOUTH, min(NORTH, point[1]))
    angle = math.asin(M * math.sin(math.radians(latitude)))
    square, sixth = angle**2, angle**6
    x = longitude * math.cos(angle) / (M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)))
    y = angle * (A1 + A2 * square + sixth * (A3 + A4 * square))
    scale = WIDTH / 2 / HALF_WIDTH
    return round(WIDTH / 2 + x * scale), round((_TOP - y) * scale)


def _height(latitude: float) -> float:
    angle = math.asin(M * math.sin(math.radians(latitude)))
    return angle * (A1 + A2 * angle**2 + angle**6 * (A3 + A4 * angle**2))


_TOP = _height(NORTH)


def position(point: Point) -> str:
    x, y = projected(point)
    return f"{x},{y}"


def outline(ring: list[Point]) -> str:
    """A ring on the map, without points that fall onto the one before; nothing if hardly any are left."""
    found = [position(point) for point in ring]
    kept = [one for number, one in enumerate(found) if number == 0 or one != found[number - 1]]
    return ";".join(kept) if len(kept) > 3 else ""


def area(ring: list[Point]) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in itertools.pairwise(ring)) / 2


def centre(ring: list[Point]) -> Point:
    """The centre of gravity of what `ring` encloses."""
    x = y = 0.0
    for (a, b), (c, d) in itertools.pairwise(ring):
        part = a * d - c * b
        x, y = x + (a + c) * part, y + (b + d) * part
    whole = 6 * area(ring)
    return x / whole, y / whole


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a dBASE file."""
    raw = path.read_bytes()
    rows, head, length = struct.unpack("<IHH", raw[4:12])
    columns = []
    offset = 32
    while raw[offset] != 13:
        columns.append((raw[offset : offset + 11].split(b"\0")[0].decode(), raw[offset + 16]))
        offset += 32
    for row in range(rows):
        place = head + row * length + 1
        found = {}
        for name, width in columns:
            found[name] = raw[place : place + width].decode("utf-8", "replace").strip()
            place += width
        yield {key: _text(value) for key, value in found.items()}


def _text(value: str) -> str:
    return (
        value.replace("Mal\ufffd", "Malé")
        .replace("S\ufffdo Tom\ufffd", "São Tomé")
        .replace("C\ufffdte", "Côte")
    )


def _records(path: Path) -> Iterator[bytes]:
    """The contents of the records of a shapefile (ESRI's description of 1998)."""
    raw = path.read_bytes()
    offset = 100
    while offset < len(raw):
        length = struct.unpack(">i", raw[offset + 4 : offset + 8])[0] * 2
        yield raw[offset + 8 : offset + 8 + length]
        offset += 8 + length


def points(path: Path) -> Iterator[Point]:
    for record in _records(path):
        yield struct.unpack("<dd", record[4:20])


def shapes(path: Path) -> Iterator[list[list[Point]]]:
    """The rings of each polygon."""
    for record in _records(path):
        parts, number = struct.unpack("<ii", record[36:44])
        starts = [*struct.unpack(f"<{parts}i", record[44 : 44 + 4 * parts]), number]
        values = struct.unpack(f"<{2 * number}d", record[44 + 4 * parts : 44 + 4 * parts + 16 * number])
        all_points = list(zip(values[::2], values[1::2], strict=True))
        yield [all_points[first:last] for first, last in itertools.pairwise(starts)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
