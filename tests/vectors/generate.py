"""Writes every vector in this folder anew, from docs/format.md alone: it shares no code with the kiosk.

Run it after the format has changed: `python tests/vectors/generate.py`. The same run gives
the same files: all keys and nonces are fixed. `slip39/` is not from here: those are the official
vectors of SLIP-39, by its authors. Only sealing is random, so the one sealed
signature is made once and kept in `sealed/ok.json`; delete that file to have a new one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shamir_mnemonic
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from shamir_mnemonic.wordlist import WORDLIST

HERE = Path(__file__).parent
SIZE = 1024
"""The bytes to which these signatures are padded: the smallest that a pack may ask for."""


def main() -> None:
    for make in (
        signatures,
        drawings,
        receipts,
        keys,
        sealed,
        digests,
        chains,
        record_lines,
        checkpoint_lines,
        export_files,
        receipts_files,
        new_pin_files,
        certificates,
        packs,
    ):
        make()
    key_files()
    shares()


def write(path: str, comment: str, expect: str, **rest: Any) -> None:
    """Writes one vector."""
    file = HERE / f"{path}.json"
    file.parent.mkdir(exist_ok=True)
    vector = {"comment": comment, "expect": expect, **rest}
    file.write_text(json.dumps(vector, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def flip(data: bytes, at: int) -> bytes:
    """`data` with the lowest bit of one byte flipped."""
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


# Signature

MINIMAL = {
    "version": 1,
    "date": "2026-11-22",
    "kind": "person",
    "name": "Ana Canário",
    "consent": "2026-11",
    "language": "en",
}
ALL = {
    **MINIMAL,
    "kind": "organisation",
    "organisation": "Riverside Students' Society",
    "role": "Chair",
    "country": "HK",
    "city": "九龍塘",
    "postcode": "N1 9GU",
    "email": "ana@example.org",
    "phone": "+852 5123 4567",
    "public": "name",
    "updates": True,
    "help": ["count-seats", "speak"],
    "paper_ref": "sheet 3 row 7",
}
SCRIPTS = (
    "Zoë Nguyễn Þórsdóttir 陳大文 陈大文 やまだ はなこ 박지민 Ольга Ἀλέξανδρος فاطمة الزهراء שרה "
    "ประยุทธ์ नेहा தமிழ் ქეთევან Հայկ አበበ ᎠᏂ 𠮷野家 e\u0301 \u200f🕯️👩‍👩‍👧"
)


def pad(signature: object, size: int = SIZE) -> bytes:
    return compact(signature).encode().ljust(size, b" ")


def signatures() -> None:
    def case(name: str, comment: str, expect: str, signature: dict[str, Any], size: int = SIZE) -> None:
        padded = pad(signature, size)
        write(
            f"signature/{name}",
            comment,
            expect,
            size=size,
            json=compact(signature),
            padded_sha256=hashlib.sha256(padded).hexdigest(),
        )

    bad = "not a signature"
    case("minimal", "Only the fields that every signature has.", "ok", MINIMAL)
    whole = {**ALL, "drawn": drawing([[(1, 2)], [(51, 1)]]), "receipt": " ".join(RECEIPT)}
    case("all-fields", "Every field, in the order in which a kiosk writes them.", "ok", whole)
    case("every-script", "A name in many scripts, kept as typed.", "ok", {**MINIMAL, "name": SCRIPTS})
    case(
        "longest-name",
        "A name of 300 characters of four bytes each.",
        "ok",
        {**MINIMAL, "name": "𠮷" * 300},
        2048,
    )
    case("over-long-name", "A name of 301 characters.", bad, {**MINIMAL, "name": "a" * 301})
    case("over-long-phone", "A phone number of 61 characters.", bad, {**MINIMAL, "phone": "5" * 61})
    case(
        "newer-version",
        "A version that is to come, with a key that this one lacks.",
        "newer version",
        {**MINIMAL, "version": 1000, "drawing": "AAAA"},
    )
    case("older-version", "There is no version 0.", bad, {**MINIMAL, "version": 0})
    case("unknown-field", "A field that version 1 lacks.", bad, {**MINIMAL, "nickname": "Ani"})
    case("missing-name", "No name.", bad, {key: MINIMAL[key] for key in MINIMAL if key != "name"})
    case("blank-name", "A name of spaces.", bad, {**MINIMAL, "name": "  "})
    case("missing-consent", "No consent.", bad, {key: MINIMAL[key] for key in MINIMAL if key != "consent"})
    case("empty-consent", "The consent's version is empty.", bad, {**MINIMAL, "consent": ""})
    case("unknown-kind", "A kind that there is not.", bad, {**MINIMAL, "kind": "ghost"})
    case(
        "typed-name-for-drawing",
        "The typed name stands for the drawn signature.",
        "ok",
        {**MINIMAL, "typed_signature": True},
    )
    case(
        "largest-drawing",
        "A drawing of 100 strokes and 320 points beside a long name.",
        "ok",
        {**MINIMAL, "name": "𠮷" * 300, "drawn": drawing(LARGEST)},
        4096,
    )
    case(
        "drawn-and-typed",
        "Both a drawing and the typed name for it.",
        bad,
        {**MINIMAL, "drawn": drawing([[(1, 2)]]), "typed_signature": True},
    )
    case("damaged-drawing", "A drawing that ends early.", bad, {**MINIMAL, "drawn": "AQI"})
    case(
        "receipt-does-not-fit",
        "Two words of the receipt code changed places.",
        bad,
        {**MINIMAL, "receipt": " ".join([RECEIPT[1], RECEIPT[0], *RECEIPT[2:]])},
    )
    case(
        "receipt-in-capitals",
        "A receipt code that is not written as kiosks do.",
        bad,
        {**MINIMAL, "receipt": " ".join(RECEIPT).upper()},
    )
    own_fields(case, bad)
    case("wrong-type", "`updates` is a text.", bad, {**MINIMAL, "updates": "yes"})
    write(
        "signature/not-json",
        "Spaces only.",
        bad,
        size=SIZE,
        json="",
        padded_sha256=hashlib.sha256(b" " * SIZE).hexdigest(),
    )


def own_fields(case: Callable[..., None], bad: str) -> None:
    """Signatures of version 2: with a campaign's own fields."""
    answers = {"student-number": "20261236", "faculty": "law"}

    def two(own: object, **more: object) -> dict[str, Any]:
        return {**MINIMAL, "version": 2, "own": own, **more}

    known = two(answers, identified_by="student-number")
    case("own-fields", "A number by which people are told apart, and a choice.", "ok", known)
    every = {
        "motto": "未開的花 – ‘yes’",
        "terms": "+7.50",
        "since": "2001-02-03",
        "faculty": "law",
        "languages": ["en", "zh-hant"],
        "resident": True,
        "employed": False,
    }
    whole = {**ALL, "receipt": " ".join(RECEIPT), **two(every)}
    case("own-of-every-kind", "Every kind of field; nobody is told apart by one.", "ok", whole)
    case("own-longest", "A text of 500 characters of four bytes each.", "ok", two({"a": "𠮷" * 500}), 4096)
    many = {f"field-{number}": True for number in range(24)}
    case("own-most", "24 fields.", "ok", two(many))
    case("own-unknown-key", "A key that version 2 lacks.", bad, two(answers, drawing="AAAA"))
    case("own-in-version-1", "Own fields in version 1.", bad, {**MINIMAL, "own": answers})
    case("identified-in-version-1", "As above.", bad, {**MINIMAL, "identified_by": "student-number"})
    case("own-missing", "Version 2 without own fields.", bad, {**MINIMAL, "version": 2})
    case("own-none", "Version 2 with none of them.", bad, two({}))
    case("own-too-many", "25 fields.", bad, two({**many, "field-24": True}))
    case("own-over-long", "A text of 501 characters.", bad, two({"a": "x" * 501}))
    case("own-blank", "A text of spaces.", bad, two({"a": "  "}))
    case("own-empty-list", "No option chosen.", bad, two({"a": []}))
    case("own-option-twice", "One option twice.", bad, two({"a": ["x", "x"]}))
    case("own-option-in-capitals", "An option that is no id.", bad, two({"a": ["X"]}))
    case("own-number", "A number in JSON.", bad, two({"a": 7}))
    case("own-null", "Null.", bad, two({"a": None}))
    for name, id in (("formula", "=1"), ("capitals", "Faculty"), ("hyphen", "-a"), ("long", "a" * 41)):
        case(f"own-id-{name}", "No id.", bad, two({id: "x"}))
    case("identified-by-another", "It names no field of it.", bad, two(answers, identified_by="card"))
    case("identified-by-a-yes", "It names one that is no text.", bad, two({"a": True}, identified_by="a"))


