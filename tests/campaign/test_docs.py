"""docs/content.md and docs/format.md name every key and every limit that the code has."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from kiosk.campaign import content, model, pack, schema, source, words
from kiosk.coordinator.campaign import keys
from kiosk.exchange import batches, lines
from kiosk.signing.signature import DRAWN_RECORD_BYTES, FIELDS, FORM, LIMITS, Signature
from kiosk.signing.strokes import HEIGHT, MAX_DRAWN, MAX_POINTS, MAX_STROKES, WIDTH
from tests.campaign.conftest import WHOLE_JPEG, WHOLE_PNG, jpeg, png

DOCS = Path(__file__).parent.parent.parent / "docs"
CONTENT = (DOCS / "content.md").read_text(encoding="utf-8")
FORMAT = (DOCS / "format.md").read_text(encoding="utf-8")


def structs(module: object) -> list[type[msgspec.Struct]]:
    return [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct
    ]


@pytest.mark.parametrize("kind", [*structs(schema), model.Retention], ids=lambda kind: kind.__name__)
def test_every_key_of_the_content_is_explained(kind: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(kind):
        assert re.search(rf"[`\[.{{ ]{field.name}[`\] =]", CONTENT), field.name


@pytest.mark.parametrize(
    "kind", [Signature, pack.Manifest, lines._RecordLine, lines._CheckpointLine, keys._KeyFile]
)
def test_every_key_that_travels_is_specified(kind: type[msgspec.Struct]) -> None:
    for field in msgspec.structs.fields(kind):
        assert f"`{field.name}`" in FORMAT, field.name


def test_the_table_of_a_signature_has_every_field_with_its_limit() -> None:
    rows = [line for line in FORMAT.split("## Drawn signature")[0].splitlines() if line.startswith("| `")]
    told = {name: row for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    limits = {name: row.split("|")[-2].strip() for name, row in told.items()}
    for name, field in FIELDS.items():
        assert name in told, name
        if field.limit:
            names = re.findall(r"`(\w+)`", told[name].split("|")[1])
            numbers = limits[name].split(", ")
            place = names.index(name) if len(numbers) > 1 else 0
            assert numbers[place] == str(field.limit), name
    for key in FORM:
        assert f"`{key}`" in CONTENT, key


def test_the_limits_are_those_of_the_code() -> None:
    numbers = [lines.MAX_LINE, lines.MAX_BATCH, lines.MAX_SEALED, lines.MAX_SEQ, batches.MAX_PENDING]
    numbers += [pack.MAX_EDITION, pack.ALLOWED_RECORD_BYTES[0], pack.ALLOWED_RECORD_BYTES[-1]]
    numbers += [
        keys.MEMORY_KIB,
        keys.PASSES,
        keys.LANES,
        keys._MAX_MEMORY_KIB,
        MAX_DRAWN,
        MAX_STROKES,
        MAX_POINTS,
    ]
    numbers += [WIDTH, HEIGHT, DRAWN_RECORD_BYTES, *LIMITS.values()]
    for number in numbers:
        assert f"{number:,}" in FORMAT, number
    for number in (source.MAX_ITEMS, content.MAX_FILES):
        assert f" {number}" in CONTENT
    assert f"a list of up to {content.MAX_START_PICTURES}, such as" in CONTENT
    assert f"{pack.MAX_PACK >> 20} MiB" in FORMAT
    for size in (content.MAX_TOTAL, content.MAX_PICTURE):
        assert f"{size >> 20} MiB" in CONTENT
    assert f"`words.toml` {content.MAX_WORDS_FILE >> 10} KiB" in CONTENT
    assert f"{words.MAX_LENGTH:,} characters" in CONTENT


def test_the_example_of_a_campaign_is_one(tiny: dict[str, bytes]) -> None:
    examples = re.findall(r"```toml\n(.*?)```", CONTENT, re.DOTALL)
    assert [tomllib.loads(example) for example in examples]
    top, start, field, field_words, figures, figure_words, seen, said = (one.encode() for one in examples)
    files = {**tiny, "campaign.toml": top.replace(b', "zh-Hant"', b"").replace(b"format = 1", b"format = 3")}
    files["campaign.toml"] += start + field
    files["en/texts.toml"] += seen
    files["en/links.toml"] = b'[website]\ntitle = "Website"\n'
    files["en/questions/01-why-midnight.md"] = b"# Why?\n\nSo.\n"
    files["en/fields.toml"] = field_words
    files["figures.toml"], files["en/figures.toml"] = figures, figure_words
    files["en/words.toml"] = said
    files["pictures/march.jpg"] = jpeg(800, 1130) + WHOLE_JPEG
    files["pictures/lanterns.png"] = png(800, 1130) + WHOLE_PNG
    campaign = content.parse_new_content(files)
    assert campaign.words_in("en")["Sign now"] == "Nu ondertekenen"
    assert list(campaign.texts["en"].pictures) == ["march"]
    assert campaign.texts["en"].fields["faculty"].options["law"] == "Law"
    assert campaign.texts["en"].questions[0].figures[0].labels["six"] == "6 pm"
