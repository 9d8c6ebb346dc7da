"""Exact duplicates: who signed twice, by keyed fingerprints.

Two signatures are one person's when the name is the same and so is the e-mail, the
phone, or (where neither left an e-mail or phone) the postcode, or (where there is no
postcode either) the sheet and row on paper. Sharing an e-mail alone is no duplicate:
families do. "The same" is as in `signing.normalise`.
"""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from enum import IntEnum
from hashlib import sha256

from sqlalchemy import func, select, update

from kiosk.coordinator.register import Register, State
from kiosk.coordinator.tables import fingerprint_table, record_table
from kiosk.signing.countries import resolve_country
from kiosk.signing.normalise import email_key, name_key, phone_key, postcode_key
from kiosk.signing.signature import Signature


class Rule(IntEnum):
    """What a fingerprint is made of. The contact rules alone make no duplicate: they raise questions."""

    OLD = 0
    """An exact one, made before fingerprints said their rule."""
    EMAIL = 1
    """Name and e-mail."""
    PHONE = 2
    """Name and phone."""
    POSTCODE = 3
    """Name and postcode."""
    COPY = 4
    """The very same sealed record."""
    EMAIL_ALONE = 5
    PHONE_ALONE = 6
    PAPER = 7
    """Name, and sheet and row of the paper: the sheet was typed up twice."""


EXACT = (Rule.OLD, Rule.EMAIL, Rule.PHONE, Rule.POSTCODE, Rule.COPY, Rule.PAPER)
"""The rules that make two signatures one person's."""


def fingerprints(signature: Signature, key: bytes) -> tuple[tuple[Rule, bytes], ...]:
    """The fingerprints (HMAC-SHA256, 16 bytes of it) by which `signature` meets its duplicates, by rule.

    Args:
        key: the campaign's fingerprint key; without it a fingerprint tells nothing.
    """
    name = name_key(signature.name)
    if signature.kind == "organisation":
        name = f"{name}\0{name_key(signature.organisation)}"
    email = email_key(signature.email)
    phone = phone_key(signature.phone, resolve_country(signature.country))
    postcode = postcode_key(signature.postcode)
    paper = name_key(signature.paper_ref)
    parts: list[tuple[Rule, tuple[str, ...]]] = []
    if email:
        parts.append((Rule.EMAIL, ("email", signature.kind, name, email)))
        parts.append((Rule.EMAIL_ALONE, ("email alone", email)))
    if phone:
        parts.append((Rule.PHONE, ("phone", signature.kind, name, phone)))
        parts.append((Rule.PHONE_ALONE, ("phone alone", phone)))
    if postcode and not email and not phone:
        parts.append((Rule.POSTCODE, ("postcode", signature.kind, name, postcode)))
    if not email and not phone and not postcode and len(re.findall(r"[0-9]+", paper)) > 1:
        # With one number alone it may be the sheet's, which others of that name are on too.
        parts.append((Rule.PAPER, ("paper", signature.kind, name, paper)))
    return tuple((rule, mark(key, *part)) for rule, part in parts)


def mark(key: bytes, *parts: str) -> bytes:
    """One 16-byte fingerprint of `parts`, of which the first names the rule."""
    return hmac.digest(key, "\0\0".join(parts).encode(), sha256)[:16]


def receipt_mark(key: bytes, code: str) -> bytes | None:
    """The 16 bytes by which the signature with this receipt code is found; None without a code."""
    return mark(key, "receipt", code) if code else None


def settle(register: Register) -> int:
    """Decides anew which records are duplicates of which; returns how many are.

    Of the records that are one person's, the first counts: by day, then kiosk, then
    number. So the outcome depends on what was merged and not on the order.
    """
    with register.transaction() as connection:
        shared = (
            select(fingerprint_table.c.value)
            .where(fingerprint_table.c.rule.in_(EXACT))
            .group_by(fingerprint_table.c.value)
            .having(func.count() > 1)
            .scalar_subquery()
        )
        found = connection.execute(
            select(
                fingerprint_table.c.value,
                record_table.c.key,
                record_table.c.day,
                record_table.c.kiosk,
                record_table.c.seq,
                record_table.c.digest,
            )
            .join(record_table, record_table.c.key == fingerprint_table.c.record)
            .where(fingerprint_table.c.value.in_(shared))
            .where(record_table.c.status.in_([State.COUNTED, State.DUPLICATE]))
        ).all()
        groups: dict[bytes, list[int]] = defaultdict(list)
        order = {}
        for row in found:
            groups[row.value].append(row.key)
            order[row.key] = (row.day, row.kiosk, row.seq, row.digest)
        first_of = _first_of_each_cluster(groups, order)
        connection.execute(
            update(record_table)
            .where(record_table.c.status == State.DUPLICATE)
            .values(status=State.COUNTED, duplicate_of=None)
        )
        duplicates = [(key, first) for key, first in first_of.items() if key != first]
        for key, first in duplicates:
            connection.execute(
                update(record_table)
                .where(record_table.c.key == key)
                .values(status=State.DUPLICATE, duplicate_of=first)
            )
        return len(duplicates)


def _first_of_each_cluster(
    groups: dict[bytes, list[int]], order: dict[int, tuple[str, bytes, int, bytes]]
) -> dict[int, int]:
    """For every record, the first record of its cluster (union-find over the groups)."""
    parent = {key: key for key in order}

    def find(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for members in groups.values():
        for key in members[1:]:
            one, other = find(members[0]), find(key)
            first, second = sorted((one, other), key=lambda root: order[root])
            parent[second] = first
    return {key: find(key) for key in parent}