# Drawn signature

LARGEST = [[(n * 40, n)] for n in range(99)] + [[(n % 2 * 4095, n % 2 * 1535) for n in range(221)]]


def drawings() -> None:
    def case(name: str, comment: str, strokes: list[list[tuple[int, int]]]) -> None:
        written = [" ".join(f"{x},{y}" for x, y in stroke) for stroke in strokes]
        write(f"drawn/{name}", comment, "ok", text=drawing(strokes), strokes=written)

    def damaged(name: str, comment: str, text: str) -> None:
        write(f"drawn/{name}", comment, "not a signature", text=text)

    case("nothing", "No strokes.", [])
    case("two-dots", "Two strokes of one point.", [[(1, 2)], [(51, 1)]])
    case(
        "corners",
        "A stroke through the corners of the sheet.",
        [[(0, 0), (4095, 1535), (4095, 0), (0, 1535)]],
    )
    case("largest", "100 strokes and 320 points.", LARGEST)
    damaged("too-many-strokes", "101 strokes.", drawing([[(5, 5)]] * 101))
    damaged("too-many-points", "321 points.", drawing([[(5, 5)] * 321]))
    damaged("too-long", "1,975 characters.", "A" * 1975)
    damaged("empty-stroke", "A stroke without a point.", drawing([[]]))
    damaged("cut", "The last number is missing.", b64url(uv(1) + uv(2)))
    damaged("cut-in-a-number", "The second byte of a number is missing.", b64url(uv(1) + uv(2) + b"\x80"))
    damaged("off-the-right", "x is 4,096.", b64url(uv(1) + uv(2 * 4096) + uv(0)))
    damaged("off-the-left", "x is -1.", b64url(uv(1) + uv(1) + uv(0)))
    damaged("off-the-foot", "y is 1,536.", b64url(uv(1) + uv(0) + uv(2 * 1536)))
    damaged("long-number", "A number in two bytes that needs one.", b64url(uv(1) + b"\x82\x00" + uv(0)))
    damaged("three-byte-number", "A number of three bytes.", b64url(uv(1) + b"\x80\x80\x01" + uv(0)))
    damaged("padding", "base64url with padding.", b64url(uv(1) + uv(200) + uv(0)) + "==")
    damaged(
        "spare-bits",
        "The last character has bits that mean nothing.",
        b64url(uv(1) + uv(200) + uv(2))[:-1] + "h",
    )


def uv(number: int) -> bytes:
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + uv(number >> 7)


def b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def drawing(strokes: list[list[tuple[int, int]]]) -> str:
    data, before = b"", (0, 0)
    for stroke in strokes:
        data += uv(len(stroke))
        for point in stroke:
            for n in (point[0] - before[0], point[1] - before[1]):
                data += uv(2 * n if n >= 0 else -2 * n - 1)
            before = point
    return b64url(data)


# Receipt code


def receipt(number: int) -> list[str]:
    digest = hashlib.sha256(b"signing-kiosk receipt v1\0" + number.to_bytes(8, "big")).digest()
    bits = f"{number:050b}" + f"{int.from_bytes(digest, 'big'):0256b}"[:10]
    return [WORDLIST[int(bits[n : n + 10], 2)] for n in range(0, 60, 10)]


NUMBER = 0x2B7E151628AED
RECEIPT = receipt(NUMBER)


def receipts() -> None:
    words = " ".join(RECEIPT)

    def case(name: str, comment: str, expect: str, typed: str, number: int = NUMBER) -> None:
        rest = {"number": f"{number:x}", "words": " ".join(receipt(number))} if expect == "ok" else {}
        write(f"receipt/{name}", comment, expect, typed=typed, **rest)

    bad = "not a receipt"
    case("ok", "As a kiosk shows it.", "ok", words)
    case("zero", "The lowest number.", "ok", " ".join(receipt(0)), 0)
    case("highest", "The highest number.", "ok", " ".join(receipt(2**50 - 1)), 2**50 - 1)
    case("as-written", "Capitals, numbers, hyphens.", "ok", "1. " + " - 2) ".join(RECEIPT).upper())
    case("four-letters", "The first four letters of each word.", "ok", " ".join(word[:4] for word in RECEIPT))
    case("unknown-word", "A word that is not in the list.", bad, " ".join(["kiosk", *RECEIPT[1:]]))
    case("three-letters", "Three letters of a word.", bad, " ".join([RECEIPT[0][:3], *RECEIPT[1:]]))
    case("five-words", "A word is missing.", bad, " ".join(RECEIPT[:5]))
    case("seven-words", "A word too many.", bad, f"{words} {RECEIPT[0]}")
    case("swapped", "Two words changed places.", bad, " ".join([RECEIPT[1], RECEIPT[0], *RECEIPT[2:]]))


# Keys

SEED = bytes(range(32))


def derive(label: bytes) -> bytes:
    return HKDFExpand(SHA256(), 32, b"signing-kiosk v1 " + label).derive(SEED)


OPENING_SEED = derive(b"open signatures")
SIGNING_KEY = Ed25519PrivateKey.from_private_bytes(derive(b"sign packs and receipts"))
SIGNER = SIGNING_KEY.public_key().public_bytes_raw()


def xwing_public(seed: bytes) -> bytes:
    expanded = hashlib.shake_256(seed).digest(96)
    kem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64]).public_key().public_bytes_raw()
    return kem + X25519PrivateKey.from_private_bytes(expanded[64:]).public_key().public_bytes_raw()


