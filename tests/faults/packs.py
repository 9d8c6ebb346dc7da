"""Packs that no honest coordinator's program would build, signed all the same."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kiosk.campaign.pack import Manifest
from kiosk.coordinator.campaign.keys import CampaignKeys


def write_pack(
    path: Path, keys: CampaignKeys, files: Mapping[str, bytes], *, compression: int = zipfile.ZIP_STORED
) -> Path:
    """Writes a pack of any `files` whatever, with a manifest and a signature that fit them."""
    manifest = msgspec.json.encode(
        Manifest(
            kioskpack=1,
            campaign="stop-repression-hong-kong",
            edition=1,
            made="2026-11-22",
            training=False,
            record_bytes=2048,
            public_key=keys.public_key,
            signer=keys.signer,
            files={name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        )
    )
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("manifest.json", manifest)
        archive.writestr("signature", keys.signing_key.sign(b"signing-kiosk pack v1\0" + manifest))
        for name, data in files.items():
            archive.writestr(f"content/{name}", data)
    return path
