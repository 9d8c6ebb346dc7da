"""The coordinator's words, made whole: from the campaign folder's copy, or told as missing."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.numbers import runs_text
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.tables import record_table, word_table
from kiosk.coordinator.register.words import Begun, RawWord, head, raw_words, say, set_head, sound
from kiosk.database import insert_rows
from kiosk.errors import Remark


def repair_words(register: Register, keys: CampaignKeys) -> list[Remark]:
    """Brings back the words that the register lost, if the folder has them, and says what was found.

    Several desks' folders each know what they have seen: what one of them knows comes back when
    that desk opens the register.
    """
    kept = register.kept.rows() if register.kept else []
    with register.reading() as connection:
        there, (end, _) = raw_words(connection), head(connection, keys)
        is_new = not there and connection.execute(select(record_table.c.key).limit(1)).first() is None
    spoken = {one.id: one for one in (*reversed(sound(kept, keys)), *sound(there, keys))}
    wanted = [spoken[number].row for number in sorted(spoken)]
    last = max([end, *spoken])
    if wanted != there or end < last or last == 0:
        with register.transaction() as connection:
            if raw_words(connection) == there:  # else another desk has said something: the next time, then
                _put(connection, keys, there, wanted, end, last)
    if register.kept:
        register.kept.keep(wanted)
    remarks = []
    if (wanted != there or end < last) and not is_new:
        remarks.append(
            Remark(
                "What you said was changed in the register, or is missing there.",
                "It was put back as far as this campaign folder has it.",
            )
        )
    if missing := sorted(set(range(1, last + 1)) - spoken.keys()):
        remarks.append(
            Remark(
                "Some of what you said is missing in the register, and in this campaign folder: {numbers}.",
                "Look at the kiosks and the duplicates, and say again what is not as you left it.",
                numbers=runs_text(missing),
            )
        )
    loose = [
        number
        for number, one in spoken.items()
        if number - 1 in spoken and one.row.before != spoken[number - 1].link
    ]
    if loose:
        remarks.append(
            Remark(
                "The register was put back from an older copy and went on from there: what you said is in "
                "disorder from number {number} on.",
                "Look at the kiosks and the duplicates, and say again what is not as you left it.",
                number=min(loose),
            )
        )
    return remarks


def _put(
    connection: Connection,
    keys: CampaignKeys,
    there: list[RawWord],
    wanted: list[RawWord],
    end: int,
    last: int,
) -> None:
    if wanted != there:
        connection.execute(delete(word_table))
        rows = [(row.id, row.before, row.box) for row in wanted]
        insert_rows(connection, word_table, ("id", "before", "box"), rows)
    if last == 0:
        say(connection, keys, Begun())
    elif end < last:
        set_head(connection, keys, last, wanted[-1].box[-16:])
