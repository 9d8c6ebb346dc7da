"""The pack: a campaign's content and public key, signed by its coordinator. Build, verify, open.

A ZIP of stored files: `manifest.json`, `signature`, and the content folder below
`content/`. It comes from a stick, so it is read in memory, capped and strictly,
and nothing of it is ever unpacked to disk. Specified in docs/format.md, "Pack".
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from kiosk.campaign.content import MAX_FILES, MAX_TOTAL, check_total, parse_content
from kiosk.campaign.model import Campaign
from kiosk.errors import ContentError, NewerVersionError, PackError
from kiosk.files import read_capped
from kiosk.versioned import decode_versioned

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SUFFIX = ".kioskpack"
VERSION: Final = 2
"""2 of a pack that is untested, so that an earlier program does not take it for another."""
MAX_PACK = MAX_TOTAL + 2 * 1024 * 1024
"""Bytes of a whole pack file."""
MAX_MANIFEST = 256 * 1024
MAX_EDITION = 1_000_000
PUBLIC_KEY_BYTES = 1216
SIGNER_BYTES = 32
ALLOWED_RECORD_BYTES = range(1024, 16385, 256)
"""The sizes to which a campaign may pad its signatures."""

_AGAIN = "Ask the coordinator for the pack again."
_SIGNED = b"signing-kiosk pack v1\0"
_CAMPAIGN = b"signing-kiosk campaign v1\0"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a pack says of itself; this is what the coordinator signs.

    `public_key` is the campaign's sealing key (1,216 bytes), `signer` the coordinator's
    Ed25519 key (32 bytes), `edition` counts a campaign's packs from 1, `record_bytes` is the
    size to which its signatures are padded, and `files` holds the SHA-256 (hex) of every
    content file by its path. `untested` says that the campaign's key was not yet restored from
    its sheets: if it is lost, nobody can read what is signed.
    """

    kioskpack: Literal[1, 2]
    campaign: str
    edition: int
    made: str
    training: bool
    record_bytes: int
    public_key: bytes
    signer: bytes
    files: dict[str, str]
    untested: bool = False


class Pinned(msgspec.Struct, frozen=True):
    """What a kiosk was set up with: the two keys that stay, and the edition that it has.

    `verified` is the SHA-256 of that pack's file, whose signature was verified when it came; empty where
    nobody noted it.
    """

    signer: bytes
    public_key: bytes
    edition: int
    verified: bytes = b""


class Pack(msgspec.Struct, frozen=True):
    """A verified pack: its manifest, the content it carries, and the file itself."""

    manifest: Manifest
    campaign: Campaign
    data: bytes

    @property
    def key_id(self) -> bytes:
        """The campaign's 16-byte key id: it names the campaign wherever signatures travel."""
        return campaign_key_id(self.manifest.public_key, self.manifest.signer)

    @property
    def digest(self) -> bytes:
        """The SHA-256 of its file, by which a kiosk knows it again (`Pinned.verified`)."""
        return hashlib.sha256(self.data).digest()

    def check_signature(self) -> None:
        """Raises PackError unless the coordinator signed it, also where it was known by its digest."""
        name = f"{self.manifest.campaign}{SUFFIX}"
        members = _members(self.data, name)
        _check_signature(self.manifest.signer, members["signature"], _SIGNED + members["manifest.json"], name)

    @property
    def files(self) -> dict[str, bytes]:
        """The content's files by their path, as `build_pack` takes them."""
        members = _members(self.data, "campaign.kioskpack")
        return {name.removeprefix("content/"): members[name] for name in members if "/" in name}


def campaign_key_id(public_key: bytes, signer: bytes) -> bytes:
    """The 16 bytes that name a campaign: its public sealing key and its coordinator's key, hashed."""
    return hashlib.sha256(_CAMPAIGN + public_key + signer).digest()[:16]


