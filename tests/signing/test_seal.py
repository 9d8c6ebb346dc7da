"""Sealing: only the campaign's key opens a signature, and from outside all look alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.errors import NewerVersionError, SealError, SignatureError
from kiosk.signing import seal as sealing
from kiosk.signing.receipt_code import new_receipt_code
from kiosk.signing.seal import OVERHEAD_BYTES, OpeningKey, Sealed, SealingKey, private_key, public_key
from kiosk.signing.signature import LIMITS, RECORD_BYTES, Signature, encode, to_json
from kiosk.signing.strokes import MAX_DRAWN
from tests.people import NAMES, NEWER, person

SEED = bytes(range(32))
CAMPAIGN = b"campaign 16 byte"
SEALING = SealingKey(public_key(SEED), CAMPAIGN)
OPENING = OpeningKey(SEED, CAMPAIGN)


def texts(field: str) -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=min(LIMITS[field], 40))


signatures = st.builds(
    Signature,
    version=st.just(1),
    date=st.dates().map(str),
    kind=st.sampled_from(["person", "organisation"]),
    name=texts("name").filter(lambda name: bool(name.strip())),
    consent=st.just("2026-11"),
    language=st.sampled_from(["en", "zh-Hant", "ar"]),
    organisation=texts("organisation"),
    city=texts("city"),
    email=texts("email"),
    phone=texts("phone"),
    public=st.sampled_from(["name", "initials", "no"]),
    updates=st.booleans(),
    help=st.lists(st.sampled_from(["write", "speak"]), unique=True).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(signatures)
def test_what_was_signed_comes_back_exactly_and_every_seal_has_one_size(signature: Signature) -> None:
    sealed = SEALING.seal(signature)
    assert len(sealed.data) == RECORD_BYTES + OVERHEAD_BYTES
    assert OPENING.open(sealed) == signature


@pytest.mark.parametrize("name", [*NAMES, "李", "A" * 300, "👩‍👩‍👧", "𠮷" * 300, "e\u0301" * 100])
def test_no_name_changes_the_size(name: str) -> None:
    sealed = SEALING.seal(person(1, name=name))
    assert len(sealed.data) == RECORD_BYTES + OVERHEAD_BYTES
    assert OPENING.open(sealed).name == name


def test_a_campaign_with_smaller_records_has_its_own_one_size() -> None:
    small = SealingKey(public_key(SEED), CAMPAIGN, 1024)
    assert {len(small.seal(person(n)).data) for n in range(5)} == {1024 + OVERHEAD_BYTES}


def test_a_drawing_or_receipt_that_is_none_is_neither_sealed_nor_opened() -> None:
    receipt = new_receipt_code()
    for wrong in (
        {"drawn": "A"},
        {"drawn": "A" * (MAX_DRAWN + 1)},
        {"drawn": "AQIE", "typed_signature": True},
        {"receipt": "not a receipt"},
        {"receipt": receipt.upper()},
        {"receipt": f"{receipt} "},
    ):
        signature = person(1, **wrong)
        with pytest.raises(SignatureError):
            encode(signature, 4096)
        with pytest.raises(SignatureError):
            OPENING.open(Sealed(bytes(16), seal_raw(to_json(signature))))
    good = person(1, drawn="AQIE", receipt=receipt)
    assert OPENING.open(SEALING.seal(good)) == good


def test_nothing_typed_can_be_seen_in_a_seal() -> None:
    sealed = SEALING.seal(person(0))
    for shown in ("Canário", "canary0", "Zwickau", "2026-11"):
        assert shown.encode() not in sealed.data + sealed.id


def test_signing_twice_gives_two_ids_and_nothing_in_common() -> None:
    one, two = SEALING.seal(person(1)), SEALING.seal(person(1))
    assert one.id != two.id
    assert one.data[:1120] != two.data[:1120]
    assert one.data[1120:] != two.data[1120:]


def test_another_key_another_campaign_or_another_id_opens_nothing() -> None:
    sealed = SEALING.seal(person(1))
    for opening, wrong in (
        (OpeningKey(bytes(32), CAMPAIGN), sealed),
        (OpeningKey(SEED, b"another campaign"), sealed),
        (OPENING, Sealed(bytes(16), sealed.data)),
    ):
        with pytest.raises(SealError):
            opening.open(wrong)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_seal_with_any_bit_flipped_or_cut_anywhere_does_not_open(data: st.DataObject) -> None:
    sealed = SEALING.seal(person(1))
    flipped = bytearray(sealed.data)
    flipped[data.draw(st.integers(0, len(flipped) - 1), "byte")] ^= 1 << data.draw(st.integers(0, 7), "bit")
    cut = sealed.data[: data.draw(st.integers(0, len(sealed.data) - 1), "length")]
    for damaged in (bytes(flipped), cut, sealed.data + b"\0"):
        with pytest.raises(SealError):
            OPENING.open(Sealed(sealed.id, damaged))


def test_more_text_than_a_record_holds_is_said_before_anything_is_sealed() -> None:
    with pytest.raises(SignatureError, match="more text"):
        SEALING.seal(person(1, name="𠮷" * 300, organisation="𠮷" * 300))


def test_whether_a_text_fits_can_be_asked_without_sealing_it() -> None:
    SEALING.check(person(1))
    small = SealingKey(public_key(SEED), CAMPAIGN, 256)
    small.check(person(1, email="", city=""))
    with pytest.raises(SignatureError, match="more text"):
        small.check(person(1, role="x" * 200))


def test_an_error_never_quotes_what_was_typed() -> None:
    broken = b'{"version":1,"date":"2026-11-22","kind":"Ana Canario","name":"Ana Canario"}'
    sealed = Sealed(bytes(16), seal_raw(broken))
    with pytest.raises(SignatureError) as caught:
        OPENING.open(sealed)
    assert "Canario" not in str(caught.value)


def test_a_newer_signature_is_told_from_a_damaged_one() -> None:
    newer = encode(person(1)).replace(b'"version":1', b'"version":%d' % NEWER)
    with pytest.raises(NewerVersionError):
        OPENING.open(Sealed(bytes(16), seal_raw(newer)))


@pytest.mark.parametrize("length", [0, 32, 1215, 1217])
def test_a_public_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(SealError, match="wrong length"):
        SealingKey(bytes(length), CAMPAIGN)


def test_a_public_key_that_is_none_is_refused() -> None:
    with pytest.raises(SealError, match="damaged"):
        SealingKey(b"\xff" * 1216, CAMPAIGN)


def test_without_the_suite_there_is_no_sealing_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoXWing:
        """What an older library has to offer."""

    monkeypatch.setattr(sealing, "KEM", NoXWing)
    with pytest.raises(SealError, match="lacks X-Wing"):
        SealingKey(public_key(SEED), CAMPAIGN)
    with pytest.raises(SealError, match="lacks X-Wing"):
        OpeningKey(SEED, CAMPAIGN)


def seal_raw(data: bytes) -> bytes:
    """Any bytes, sealed under the record id of zeros."""
    info = b"signing-kiosk signature v1\0" + CAMPAIGN + bytes(16)
    return bytes(SEALING._suite.encrypt(data, SEALING._key, info=info))


@pytest.mark.parametrize("make", [private_key, public_key])
def test_a_seed_of_another_length_gives_no_key(make) -> None:
    for seed in (b"", bytes(31), bytes(33)):
        with pytest.raises(ValueError, match="32 bytes"):
            make(seed)