PUBLIC_KEY = xwing_public(OPENING_SEED)
CAMPAIGN = hashlib.sha256(b"signing-kiosk campaign v1\0" + PUBLIC_KEY + SIGNER).digest()[:16]


def keys() -> None:
    write(
        "keys/derivation",
        "Everything that follows from a campaign's seed.",
        "ok",
        seed=SEED.hex(),
        opening_seed=OPENING_SEED.hex(),
        public_key=b64(PUBLIC_KEY),
        signer=SIGNER.hex(),
        campaign=CAMPAIGN.hex(),
        register_key=derive(b"register boxes").hex(),
        fingerprint_key=derive(b"register fingerprints").hex(),
    )


# Sealed signature

RECORD_ID = bytes(range(0x10, 0x20))


def seal(data: bytes) -> bytes:
    key = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(PUBLIC_KEY[:1184]),
        X25519PublicKey.from_public_bytes(PUBLIC_KEY[1184:]),
    )
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    return suite.encrypt(data, key, info=b"signing-kiosk signature v1\0" + CAMPAIGN + RECORD_ID)


def the_sealed_signature() -> bytes:
    kept = HERE / "sealed" / "ok.json"
    if kept.exists():
        return base64.b64decode(json.loads(kept.read_text(encoding="utf-8"))["sealed"])
    return seal(pad(ALL))


def sealed() -> None:
    good = the_sealed_signature()
    same = {"opening_seed": OPENING_SEED, "campaign": CAMPAIGN, "id": RECORD_ID}

    def case(name: str, comment: str, expect: str, data: bytes, **changes: bytes) -> None:
        inputs = {key: value.hex() for key, value in {**same, **changes}.items()}
        gives = {"json": compact(ALL)} if expect == "ok" else {}
        write(f"sealed/{name}", comment, expect, **inputs, sealed=b64(data), **gives)

    bad = "cannot be opened"
    case(
        "ok",
        "A whole signature; 1,120 bytes of encapsulated key, then the ciphertext, then 16 bytes of tag.",
        "ok",
        good,
    )
    case("other-campaign", "Sealed for another campaign.", bad, good, campaign=flip(CAMPAIGN, 0))
    case("swapped-id", "Put under another record id.", bad, good, id=flip(RECORD_ID, 15))
    case("other-seed", "Opened with another campaign's seed.", bad, good, opening_seed=flip(OPENING_SEED, 31))
    case(
        "flipped-bit-ml-kem",
        "One bit differs in the ML-KEM part of the encapsulated key.",
        bad,
        flip(good, 500),
    )
    case(
        "flipped-bit-x25519",
        "One bit differs in the X25519 part of the encapsulated key.",
        bad,
        flip(good, 1100),
    )
    case("flipped-bit-ciphertext", "One bit differs in the ciphertext.", bad, flip(good, 1300))
    case("flipped-bit-tag", "One bit differs in the tag.", bad, flip(good, len(good) - 1))
    case("truncated", "The last byte is missing.", bad, good[:-1])
    case("only-the-key", "The encapsulated key and nothing else.", bad, good[:1120])
    case("empty", "Nothing at all.", bad, b"")


# Record digest and hash chain

KIOSK_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(0x40, 0x60)))
KIOSK_PUBLIC = KIOSK_KEY.public_key().public_bytes_raw()
KIOSK = hashlib.sha256(b"signing-kiosk kiosk v1\0" + KIOSK_PUBLIC).digest()[:16]


def digest(seq: int, id: bytes, sealed: bytes) -> bytes:
    return hashlib.sha256(
        b"signing-kiosk record v1\0" + KIOSK + seq.to_bytes(8, "big") + id + sealed
    ).digest()


def link(chain: bytes, digest: bytes) -> bytes:
    return hashlib.sha256(b"signing-kiosk chain v1\0" + chain + digest).digest()


def short_record(seq: int) -> tuple[bytes, bytes]:
    """A record id and 48 bytes that stand for a sealed signature."""
    made = hashlib.shake_256(b"record %d" % seq).digest(64)
    return made[:16], made[16:]


def short_digest(seq: int) -> bytes:
    return digest(seq, *short_record(seq))


def chain_before(seq: int) -> bytes:
    chain = bytes(32)
    for number in range(1, seq):
        chain = link(chain, short_digest(number))
    return chain


def digests() -> None:
    for name, comment, seq in (
        ("first", "The digest of a kiosk's first record.", 1),
        ("large-number", "The largest number that a record can have.", 99_999_999),
    ):
        id, data = short_record(seq)
        write(
            f"digest/{name}",
            comment,
            "ok",
            kiosk_public_key=KIOSK_PUBLIC.hex(),
            kiosk=KIOSK.hex(),
            seq=seq,
            id=id.hex(),
            sealed=b64(data),
            digest=digest(seq, id, data).hex(),
        )


def chains() -> None:
    numbers = range(1, 4)
    write(
        "chain/three-records",
        "The chain from before a kiosk's first record to after its third.",
        "ok",
        start=bytes(32).hex(),
        digests=[short_digest(n).hex() for n in numbers],
        after_each=[chain_before(n + 1).hex() for n in numbers],
    )
    write(
        "chain/from-the-middle",
        "The chain over records 3 and 4, from where record 2 left it.",
        "ok",
        start=chain_before(3).hex(),
        digests=[short_digest(n).hex() for n in (3, 4)],
        after_each=[chain_before(n).hex() for n in (4, 5)],
    )
    write(
        "chain/empty",
        "No records leave the chain as it is.",
        "ok",
        start=chain_before(3).hex(),
        digests=[],
        after_each=[],
    )


# Record line


def record_fields(seq: int, id: bytes, data: bytes) -> dict[str, Any]:
    return {
        "record": 1,
        "kiosk": KIOSK.hex(),
        "seq": f"{seq:08d}",
        "id": id.hex(),
        "digest": digest(seq, id, data).hex(),
        "sealed": b64(data),
    }


def record_line(seq: int) -> str:
    return compact(record_fields(seq, *short_record(seq)))