def build_pack(
    files: Mapping[str, bytes],
    *,
    public_key: bytes,
    signing_key: Ed25519PrivateKey,
    edition: int,
    made: str,
    record_bytes: int,
    training: bool = False,
    untested: bool = False,
) -> bytes:
    """The bytes of a pack of the content `files`; the same input gives the same bytes.

    Args:
        files: path to bytes, as `content.read_folder` gives them.
        made: the day, ISO 8601.
        untested: the campaign's key was not yet restored from its sheets.

    Raises:
        ContentError: the content has a mistake.
    """
    campaign = parse_content(files)
    manifest = msgspec.json.encode(
        Manifest(
            kioskpack=2 if untested else 1,
            campaign=campaign.id,
            edition=edition,
            made=made,
            training=training,
            record_bytes=record_bytes,
            public_key=public_key,
            signer=signing_key.public_key().public_bytes_raw(),
            files=file_digests(files),
            untested=untested,
        )
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_member("manifest.json"), manifest)
        archive.writestr(_member("signature"), signing_key.sign(_SIGNED + manifest))
        for name in sorted(files):
            archive.writestr(_member(f"content/{name}"), files[name])
    return buffer.getvalue()


def open_pack(path: Path, pinned: Pinned | None = None) -> Pack:
    """The pack in the file `path`, verified against the key that it carries.

    Whether that key is the right coordinator's is decided by `pinned`, before anything of
    the content is looked at; or by people, with the words of `fingerprint`.

    Raises:
        PackError: it is not a pack nor an ordinary file, damaged, forged, its content has a mistake,
            or it may not follow the pinned one.
        NewerVersionError: a newer program made it.
        StorageError: the file cannot be read.
    """
    odd = PackError("{path} is not an ordinary file.", _AGAIN, path=path)
    return verify_pack(read_capped(path, MAX_PACK, PackError, odd=odd), path.name, pinned)


def verify_pack(data: bytes, name: str, pinned: Pinned | None = None) -> Pack:
    """The pack whose bytes are `data`; `name` is what errors call it. Raises as `open_pack`."""
    members = _members(data, name)
    if "manifest.json" not in members or "signature" not in members:
        raise PackError(
            "The pack {name} cannot be trusted: it has no manifest or no signature.", _AGAIN, name=name
        )
    raw = members.pop("manifest.json")
    manifest = _manifest(raw, name)
    signature = members.pop("signature")
    if not pinned or hashlib.sha256(data).digest() != pinned.verified:
        _check_signature(manifest.signer, signature, _SIGNED + raw, name)
    if pinned:
        _check_pinned(manifest, pinned)
    files = {member.removeprefix("content/"): content for member, content in members.items()}
    digests = file_digests(files)
    for file in sorted(digests.keys() | manifest.files.keys()):
        if digests.get(file) != manifest.files.get(file):
            raise PackError(
                "The pack {name} cannot be trusted: its file {file} is missing or was changed.",
                _AGAIN,
                name=name,
                file=repr(file),
            )
    try:
        check_total(files)
        campaign = parse_content(files)
    except ContentError as error:
        raise PackError(
            "The pack {name} has a mistake in it: {mistake}",
            "Ask the coordinator for a new pack.",
            name=name,
            mistake=error.what,  # in English: it is the coordinator's to correct
        ) from error
    if campaign.id != manifest.campaign:
        raise PackError(
            "The pack {name} cannot be trusted: its content belongs to another campaign.", _AGAIN, name=name
        )
    return Pack(manifest, campaign, data)


def _check_signature(signer: bytes, signature: bytes, signed: bytes, name: str) -> None:
    # Loaded here: a kiosk that knows its pack by its digest shows its first screen before it needs this.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(signer).verify(signature, signed)
    except (InvalidSignature, ValueError) as error:
        raise PackError(
            "The pack {name} cannot be trusted: its signature does not fit, so it was changed after "
            "the coordinator made it.",
            _AGAIN,
            name=name,
        ) from error


