"""Takes the total, and those who agreed to be named, from the register into the content folder.

The next pack then brings them to the kiosks: "Who's signed?". Nothing is written before a
coordinator has seen what changes.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kiosk.campaign.content import MAX_TEXT_FILE
from kiosk.campaign.markdown import HTML, IMAGE, find_forbidden
from kiosk.campaign.model import Campaign
from kiosk.campaign.signed import MAX_SIGNED, NAME, SignedFile, SignedName, read_signed, write_signed
from kiosk.campaign.source import MAX_ITEMS
from kiosk.coordinator.campaign.folder import CampaignFolder
from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.records.people import counted_signatures
from kiosk.coordinator.register.register import Register
from kiosk.files import write_whole
from kiosk.signing.countries import resolve_country
from kiosk.signing.normalise import name_key
from kiosk.signing.signature import Signature
from kiosk.wording import searchable


class Named(StrEnum):
    """Whom the screens shall name, of those who agreed."""

    ALL = "all"
    ORGANISATIONS = "organisations"
    NONE = "none"


@dataclass(frozen=True)
class Update:
    """What `signed.toml` will hold, and how that differs from now.

    Attributes:
        before: how many had signed; None at the first update.
        new, gone: names that come and that go, as when somebody withdrew.
        left_out: how many agreed, but found no room (`MAX_ITEMS` names, 64 KiB).
        unfit: how many have a name that the screens refuse: markup, or what cannot be printed.
    """

    file: SignedFile
    before: int | None
    new: list[SignedName]
    gone: list[SignedName]
    left_out: int
    unfit: int


def plan_update(
    folder: CampaignFolder,
    register: Register,
    keys: CampaignKeys,
    today: datetime.date,
    named: Named = Named.ALL,
) -> Update:
    """What an update would change in the content of `folder`; it changes nothing yet.

    Organisations come first, then people with a role or organisation, then the others; each by name.

    Raises:
        ContentError: the content has a mistake.
        CampaignError: a record was changed in the register.
    """
    files = folder.read_files()
    now = read_signed(files)
    known = {one.who: one for one in now.names} if now else {}
    written = _named_by_hand(folder.read_content())
    number = 0
    found: dict[tuple[str, str], SignedName] = {}
    unfit = 0
    for signature in counted_signatures(register, keys):
        number += 1
        name = _name_of(signature, named)
        if name is None or name_key(name.name) in written:
            continue
        if _is_fit(name):
            found.setdefault(name.who, name)
        else:
            unfit += 1
    names = [_as_before(one, known) for one in sorted(found.values(), key=_rank)]
    kept = list(_with_room(names))
    after = {one.who for one in kept}
    return Update(
        file=SignedFile(number, today, kept),
        before=now.signed if now else None,
        new=[one for one in kept if one.who not in known],
        gone=[one for who, one in known.items() if who not in after],
        left_out=len(names) - len(kept),
        unfit=unfit,
    )


def write_update(folder: CampaignFolder, update: Update) -> None:
    """Writes `update` into the content of `folder`. Raises StorageError."""
    write_whole(folder.content / NAME, write_signed(update.file))


def _name_of(signature: Signature, named: Named) -> SignedName | None:
    """How who signed is named on the screens; None for who did not agree to it, or is not wanted."""
    country = resolve_country(signature.country) or ""
    organisation, role = signature.organisation.strip(), signature.role.strip()
    if signature.public == "no" or named is Named.NONE:
        return None
    if signature.kind == "organisation" and organisation:
        return SignedName(organisation, "organisation", "", country)
    if signature.public == "initials" or named is Named.ORGANISATIONS:
        return None  # the screens have no use for initials
    return SignedName(
        signature.name.strip(), "person", ", ".join(filter(None, (role, organisation))), country
    )


def _named_by_hand(campaign: Campaign) -> set[str]:
    """The names in endorsers.toml, in all languages: nobody stands there twice."""
    return {name_key(one.name) for texts in campaign.texts.values() for one in texts.endorsers}


def _is_fit(name: SignedName) -> bool:
    text = f"{name.name}\n\n{name.role}"
    forbidden = find_forbidden(text)
    refused = forbidden is not None and forbidden.what in (HTML, IMAGE)
    return text.replace("\n", "").isprintable() and not refused


def _as_before(name: SignedName, known: dict[tuple[str, str], SignedName]) -> SignedName:
    """`name`, hidden if a coordinator has hidden it."""
    before = known.get(name.who)
    return SignedName(name.name, name.kind, name.role, name.country, before.show if before else True)


def _rank(name: SignedName) -> tuple[bool, bool, str, str]:
    return name.kind == "person", not name.role, searchable(name.name), name.name


def _with_room(names: list[SignedName]) -> Iterator[SignedName]:
    """The first of `names`, as many as a content file can hold."""
    head = len(write_signed(SignedFile(MAX_SIGNED, datetime.date.max)))
    size = head
    for one in names[:MAX_ITEMS]:
        size += len(write_signed(SignedFile(MAX_SIGNED, datetime.date.max, [one]))) - head
        if size > MAX_TEXT_FILE:
            return
        yield one