def record_lines() -> None:
    good = record_fields(1, RECORD_ID, the_sealed_signature())
    short = record_fields(1, *short_record(1))

    def case(name: str, comment: str, expect: str, line: dict[str, Any] | str) -> None:
        write(f"record-line/{name}", comment, expect, line=line if isinstance(line, str) else compact(line))

    case("ok", "The sealed signature of sealed/ok.json on its way.", "ok", good)
    case("ok-short", "The digest fits; what is sealed is not looked at here.", "ok", short)
    case(
        "ok-spaces",
        "Spaces after the first key's colon and between the others are JSON, and fine.",
        "ok",
        json.dumps(short).replace('{"record": ', '{"record":'),
    )
    case(
        "flipped-bit",
        "One bit of the sealed bytes differs.",
        "damaged",
        {**short, "sealed": b64(flip(short_record(1)[1], 20))},
    )
    case(
        "wrong-digest",
        "The digest is another record's.",
        "damaged",
        {**short, "digest": short_digest(2).hex()},
    )
    case("other-number", "The number is another record's.", "damaged", {**short, "seq": "00000002"})
    case("upper-case-hex", "The id is written in capitals.", "damaged", {**short, "id": short["id"].upper()})
    case("seven-digits", "The number has seven digits.", "damaged", {**short, "seq": "0000001"})
    case("number-not-text", "The number is a JSON number.", "damaged", {**short, "seq": 1})
    case("number-zero", "Numbers start at 1.", "damaged", {**short, "seq": "00000000"})
    case("extra-field", "A field that version 1 lacks.", "damaged", {**short, "note": "hello"})
    case("missing-field", "No digest.", "damaged", {key: short[key] for key in short if key != "digest"})
    case(
        "bad-base64",
        "A character that base64 does not have.",
        "damaged",
        {**short, "sealed": "*" + short["sealed"][1:]},
    )
    case(
        "unpadded-base64",
        "Base64 without its padding.",
        "damaged",
        record_fields(1, RECORD_ID, bytes(49)) | {"sealed": b64(bytes(49)).rstrip("=")},
    )
    case(
        "too-large",
        "More sealed bytes than a line may carry (32,769).",
        "damaged",
        record_fields(1, RECORD_ID, bytes(32_769)),
    )
    case(
        "other-start",
        "A space before the first key: a line must start with its kind.",
        "damaged",
        compact(short).replace('{"record"', '{ "record"'),
    )
    case("cut-short", "The end is missing.", "damaged", compact(short)[:-1])
    case(
        "newer-version",
        "Version 2, with a field that version 1 lacks.",
        "newer version",
        {**short, "record": 2, "sheet": "x"},
    )
    case("older-version", "There is no version 0.", "damaged", {**short, "record": 0})


# Checkpoint line


def checkpoint_fields(
    first: int, last: int, *, campaign: bytes = CAMPAIGN, name: str = "Library steps 圖書館"
) -> dict[str, Any]:
    all_digests = [short_digest(n) for n in range(first, last + 1)]
    start, end = chain_before(first), chain_before(last + 1)
    encoded = name.encode()
    message = b"".join(
        (
            b"signing-kiosk checkpoint v1\0",
            campaign,
            KIOSK_PUBLIC,
            len(encoded).to_bytes(2, "big"),
            encoded,
            first.to_bytes(8, "big"),
            last.to_bytes(8, "big"),
            start,
            end,
        )
    )
    return {
        "checkpoint": 1,
        "campaign": campaign.hex(),
        "key": KIOSK_PUBLIC.hex(),
        "name": name,
        "first": first,
        "last": last,
        "start": start.hex(),
        "digests": b64(b"".join(all_digests)),
        "signature": b64(KIOSK_KEY.sign(message)),
    }


def checkpoint_lines() -> None:
    good = checkpoint_fields(3, 5)

    def case(name: str, comment: str, expect: str, /, **changes: Any) -> None:
        gives = (
            {"kiosk": KIOSK.hex(), "kiosk_seed": KIOSK_KEY.private_bytes_raw().hex()}
            if expect == "ok"
            else {}
        )
        write(
            f"checkpoint-line/{name}",
            comment,
            expect,
            campaign=CAMPAIGN.hex(),
            line=compact({**good, **changes}),
            **gives,
        )

    case("ok", "A kiosk vouches for its records 3 to 5.", "ok")
    signature = base64.b64decode(good["signature"])
    case(
        "forged-signature", "One bit of the signature differs.", "forged", signature=b64(flip(signature, 40))
    )
    case(
        "other-key",
        "Another kiosk's key under the same signature.",
        "forged",
        key=flip(KIOSK_PUBLIC, 3).hex(),
    )
    case("renamed", "Another name under the same signature.", "forged", name="Town hall")
    case("wrong-first", "It claims records 4 to 6 with the digests of 3 to 5.", "forged", first=4, last=6)
    case("wrong-start", "It starts from another chain.", "forged", start=bytes(32).hex())
    case(
        "swapped-digests",
        "Two digests have changed places.",
        "forged",
        digests=b64(short_digest(4) + short_digest(3) + short_digest(5)),
    )
    case(
        "foreign-campaign",
        "Signed well, but for another campaign.",
        "other campaign",
        **checkpoint_fields(3, 5, campaign=flip(CAMPAIGN, 0)),
    )
    case(
        "too-few-digests",
        "Two digests for three records.",
        "damaged",
        digests=b64(short_digest(3) + short_digest(4)),
    )
    case("backwards", "The last number comes before the first.", "damaged", first=5, last=3)
    case("from-zero", "Numbers start at 1.", "damaged", first=0, last=2)
    case(
        "too-many",
        "1,001 records under one checkpoint.",
        "damaged",
        first=1,
        last=1001,
        digests=b64(bytes(32 * 1001)),
    )
    case("no-name", "The kiosk's name is empty.", "damaged", name="")
    case("name-with-a-control", "A bell in the name.", "damaged", name="Library\a steps")
    case(
        "turned-around-name",
        "A part of the name runs from right to left.",
        "damaged",
        name="Library \u202espets",
    )
    for which, name in (
        ("unassigned-name", "Library \U0003fff0"),  # in Unicode 15; a kiosk may know a later one
        ("invisible-name", "Library steps\u3164"),
    ):
        case(
            which,
            "A name that a writer refuses and a reader takes.",
            "ok",
            **checkpoint_fields(3, 5, name=name),
        )
    case("long-name", "The kiosk's name has 101 characters.", "damaged", name="x" * 101)
    case("extra-field", "A field that version 1 lacks.", "damaged", battery=80)
    case(
        "newer-version",
        "Version 2, with a field that version 1 lacks.",
        "newer version",
        checkpoint=2,
        battery=80,
    )


# Export file


def batch(first: int, last: int) -> str:
    lines = [record_line(n) for n in range(first, last + 1)]
    return "\n".join([*lines, compact(checkpoint_fields(first, last))]) + "\n"


def sound(first: int, last: int, *, lost: tuple[int, ...] = (), damaged: bool = False) -> dict[str, Any]:
    return {
        "kiosk": KIOSK.hex(),
        "first": first,
        "last": last,
        "records": [n for n in range(first, last + 1) if n not in lost],
        "lost": [{"seq": n, "damaged": damaged} for n in lost],
    }