def _check_pinned(manifest: Manifest, pinned: Pinned) -> None:
    if (manifest.signer, manifest.public_key) != (pinned.signer, pinned.public_key):
        raise PackError(
            "This pack was made by another coordinator than the one this kiosk was set up for.",
            "Use a pack of the same campaign, or set up another data folder.",
        )
    if manifest.edition < pinned.edition:
        raise PackError("This pack is older than the one in use.", "Ask the coordinator for the newest pack.")


def fingerprint(signer: bytes, public_key: bytes) -> list[str]:
    """Ten words that stand for a campaign's keys, to compare aloud (100 bits; SLIP-39's word list)."""
    from shamir_mnemonic.wordlist import WORDLIST

    digest = hashlib.sha256(b"signing-kiosk fingerprint v1\0" + signer + public_key).digest()
    number = int.from_bytes(digest, "big") >> (256 - 100)
    return [WORDLIST[(number >> shift) & 1023] for shift in range(90, -1, -10)]


def file_digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 (hex) of every content file by its path, as a manifest lists them."""
    return {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}


def _manifest(raw: bytes, name: str) -> Manifest:
    manifest = decode_versioned(
        raw,
        Manifest,
        VERSION,
        key="kioskpack",
        newer=lambda: NewerVersionError(
            "The pack {name} was made by a newer version of this program.", "Update this program.", name=name
        ),
        damaged=lambda: PackError(
            "The pack {name} cannot be trusted: its manifest cannot be read.", _AGAIN, name=name
        ),
    )
    if manifest.untested != (manifest.kioskpack == VERSION):
        raise PackError("The pack {name} cannot be trusted: its manifest cannot be read.", _AGAIN, name=name)
    if not 1 <= manifest.edition <= MAX_EDITION or manifest.record_bytes not in ALLOWED_RECORD_BYTES:
        raise PackError(
            "The pack {name} cannot be trusted: its edition or its record size is out of range.",
            _AGAIN,
            name=name,
        )
    if len(manifest.public_key) != PUBLIC_KEY_BYTES or len(manifest.signer) != SIGNER_BYTES:
        raise PackError(
            "The pack {name} cannot be trusted: its public key or its signer’s key has a wrong length.",
            _AGAIN,
            name=name,
        )
    return manifest


def _members(data: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_FILES + 2 or sum(info.file_size for info in infos) > MAX_PACK:
                raise PackError(
                    "The pack {name} cannot be trusted: it claims to hold more than a pack may.",
                    _AGAIN,
                    name=name,
                )
            members: dict[str, bytes] = {}
            for info in infos:
                _check_member(info, name)
                if info.filename in members:
                    raise PackError(
                        "The pack {name} cannot be trusted: it holds {file} twice.",
                        _AGAIN,
                        name=name,
                        file=repr(info.filename),
                    )
                members[info.filename] = archive.read(info)
            return members
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise PackError(
            "The pack {name} cannot be trusted: it is not a pack, or was cut short.", _AGAIN, name=name
        ) from error


def _check_member(info: zipfile.ZipInfo, name: str) -> None:
    inside = info.filename.startswith("content/") and ".." not in info.filename and "\\" not in info.filename
    if info.filename not in ("manifest.json", "signature") and not inside:
        raise PackError(
            "The pack {name} cannot be trusted: it holds {file}, which leads out of its folder.",
            _AGAIN,
            name=name,
            file=repr(info.filename),
        )
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
        raise PackError(
            "The pack {name} cannot be trusted: it is compressed or encrypted, which packs never are.",
            _AGAIN,
            name=name,
        )
    if info.filename == "manifest.json" and info.file_size > MAX_MANIFEST:
        raise PackError("The pack {name} cannot be trusted: its manifest is too large.", _AGAIN, name=name)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.external_attr = 0o644 << 16
    return info
