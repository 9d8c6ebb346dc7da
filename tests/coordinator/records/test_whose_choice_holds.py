"""Which of a person's choices holds, and which is asked about: by kiosk, number and day, and rulings."""

from __future__ import annotations

import pytest

from kiosk.coordinator.records.choices import PersonRecords, Ruling, SignedChoices
from kiosk.signing.choices import Choices

GATE, MARKET = b"gate", b"market"


def signed(
    name: str, public: str = "no", day: str = "2026-11-02", kiosk: bytes = GATE, seq: int = 1, **more: object
) -> SignedChoices:
    """A signature that is known by its `name`."""
    return SignedChoices(name.encode(), kiosk, seq, day, Choices(public, **more))  # type: ignore[arg-type]


def ruling(number: int, of: str, public: str, *over: str, day: str = "2026-11-03", **more: object) -> Ruling:
    """What was ruled when `of` was asked about, and `over` was there with it."""
    known = frozenset(one.encode() for one in (of, *over))
    return Ruling(number, of.encode(), day, Choices(public, **more), known)  # type: ignore[arg-type]


def asked(*ones: SignedChoices, rulings: list[Ruling] | None = None) -> str:
    """Which signature is asked about; nothing if none is."""
    wider = PersonRecords(ones, rulings or []).wider()
    return wider.digest.decode() if wider else ""


@pytest.mark.parametrize(
    ("seq", "day", "kiosk", "question"),
    [
        (2, "2026-11-02", GATE, "wide"),  # the kiosk's numbers say that it came later
        (2, "2026-11-01", GATE, "wide"),  # whatever its clock said
        (0, "2026-11-03", GATE, ""),
        (0, "2026-11-02", GATE, ""),
        (1, "2026-11-03", MARKET, "wide"),  # at another kiosk only days tell
        (1, "2026-11-02", MARKET, "wide"),  # on one day nobody knows
        (9, "2026-11-01", MARKET, ""),
        (1, "2026-11-01", MARKET, ""),
    ],
)
def test_a_wider_choice_is_asked_about_unless_it_surely_came_before(
    seq: int, day: str, kiosk: bytes, question: str
) -> None:
    narrow, wide = signed("narrow"), signed("wide", "name", day, kiosk, seq)
    for both in ((narrow, wide), (wide, narrow)):
        assert asked(*both) == question
        assert PersonRecords(both).holds == Choices()


def test_nothing_is_asked_where_all_chose_the_same_or_signed_once() -> None:
    assert asked(signed("one", "name")) == ""
    assert asked(signed("one", "name"), signed("two", "name", seq=2)) == ""


@pytest.mark.parametrize("name", ["updates", "help"])
def test_each_choice_is_asked_about_by_itself(name: str) -> None:
    more = {"updates": {"updates": True}, "help": {"help": ("media",)}}[name]
    assert asked(signed("one", "name"), signed("two", "initials", seq=2, **more)) == "two"
    assert asked(signed("one", "name", **more), signed("two", "initials", seq=2)) == ""
    assert PersonRecords([signed("one", "name", **more), signed("two", "name", seq=2)]).holds == Choices(
        "name"
    )


def test_of_several_the_newest_is_asked_about() -> None:
    first = signed("first")
    assert asked(first, signed("a", "name", seq=2), signed("b", "initials", seq=3)) == "b"
    assert asked(first, signed("a", "name", seq=3), signed("b", "initials", seq=2)) == "a"
    late = signed("late", "initials", "2026-11-04", MARKET, 1)
    assert asked(first, late, signed("a", "name", "2026-11-03", seq=9)) == "late"
    same_day = signed("m", "initials", kiosk=MARKET)
    assert asked(first, same_day, signed("a", "name", seq=9)) == "m"


def test_one_later_and_narrower_choice_is_enough_for_none_to_be_asked() -> None:
    assert asked(signed("first"), signed("wide", "name", seq=2), signed("later", seq=3)) == ""


def test_of_two_with_one_number_nobody_knows_which_came_first() -> None:
    assert asked(signed("narrow", seq=2), signed("wide", "name", seq=2)) == "wide"


def test_another_choice_as_wide_settles_nothing() -> None:
    """The kiosk's clock was put back between the two, so that one of them surely came before the market's."""
    wide, put_back = signed("wide", "name", "2026-11-05"), signed("put back", "name", "2026-11-02", seq=2)
    assert asked(wide, put_back, signed("narrow", "no", "2026-11-03", MARKET)) == "wide"


def test_what_is_taken_is_narrowed_by_what_came_surely_later() -> None:
    wide = signed("wide", "name", seq=2, updates=True)
    later, unsure = signed("later", "name", seq=3), signed("unsure", "no", kiosk=MARKET)
    assert PersonRecords([signed("first"), wide]).if_taken(wide) == wide.choices
    assert PersonRecords([signed("first"), wide, later]).if_taken(wide) == Choices("name")
    assert PersonRecords([wide, unsure]).if_taken(wide) == wide.choices
    assert PersonRecords([wide, signed("next day", "no", "2026-11-03", MARKET)]).if_taken(wide) == Choices()


def test_a_ruling_holds_over_what_was_there_and_no_further() -> None:
    narrow, wide = signed("narrow"), signed("wide", "name", seq=2)
    ruled = ruling(1, "wide", "name", "narrow")
    person = PersonRecords([narrow, wide], [ruled])
    assert (person.holds, person.standing, person.free) == (Choices("name"), [ruled], [])
    assert person.wider() is None
    newer = signed("newer", "initials", "2026-11-04", seq=3)
    person = PersonRecords([narrow, wide, newer], [ruled])
    assert (person.holds, person.free) == (Choices("initials"), [newer])
    assert person.wider() is None  # the kiosk's numbers say that the narrower is the later


def test_a_refusal_is_not_asked_again_but_what_comes_after_it_is() -> None:
    narrow, wide = signed("narrow"), signed("wide", "name", seq=2)
    refused = ruling(1, "wide", "no", "narrow", day="2026-11-03")
    assert asked(narrow, wide, rulings=[refused]) == ""
    for day in ("2026-11-02", "2026-11-01"):  # whatever the desk's clock said
        assert asked(narrow, wide, rulings=[ruling(1, "wide", "no", "narrow", day=day)]) == ""
    for day, question in (("2026-11-04", "again"), ("2026-11-03", "again"), ("2026-11-02", "")):
        again = signed("again", "name", day, MARKET, 5)
        assert asked(narrow, wide, again, rulings=[refused]) == question, day
        assert PersonRecords([narrow, wide, again], [refused]).holds == Choices()


def test_the_last_ruling_on_a_signature_stands_and_older_ones_on_others_beside_it() -> None:
    one, two = signed("one", "name"), signed("two", "name", kiosk=MARKET)
    first, second = ruling(1, "one", "no"), ruling(2, "one", "initials")
    assert PersonRecords([one], [first, second]).standing == [second]
    assert PersonRecords([one], [first, second]).holds == Choices("initials")
    # Two people who turned out to be one: neither ruling was given over what the other was about.
    other = ruling(2, "two", "initials")
    assert PersonRecords([one, two], [first, other]).standing == [first, other]
    assert PersonRecords([one, two], [first, other]).holds == Choices()
    # A third one is given over both.
    last = ruling(3, "two", "name", "one")
    assert PersonRecords([one, two], [first, other, last]).standing == [last]
    assert PersonRecords([one, two], [first, other, last]).holds == Choices("name")
    assert PersonRecords([one, two], [first, other, ruling(3, "two", "name")]).standing[0] == first