def export_files() -> None:
    def case(
        name: str, comment: str, expect: str, file: str, batches: list[dict[str, Any]], **left: int
    ) -> None:
        leftovers = {"foreign": 0, "forged": 0, "newer": 0, "damaged": 0, "unclosed": 0, **left}
        gives = {"batches": batches, "leftovers": leftovers} if expect == "ok" else {}
        write(f"export-file/{name}", comment, expect, campaign=CAMPAIGN.hex(), file=file, **gives)

    one, two = batch(1, 2), batch(3, 4)
    both = [sound(1, 2), sound(3, 4)]
    case("ok", "Two batches of two records.", "ok", one + two, both)
    case("windows-line-ends", "Each line ends in CR LF.", "ok", (one + two).replace("\n", "\r\n"), both)
    case("empty-lines", "Empty lines between the lines.", "ok", (one + two).replace("\n", "\n\n"), both)
    case("no-last-line-end", "The last line end is missing.", "ok", (one + two)[:-1], both)
    case(
        "out-of-order",
        "Records need not come in order; only before their checkpoint.",
        "ok",
        "\n".join(
            [
                record_line(2),
                record_line(3),
                record_line(1),
                compact(checkpoint_fields(1, 2)),
                record_line(4),
                compact(checkpoint_fields(3, 4)),
            ]
        ),
        both,
    )
    case(
        "torn-tail",
        "A sync was interrupted in the middle of a record: all before it stands.",
        "ok",
        one + two[:200],
        [sound(1, 2)],
        damaged=1,
    )
    case(
        "unclosed-tail",
        "A sync was interrupted before the checkpoint: nobody vouches for records 3 and 4.",
        "ok",
        one + record_line(3) + "\n" + record_line(4) + "\n",
        [sound(1, 2)],
        unclosed=2,
    )
    case(
        "repaired-tail",
        "After an interruption the next sync appended everything again.",
        "ok",
        one + two[:200] + "\n" + two,
        both,
        damaged=1,
    )
    case(
        "repeated-lines",
        "Every record line is there twice.",
        "ok",
        "".join(
            line + (line if line.startswith('{"record"') else "") for line in (one + two).splitlines(True)
        ),
        both,
    )
    case(
        "concatenated",
        "The same file twice, one after the other: both give the same records.",
        "ok",
        one + two + one + two,
        both + both,
    )
    case(
        "missing-record",
        "Record 2 is not there.",
        "ok",
        one.replace(record_line(2) + "\n", "") + two,
        [sound(1, 2, lost=(2,)), sound(3, 4)],
    )
    case(
        "damaged-record",
        "One digit of record 2's digest differs.",
        "ok",
        one.replace(short_digest(2).hex(), flip(short_digest(2), 0).hex()) + two,
        [sound(1, 2, lost=(2,), damaged=True), sound(3, 4)],
        damaged=1,
    )
    case("run-together", "All line ends are lost.", "ok", (one + two).replace("\n", ""), both)
    case(
        "run-together-damaged",
        "Record 1 is cut short and runs into record 2: only record 1 is lost.",
        "ok",
        one.replace(record_line(1) + "\n", record_line(1)[:150]) + two,
        [sound(1, 2, lost=(1,), damaged=True), sound(3, 4)],
        damaged=1,
    )
    case(
        "too-long-line",
        "A line of more than 131,072 bytes is passed over.",
        "ok",
        one + "x" * 131_072 + "\n" + two,
        both,
        damaged=1,
    )
    case(
        "foreign-batch",
        "Another campaign's batch is left out, with its records.",
        "ok",
        one
        + "".join(f"{record_line(n)}\n" for n in (3, 4))
        + compact(checkpoint_fields(3, 4, campaign=flip(CAMPAIGN, 0)))
        + "\n",
        [sound(1, 2)],
        foreign=1,
    )
    case(
        "newer-lines",
        "Lines of version 2 are counted and passed over.",
        "ok",
        one + '{"record":2,"sheet":"x"}\n{"checkpoint":2}\n' + two,
        both,
        newer=2,
    )
    case(
        "byte-order-mark",
        "An editor put a byte order mark in front.",
        "ok",
        "\ufeff" + one + two,
        both,
        damaged=1,
    )
    case(
        "mail-footer",
        "A mailing list's footer behind the last line.",
        "ok",
        one + two + "-- \nTo leave this list: https://example.org/leave\n_____________\n",
        both,
        damaged=3,
    )
    case("only-newer", "Every line is of version 2.", "newer version", '{"record":2,"sheet":"x"}\n', [])
    case("empty", "An empty file.", "not an export file", "", [])
    case("other-file", "A text of another kind.", "not an export file", "name,city\nAna,Berlin\n", [])


# Receipts file


def merge_receipt(upto: int, *, by: Ed25519PrivateKey = SIGNING_KEY, **changes: Any) -> dict[str, Any]:
    fields = {
        "receipt": 1,
        "campaign": CAMPAIGN.hex(),
        "kiosk": KIOSK.hex(),
        "upto": upto,
        "chain": chain_before(upto + 1).hex(),
        "made": "2026-11-22",
        **changes,
    }
    message = b"".join(
        (
            b"signing-kiosk merge receipt v1\0",
            bytes.fromhex(fields["campaign"]),
            bytes.fromhex(fields["kiosk"]),
            fields["upto"].to_bytes(8, "big"),
            bytes.fromhex(fields["chain"]),
            fields["made"].encode(),
        )
    )
    return {**fields, "signature": b64(by.sign(message))}


def receipts_files() -> None:
    def case(
        name: str,
        comment: str,
        *lines: dict[str, Any] | str,
        expect: str = "ok",
        signed: tuple[bool, ...] = (True,),
    ) -> None:
        """One file: its `lines`, and for each sound one whether the coordinator signed it."""
        file = "".join(f"{line if isinstance(line, str) else compact(line)}\n" for line in lines)
        write(
            f"receipts-file/{name}",
            comment,
            expect,
            signer=SIGNER.hex(),
            file=file,
            **({"signed": signed} if expect == "ok" else {}),
        )

    def damaged(name: str, comment: str, line: dict[str, Any] | str) -> None:
        case(name, comment, line, signed=())

    good = merge_receipt(3)
    case("ok", "A kiosk's records 1 to 3 are merged.", good)
    case(
        "two",
        "Two receipts of one kiosk, and an empty line.",
        good,
        "",
        merge_receipt(5),
        signed=(True, True),
    )
    case("no-last-line-end", "The last line end is missing.", compact(good) + "\r")
    case("empty", "An empty file holds no receipt.", signed=())
    case("other-key", "Signed by somebody else.", merge_receipt(3, by=KIOSK_KEY), signed=(False,))
    case("too-high", "Another number under the same signature.", {**good, "upto": 4}, signed=(False,))
    case(
        "other-day", "Another day under the same signature.", {**good, "made": "2026-11-23"}, signed=(False,)
    )
    case(
        "other-chain",
        "Another chain under the same signature.",
        {**good, "chain": chain_before(3).hex()},
        signed=(False,),
    )
    case(
        "other-kiosk",
        "Another kiosk under the same signature.",
        {**good, "kiosk": flip(KIOSK, 0).hex()},
        signed=(False,),
    )
    case(
        "other-campaign",
        "Another campaign under the same signature.",
        {**good, "campaign": flip(CAMPAIGN, 0).hex()},
        signed=(False,),
    )
    case(
        "short-signature", "A signature of 63 bytes.", {**good, "signature": b64(bytes(63))}, signed=(False,)
    )
    case(
        "damaged-line",
        "A line between two receipts is none.",
        good,
        "{",
        merge_receipt(5),
        signed=(True, True),
    )
    damaged("from-zero", "Numbers start at 1.", merge_receipt(0))
    damaged("too-large-a-number", "Numbers end at 99,999,999.", {**good, "upto": 100_000_000})
    damaged("number-as-text", "The number is a text.", {**good, "upto": "3"})
    damaged("no-day", "30 February.", merge_receipt(3, made="2026-02-30"))
    damaged("compact-day", "A day without hyphens.", merge_receipt(3, made="20261122"))
    damaged("upper-case-hex", "The chain is written in capitals.", {**good, "chain": good["chain"].upper()})
    damaged("short-kiosk", "A kiosk id of 15 bytes.", {**good, "kiosk": KIOSK[:15].hex()})
    damaged("extra-field", "A field that version 1 lacks.", {**good, "deleted": True})
    damaged("missing-field", "No chain.", {key: good[key] for key in good if key != "chain"})
    damaged("cut-short", "The end is missing.", compact(good)[:-1])
    damaged("older-version", "There is no version 0.", {**good, "receipt": 0})
    damaged("other-file", "A text of another kind.", "name,city")
    case(
        "newer-version",
        "A line of version 2, with a field that version 1 lacks.",
        good,
        {**good, "receipt": 2, "from": 1},
        expect="newer version",
    )


# New-PIN file


def new_pin_word(*, by: Ed25519PrivateKey = SIGNING_KEY, **changes: Any) -> dict[str, Any]:
    fields = {
        "newpin": 1,
        "campaign": CAMPAIGN.hex(),
        "kiosk": KIOSK.hex(),
        "nonce": "00112233445566778899aabbccddeeff",
        "made": "2026-11-22",
        **changes,
    }
    message = b"".join(
        (
            b"signing-kiosk new PIN v1\0",
            bytes.fromhex(fields["campaign"]),
            bytes.fromhex(fields["kiosk"]),
            bytes.fromhex(fields["nonce"]),
            fields["made"].encode(),
        )
    )
    return {**fields, "signature": b64(by.sign(message))}


def new_pin_files() -> None:
    def case(
        name: str,
        comment: str,
        *lines: dict[str, Any] | str,
        expect: str = "ok",
        signed: tuple[bool, ...] = (True,),
    ) -> None:
        """One file: its `lines`, and for each sound one whether the coordinator signed it."""
        file = "".join(f"{line if isinstance(line, str) else compact(line)}\n" for line in lines)
        write(
            f"new-pin-file/{name}",
            comment,
            expect,
            signer=SIGNER.hex(),
            file=file,
            **({"signed": signed} if expect == "ok" else {}),
        )

    good = new_pin_word()
    other = new_pin_word(kiosk=flip(KIOSK, 0).hex())
    case("ok", "A kiosk's staff may choose a new PIN.", good)
    case("two", "Words for two kiosks, and an empty line.", good, "", other, signed=(True, True))
    case("other-key", "Signed by somebody else.", new_pin_word(by=KIOSK_KEY), signed=(False,))
    case(
        "other-kiosk",
        "Another kiosk under the same signature.",
        {**other, "signature": good["signature"]},
        signed=(False,),
    )
    case(
        "other-nonce",
        "Other random bytes under the same signature.",
        {**good, "nonce": "00" * 16},
        signed=(False,),
    )
    case("damaged-line", "A line between two words is none.", good, "{", other, signed=(True, True))
    case("short-nonce", "Random bytes that are too few.", {**good, "nonce": "00" * 15}, signed=())
    case("no-day", "30 February.", new_pin_word(made="2026-02-30"), signed=())
    case("extra-field", "A field that version 1 lacks.", {**good, "pin": "1234"}, signed=())
    case("newer", "A newer version's word.", {"newpin": 2, "something": "new"}, expect="newer version")


# Certificate

CODE_MARK = hmac.digest(
    derive(b"register fingerprints"), b"receipt\0\0" + " ".join(RECEIPT).encode(), "sha256"
)


def certificate(facts: str, statement: str = "WITHDRAWAL\n\nLibrary steps, number 1\n") -> str:
    """The file without its last line."""
    return f"{statement}\n{facts}\n"


def certificates() -> None:
    good = {
        "certificate": 1,
        "kind": "withdrawal",
        "campaign": CAMPAIGN.hex(),
        "made": "2026-11-22",
        "records": [{"kiosk": KIOSK.hex(), "number": 1, "digest": short_digest(1).hex()}],
        "marks": [CODE_MARK[:16].hex()],
    }

    def case(
        name: str, comment: str, facts: object, expect: str = "ok", *, signed: bool = True, **changed: Any
    ) -> None:
        """One certificate, signed; `body` and `last` take the place of what was."""
        body = certificate(facts if isinstance(facts, str) else compact(facts))
        by = changed.get("by", SIGNING_KEY)
        last = f"signature {b64(by.sign(b'signing-kiosk certificate v1' + bytes(1) + body.encode()))}\n"
        file = changed.get("body", body) + changed.get("last", last)
        rest = {"signed": signed} if expect == "ok" else {}
        write(f"certificate/{name}", comment, expect, signer=SIGNER.hex(), file=file, **rest)

    bad = "not a certificate"
    without_records = {key: value for key, value in good.items() if key != "records"}
    case("ok", "A record and its receipt code are withdrawn.", good)
    case("awaited", "The record of a code has not come yet.", without_records)
    totals = {"collected": 3, "counted": 2, "duplicate": 0, "withdrawn": 1, "rejected": 0, "unreadable": 0}
    destroyed = {**{key: good[key] for key in ("certificate", "campaign", "made")}, "kind": "destruction"}
    case("destruction", "All is destroyed; the totals stay.", {**destroyed, "totals": totals})
    case("other-key", "Signed by somebody else.", good, signed=False, by=KIOSK_KEY)
    body = certificate(compact(good))
    case("other-word", "One word was changed.", good, signed=False, body=body.replace("steps", "stops"))
    case(
        "other-fact",
        "Another number under the same signature.",
        good,
        signed=False,
        body=body.replace('"number":1', '"number":2'),
    )
    case("crlf", "Line ends of another system.", good, body=body.replace("\n", "\r\n"))
    case("no-signature", "The last line is missing.", good, bad, last="")
    case("short-signature", "A signature of 63 bytes.", good, bad, last=f"signature {b64(bytes(63))}\n")
    case("no-facts", "There are words and a signature, but no facts.", "Nothing.", bad)
    case(
        "number-zero", "Numbers start at 1.", {**good, "records": [{**good["records"][0], "number": 0}]}, bad
    )
    case("short-mark", "A mark of 15 bytes.", {**good, "marks": ["00" * 15]}, bad)
    case("unknown-key", "A key that is not known.", {**good, "name": "Ana"}, bad)
    case("lower-version", "There is no version 0.", {**good, "certificate": 0}, bad)
    case("newer", "Version 2.", {**good, "certificate": 2, "seal": "x"}, "newer version")


# Pack

CONTENT: dict[str, bytes] = {
    "campaign.toml": b"""format = 1
id = "tiny"
languages = ["en"]

[colours]
paper = "#ffffff"
ink = "#000000"
accent = "#0b4a5a"

[form]
email = "asked"

[consent]
version = "1"

[retention]
destroy_by = 2028-12-31
""",
    "en/texts.toml": b'title = "Tiny"\nslogan = "Small is fine"\nthanks = "Thank you."\n',
    "en/demands.toml": b'[one]\ntext = "One thing."\n',
    "en/petition.md": b"We ask for **one thing**.\n",
    "en/privacy.md": b"Only the coordinators can read this.\n",
    "en/consent.md": b"I agree.\n",
}


def manifest(**changes: Any) -> dict[str, Any]:
    return {
        "kioskpack": 1,
        "campaign": "tiny",
        "edition": 3,
        "made": "2026-11-22",
        "training": False,
        "record_bytes": SIZE,
        "public_key": b64(PUBLIC_KEY),
        "signer": b64(SIGNER),
        "files": {name: hashlib.sha256(CONTENT[name]).hexdigest() for name in sorted(CONTENT)},
        **changes,
    }


def members(manifest: dict[str, Any], content: dict[str, bytes] = CONTENT) -> list[tuple[str, bytes]]:
    raw = compact(manifest).encode()
    signature = SIGNING_KEY.sign(b"signing-kiosk pack v1\0" + raw)
    files = [(f"content/{name}", content[name]) for name in sorted(content)]
    return [("manifest.json", raw), ("signature", signature), *files]


def archive(members: list[tuple[str, bytes]], compressed: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, data in members:
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED if name == compressed else zipfile.ZIP_STORED
            file.writestr(info, data)
    return buffer.getvalue()


def fingerprint_words() -> list[str]:
    """The positions of the words in SLIP-39's list; the list itself is not repeated here."""
    hashed = hashlib.sha256(b"signing-kiosk fingerprint v1\0" + SIGNER + PUBLIC_KEY).digest()
    bits = "".join(f"{byte:08b}" for byte in hashed)
    return [str(int(bits[at : at + 10], 2)) for at in range(0, 100, 10)]


def packs() -> None:
    bad = "cannot be trusted"

    def case(name: str, comment: str, expect: str, data: bytes, **gives: Any) -> None:
        write(f"pack/{name}", comment, expect, **gives, pack=b64(data))

    good = members(manifest())
    case(
        "ok",
        "The pack of a tiny campaign.",
        "ok",
        archive(good),
        campaign="tiny",
        edition=3,
        record_bytes=SIZE,
        key_id=CAMPAIGN.hex(),
        fingerprint_word_numbers=[int(number) for number in fingerprint_words()],
        files={name: data.decode() for name, data in CONTENT.items()},
    )
    case(
        "wrong-signature",
        "One bit of the signature differs.",
        bad,
        archive([(name, flip(data, 7) if name == "signature" else data) for name, data in good]),
    )
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    case(
        "other-signer",
        "Signed with another key than the manifest names.",
        bad,
        archive(
            [
                (n, other.sign(b"signing-kiosk pack v1\0" + good[0][1]) if n == "signature" else d)
                for n, d in good
            ]
        ),
    )
    case(
        "changed-manifest",
        "The edition was changed after signing.",
        bad,
        archive([(n, d.replace(b'"edition":3', b'"edition":4')) for n, d in good]),
    )
    case("missing-manifest", "No manifest.", bad, archive(good[1:]))
    case("missing-signature", "No signature.", bad, archive([good[0], *good[2:]]))
    case(
        "path-leaving-the-folder",
        "A member that would be unpacked beside the folder.",
        bad,
        archive([*good, ("content/../evil.toml", b"x")]),
    )
    case("absolute-path", "A member with a path from the root.", bad, archive([*good, ("/etc/evil", b"x")]))
    case(
        "compressed-member",
        "One member is compressed.",
        bad,
        archive(good, compressed="content/en/petition.md"),
    )
    case(
        "changed-file",
        "The petition was changed after signing.",
        bad,
        archive([(n, b"We ask for nothing.\n" if n.endswith("petition.md") else d) for n, d in good]),
    )
    case(
        "missing-file",
        "The petition is missing.",
        bad,
        archive([one for one in good if not one[0].endswith("petition.md")]),
    )
    case(
        "unlisted-file",
        "A file that the manifest does not list.",
        bad,
        archive([*good, ("content/en/links.toml", b"")]),
    )
    case(
        "duplicate-member",
        "The petition is there twice, both times as it was signed.",
        bad,
        archive_with_duplicate(good),
    )
    case(
        "not-content",
        "A signed file that has no place in a campaign.",
        bad,
        archive(
            members(
                manifest(files={**manifest()["files"], "en/run.sh": hashlib.sha256(b"x").hexdigest()}),
                {**CONTENT, "en/run.sh": b"x"},
            )
        ),
    )
    case(
        "other-campaign",
        "The manifest names another campaign than the content.",
        bad,
        archive(members(manifest(campaign="huge"))),
    )
    case(
        "odd-record-size",
        "A record size that is no multiple of 256.",
        bad,
        archive(members(manifest(record_bytes=1030))),
    )
    case("edition-zero", "Editions start at 1.", bad, archive(members(manifest(edition=0))))
    case("extra-key", "A manifest key that version 1 lacks.", bad, archive(members(manifest(colour="red"))))
    case(
        "untested",
        "A pack whose key was not yet restored from its sheets.",
        "ok",
        archive(members(manifest(kioskpack=2, untested=True))),
        campaign="tiny",
        edition=3,
        record_bytes=SIZE,
        key_id=CAMPAIGN.hex(),
        fingerprint_word_numbers=[int(number) for number in fingerprint_words()],
        files={name: data.decode() for name, data in CONTENT.items()},
        untested=True,
    )
    case(
        "untested-of-version-1",
        "Version 1 has no untested packs.",
        bad,
        archive(members(manifest(untested=True))),
    )
    case(
        "newer-version",
        "Version 3, with a manifest key that version 2 lacks.",
        "newer version",
        archive(members(manifest(kioskpack=3, colour="red"))),
    )
    case("cut-short", "The last byte is missing.", bad, archive(good)[:-1])
    case("not-a-pack", "A text.", bad, b"This is not a pack.\n")


def archive_with_duplicate(good: list[tuple[str, bytes]]) -> bytes:
    """The last member's name changed, everywhere, to that of another of the same length."""
    data = archive([*good, ("content/en/pEtition.md", CONTENT["en/petition.md"])])
    return data.replace(b"content/en/pEtition.md", b"content/en/petition.md")


# Campaign key file

PASSPHRASE = "correct horse 電池 staple"
COST = {"memory_kib": 64, "passes": 2, "lanes": 1}


def key_file(
    seed: bytes = SEED, bound: dict[str, int] | None = None, passphrase: str = PASSPHRASE, **changes: Any
) -> str:
    salt, nonce = bytes(range(0x80, 0x90)), bytes(range(0x90, 0x9C))
    kdf = Argon2id(
        salt=salt, length=32, iterations=COST["passes"], lanes=COST["lanes"], memory_cost=COST["memory_kib"]
    )
    header = b"signing-kiosk key file v1\0" + b"".join(n.to_bytes(4, "big") for n in (bound or COST).values())
    box = ChaCha20Poly1305(kdf.derive(passphrase.encode())).encrypt(nonce, seed, header)
    fields = {
        "version": 1,
        "kdf": "argon2id",
        **COST,
        "salt": b64(salt),
        "nonce": b64(nonce),
        "box": b64(box),
    }
    return json.dumps({**fields, **changes}, indent=2) + "\n"


def key_files() -> None:
    def case(name: str, comment: str, expect: str, file: str, passphrase: str = PASSPHRASE) -> None:
        gives = {"seed": SEED.hex()} if expect == "ok" else {}
        write(f"key-file/{name}", comment, expect, passphrase=passphrase, file=file, **gives)

    case(
        "ok",
        "A seed under a passphrase. The cost is far too low for real use, to keep tests fast.",
        "ok",
        key_file(),
    )
    case(
        "wrong-passphrase",
        "Another passphrase.",
        "wrong passphrase",
        key_file(),
        "correct horse battery staple",
    )
    case(
        "passphrase-full-width",
        "The same letters in another form, as an input method may give them: NFKC makes them one.",
        "ok",
        key_file(),
        "".join(chr(ord(char) + 0xFEE0) if "a" <= char <= "z" else char for char in PASSPHRASE),
    )
    case(
        "passphrase-with-space",
        "A space after the passphrase does not count.",
        "ok",
        key_file(),
        PASSPHRASE + " ",
    )
    case(
        "passphrase-with-unseen",
        "Pasted with a byte order mark, a zero width space, a soft hyphen, a tab and its line end.",
        "ok",
        key_file(),
        "\ufeff " + PASSPHRASE.replace(" ", "\u200b \t").replace("staple", "sta\u00adple") + "\r\n",
    )
    case(
        "passphrase-of-earlier-programs",
        "Made when a space after the passphrase counted: it opens with it.",
        "ok",
        key_file(passphrase=PASSPHRASE + " "),
        PASSPHRASE + " ",
    )
    case(
        "passphrase-of-earlier-programs-without",
        "The same without that space.",
        "wrong passphrase",
        key_file(passphrase=PASSPHRASE + " "),
    )
    case(
        "lowered-cost",
        "The file claims fewer passes than it was made with.",
        "wrong passphrase",
        key_file(passes=1),
    )
    case(
        "unbound-cost",
        "The box was made for another memory cost than the file and its key say.",
        "wrong passphrase",
        key_file(bound={**COST, "memory_kib": 128}),
    )
    box = json.loads(key_file())["box"]
    case(
        "flipped-bit",
        "One bit of the box differs.",
        "wrong passphrase",
        key_file(box=b64(flip(base64.b64decode(box), 0))),
    )
    case(
        "absurd-cost",
        "More memory than a reader may be made to spend.",
        "damaged",
        key_file(memory_kib=4 * 1024 * 1024 + 1),
    )
    case("too-little-memory", "Argon2 needs 8 KiB a lane.", "damaged", key_file(memory_kib=7))
    case("negative-lanes", "Minus one lane.", "damaged", key_file(lanes=-1))
    case("too-many-lanes", "Seventeen lanes.", "damaged", key_file(memory_kib=1024, lanes=17))
    case(
        "other-kdf",
        "A way to stretch the passphrase that version 1 lacks.",
        "damaged",
        key_file(kdf="scrypt"),
    )
    case("short-nonce", "A nonce of 11 bytes.", "damaged", key_file(nonce=b64(bytes(11))))
    case("short-seed", "The box holds 31 bytes.", "damaged", key_file(SEED[:31]))
    case("extra-key", "A key that version 1 lacks.", "damaged", key_file(hint="the usual"))
    case(
        "newer-version",
        "Version 2, with a key that version 1 lacks.",
        "newer version",
        key_file(version=2, hint="x"),
    )
    case("not-json", "The file was cut in half.", "damaged", key_file()[:100])


# --------------------------------------------------------------------------------------------------
# Shares


def share_set(
    needed: int, total: int, seed: bytes = SEED, *, identifier: int = 11259, exponent: int = 0
) -> list[str]:
    """Shares with numbers in place of randomness."""
    counter = iter(range(1_000))
    shamir_mnemonic.shamir.RANDOM_BYTES = lambda length: hashlib.shake_128(bytes([next(counter)])).digest(
        length
    )
    sealed = shamir_mnemonic.EncryptedMasterSecret.from_master_secret(seed, b"", identifier, True, exponent)
    (group,) = shamir_mnemonic.split_ems(1, [(needed, total)], sealed)
    return [share.mnemonic() for share in group]


def shares() -> None:
    def case(name: str, comment: str, given: list[str], expect: str = "not shares") -> None:
        gives = {"seed": SEED.hex()} if expect == "ok" else {}
        write(f"shares/{name}", comment, expect, shares=given, **gives)

    three, five = share_set(2, 3), share_set(3, 5, identifier=77)
    case(
        "two-of-three",
        "The first and the third of three, of which two are needed.",
        [three[0], three[2]],
        "ok",
    )
    case("three-of-five", "The last three of five.", five[2:], "ok")
    case("more-than-needed", "All five, where three would do.", five, "ok")
    case("same-twice", "A share given twice is harmless.", [three[1], three[1], three[0]], "ok")
    case(
        "as-typed",
        "Capitals, numbers, and the first four letters of each word.",
        [three[0].upper(), " ".join(f"{n}. {word[:4]}," for n, word in enumerate(three[1].split(), 1))],
        "ok",
    )
    numbered = list(enumerate(three[1].split(), 1))
    rows = "\n".join(" ".join(f"{n} {word}" for n, word in numbered[row::11]) for row in range(11))
    case("across-the-rows", "Numbers say the order: read across three columns.", [three[0], rows], "ok")
    twice = rows.replace("12 ", "13 ", 1)
    case("number-twice", "Number 13 stands before two words.", [three[0], twice])
    case("too-few", "Two of the three that are needed.", five[:2])
    case("same-twice-too-few", "Two times the same is one.", [three[1], three[1]])
    case("two-sets", "Two sets of one seed do not mix.", [three[0], share_set(2, 3, identifier=78)[1]])
    case("two-seeds", "Sets that share a number but not the seed.", [three[0], share_set(2, 3, bytes(32))[1]])
    words = three[0].split()
    case(
        "wrong-word",
        "The seventh word is another one.",
        [" ".join([*words[:6], "academic", *words[7:]]), three[1]],
    )
    case(
        "swapped",
        "The seventh and eighth words swapped.",
        [" ".join([*words[:6], words[7], words[6], *words[8:]]), three[1]],
    )
    case(
        "not-a-word",
        "The seventh word is not in the list.",
        [" ".join([*words[:6], "acadmic", *words[7:]]), three[1]],
    )
    case("cut-short", "Without the last word.", [" ".join(words[:-1]), three[1]])
    case("another-exponent", "Sound SLIP-39, but with iteration exponent 1.", share_set(2, 3, exponent=1)[:2])
    case("another-length", "Sound SLIP-39, but of a seed of 16 bytes.", share_set(2, 3, bytes(16))[:2])


if __name__ == "__main__":
    main()
