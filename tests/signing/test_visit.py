"""A visitor's way through the form: forward, back, away and back again, and "Thank you" once."""

from __future__ import annotations

import datetime
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.signing.findings import FieldFinding, FieldRemark
from kiosk.signing.own_fields import OwnField
from kiosk.signing.receipt_code import read_receipt_code
from kiosk.signing.signature import Kind, Signature
from kiosk.signing.strokes import decode_strokes, encode_strokes
from kiosk.signing.visit import Draft, Step, Visit

TODAY = datetime.date(2026, 11, 22)
FORM = {"name": "required", "country": "required", "organisation": "asked", "city": "asked", "email": "asked"}
ALL_PAGES = [Step.NAME, Step.COUNTRY, Step.EXTRAS, Step.CONSENT]
INK = (((100, 900), (400, 200), (700, 900)), ((250, 600), (550, 600)))


def a_visit(**form: str) -> Visit:
    return Visit({**FORM, **form}, "2026-11", "en")


def filled(visit: Visit) -> Visit:
    """The form filled in up to the consent, and standing there."""
    visit.start()
    visit.draft.texts["name"] = "Ana Canário"
    visit.draft.texts["country"] = "HK"
    visit.draft.texts["email"] = "ana@example.org"
    visit.draft.consent = True
    while visit.step is not Step.CONSENT:
        before = visit.step
        visit.next()
        assert visit.step is not before
    return visit


def at_the_extras(visit: Visit) -> Visit:
    """Name and country filled in, and standing at the extras."""
    visit.start()
    visit.draft.texts["name"], visit.draft.texts["country"] = "Ana", "HK"
    visit.next()
    visit.next()
    assert visit.step is Step.EXTRAS
    return visit


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        ({}, ALL_PAGES),
        ({"country": "off"}, [Step.NAME, Step.EXTRAS, Step.CONSENT]),
        ({"country": "asked"}, ALL_PAGES),
        ({"city": "off", "email": "off"}, [Step.NAME, Step.COUNTRY, Step.CONSENT]),
        ({"city": "off", "email": "off", "updates": "asked"}, ALL_PAGES),
        ({"country": "off", "city": "off", "email": "off"}, [Step.NAME, Step.CONSENT]),
        ({"email": "required"}, [Step.NAME, Step.COUNTRY, Step.CONTACT, Step.CONSENT]),
        (
            {"email": "required", "public": "asked"},
            [Step.NAME, Step.COUNTRY, Step.CONTACT, Step.EXTRAS, Step.CONSENT],
        ),
        ({"signature": "asked"}, ALL_PAGES),
        ({"signature": "required"}, [Step.NAME, Step.COUNTRY, Step.DRAWN, Step.EXTRAS, Step.CONSENT]),
    ],
)
def test_the_form_has_the_pages_that_the_campaign_needs(form: dict[str, str], pages: list[Step]) -> None:
    visit = a_visit(**form)
    assert visit.pages == pages
    walked = []
    visit.start()
    visit.draft.texts["name"], visit.draft.texts["country"], visit.draft.consent = "Ana", "HK", True
    visit.draft.texts["email"], visit.draft.drawn = "ana@example.org", INK
    while visit.step not in walked:
        walked.append(visit.step)
        visit.next()
    assert walked == pages
    assert visit.submit(TODAY)


@pytest.mark.parametrize(
    ("form", "extras"),
    [
        ({}, [Step.CONTACT]),
        ({"city": "off", "email": "off", "updates": "asked"}, [Step.CONTACT]),
        ({"email": "required", "updates": "asked"}, []),
        ({"public": "asked", "help": "asked"}, [Step.CONTACT, Step.LISTING, Step.HELP]),
        ({"email": "off", "city": "off", "signature": "asked"}, [Step.DRAWN]),
        ({"signature": "required"}, [Step.CONTACT]),
    ],
)
def test_what_is_optional_waits_on_side_pages(form: dict[str, str], extras: list[Step]) -> None:
    assert a_visit(**form).extras == extras


def test_who_wants_nothing_optional_signs_in_six_taps() -> None:
    visit = a_visit(public="asked", help="asked", updates="asked", phone="asked")
    visit.start()
    visit.draft.texts["name"] = "Ana"
    visit.next()
    visit.draft.texts["country"] = "HK"
    visit.next()
    visit.next()
    visit.draft.consent = True
    assert visit.submit(TODAY), "start, next, the country, next, the consent, submit"


def test_a_side_page_comes_back_to_the_extras_by_either_way_and_loses_nothing() -> None:
    visit = at_the_extras(a_visit(public="asked", help="asked", signature="asked"))
    for extra, leave in zip(visit.extras, (visit.next, visit.back, visit.next, visit.back), strict=True):
        visit.open(extra)
        assert visit.step is extra
        visit.draft.texts["city"], visit.draft.public, visit.draft.drawn = "Leeds", "name", INK
        leave()
        assert visit.step is Step.EXTRAS
    assert (visit.draft.texts["city"], visit.draft.public, visit.draft.drawn) == ("Leeds", "name", INK)
    visit.back()
    assert visit.step is Step.COUNTRY


def test_side_pages_open_from_the_extras_alone_and_only_those_that_there_are() -> None:
    visit = a_visit()
    visit.start()
    visit.open(Step.CONTACT)
    assert visit.step is Step.NAME
    at_the_extras(visit)
    for absent in (Step.LISTING, Step.HELP, Step.DRAWN, Step.CONSENT, Step.THANKS):
        visit.open(absent)
        assert visit.step is Step.EXTRAS


def test_a_doubt_stops_a_side_page_once_and_too_much_text_stops_it_always() -> None:
    visit = at_the_extras(a_visit())
    visit.open(Step.CONTACT)
    visit.draft.texts["email"], visit.draft.texts["city"] = "ana at home", "x" * 101
    for _ in range(3):
        assert FieldFinding("city", FieldRemark.TOO_LONG) in visit.next()
        assert visit.step is Step.CONTACT
    visit.draft.texts["city"] = "Leeds"
    assert visit.next() == [FieldFinding("email", FieldRemark.DOUBTFUL_EMAIL)]
    assert visit.step is Step.EXTRAS


def test_what_is_too_long_on_a_side_page_is_said_at_the_extras_too() -> None:
    visit = at_the_extras(a_visit())
    visit.open(Step.CONTACT)
    visit.draft.texts["email"], visit.draft.texts["city"] = "ana at home", "x" * 101
    visit.back()
    assert visit.next() == [FieldFinding("city", FieldRemark.TOO_LONG)]
    assert visit.step is Step.EXTRAS
    visit.draft.texts["city"] = ""
    assert visit.next() == []
    assert visit.step is Step.CONSENT


def test_progress_counts_the_main_path_and_a_side_page_is_part_of_the_extras() -> None:
    visit = a_visit()
    assert visit.progress == (0, 4)
    visit.start()
    assert visit.progress == (1, 4)
    at_the_extras(visit)
    assert visit.progress == (3, 4)
    visit.open(Step.CONTACT)
    assert visit.progress == (3, 4)
    visit.next()
    visit.next()
    assert visit.progress == (4, 4)
    visit.draft.consent = True
    visit.submit(TODAY)
    assert visit.progress == (4, 4)
    visit.saved()
    assert visit.progress == (0, 4)


def test_a_drawn_signature_that_is_required_is_drawn_or_typed() -> None:
    for draw in ({"drawn": INK}, {"drawn": (((5, 5),),)}, {"typed_signature": True}):
        visit = a_visit(signature="required", city="off", email="off")
        visit.start()
        visit.draft.texts["name"], visit.draft.texts["country"], visit.draft.consent = "Ana", "HK", True
        visit.next()
        visit.next()
        assert visit.next() == [FieldFinding("drawn", FieldRemark.REQUIRED)]
        assert visit.step is Step.DRAWN
        for field, value in draw.items():
            setattr(visit.draft, field, value)
        assert visit.next() == []
        assert visit.submit(TODAY) is not None


def test_the_signature_holds_what_was_drawn_or_that_the_name_was_typed() -> None:
    visit = filled(a_visit(signature="asked"))
    visit.draft.drawn = INK
    signature = visit.submit(TODAY)
    assert signature is not None
    assert (decode_strokes(signature.drawn), signature.typed_signature) == (INK, False)
    visit.failed()
    visit.draft.typed_signature = True
    signature = visit.submit(TODAY)
    assert signature is not None
    assert (signature.drawn, signature.typed_signature) == ("", True)


def test_a_visit_has_one_receipt_code_which_is_in_the_signature_and_then_forgotten() -> None:
    visit = filled(a_visit())
    assert visit.receipt == ""
    first = visit.submit(TODAY)
    visit.failed()
    second = visit.submit(TODAY)
    visit.saved()
    assert first is not None
    assert second is not None
    assert visit.receipt == first.receipt == second.receipt == read_receipt_code(first.receipt)
    visit.end()
    assert visit.receipt == ""
    assert first.receipt not in str(vars(visit))


@pytest.mark.parametrize("end", [Visit.saved, Visit.end])
def test_a_doubtful_text_is_forgotten_with_the_rest(end) -> None:
    visit = filled(a_visit())
    visit.back()
    visit.open(Step.CONTACT)
    visit.draft.texts["email"] = "canary at home"
    assert visit.next() == [FieldFinding("email", FieldRemark.DOUBTFUL_EMAIL)]
    visit.next()
    visit.next()
    assert visit.submit(TODAY) is not None
    assert "canary" in str(vars(visit))
    end(visit)
    assert "canary" not in str(vars(visit))


def test_two_visits_have_two_receipt_codes() -> None:
    signatures = [filled(a_visit()).submit(TODAY) for _ in range(50)]
    assert len({signature.receipt for signature in signatures if signature}) == 50


def test_signing_gives_exactly_what_was_typed() -> None:
    visit = filled(a_visit())
    visit.draft.texts["name"] = "  ana CANÁRIO "
    visit.draft.public, visit.draft.updates, visit.draft.help = "initials", True, {"write", "speak"}
    visit.language = "zh-Hant"
    assert visit.submit(TODAY) == Signature(
        version=1,
        date="2026-11-22",
        kind="person",
        name="  ana CANÁRIO ",
        consent="2026-11",
        language="zh-Hant",
        country="HK",
        email="ana@example.org",
        public="initials",
        updates=True,
        help=("speak", "write"),
        receipt=visit.receipt,
    )


def test_nothing_is_chosen_before_the_visitor_chooses() -> None:
    draft = a_visit().draft
    assert (draft.consent, draft.updates, draft.public, draft.help) == (False, False, "no", set())


def test_a_page_lets_nobody_past_without_what_is_required() -> None:
    visit = a_visit(email="required")
    visit.start()
    assert visit.next() == [FieldFinding("name", FieldRemark.REQUIRED)]
    assert visit.step is Step.NAME
    visit.draft.texts["name"] = "Ana"
    assert visit.next() == []
    assert visit.next() == [FieldFinding("country", FieldRemark.REQUIRED)]
    visit.draft.texts["country"] = "HK"
    visit.next()
    assert visit.next() == [FieldFinding("email", FieldRemark.REQUIRED)]
    assert visit.step is Step.CONTACT


def test_a_doubt_is_said_and_going_on_waves_it_away() -> None:
    visit = a_visit(city="required")
    visit.draft.texts["city"] = "Leeds"
    visit.start()
    visit.draft.texts["name"], visit.draft.texts["country"], visit.draft.texts["email"] = (
        "Ana",
        "Atlantis",
        "ana at home",
    )
    visit.next()
    for page, doubt in (
        (Step.COUNTRY, FieldFinding("country", FieldRemark.UNKNOWN_COUNTRY)),
        (Step.CONTACT, FieldFinding("email", FieldRemark.DOUBTFUL_EMAIL)),
    ):
        assert visit.step is page
        assert visit.next() == [doubt]
        if visit.step is page:  # stopped once, so that it is read
            visit.next()
    assert visit.step is Step.CONSENT
    visit.draft.consent = True
    assert visit.submit(TODAY) is not None


def test_without_consent_nothing_is_signed() -> None:
    visit = filled(a_visit())
    visit.draft.consent = False
    assert visit.findings(Step.CONSENT) == [FieldFinding("consent", FieldRemark.REQUIRED)]
    assert visit.submit(TODAY) is None
    assert visit.step is Step.CONSENT


def test_a_name_taken_out_again_on_the_way_back_is_asked_for_before_signing() -> None:
    visit = filled(a_visit())
    visit.draft.texts["name"] = ""
    assert visit.submit(TODAY) is None


def test_an_organisation_needs_its_name_and_a_person_is_not_asked_for_one() -> None:
    visit = a_visit()
    visit.start()
    visit.draft.texts["name"] = "Robin"
    visit.draft.kind = "organisation"
    assert visit.next() == [FieldFinding("organisation", FieldRemark.REQUIRED)]
    visit.draft.kind = "person"
    assert visit.next() == []


def test_who_changes_back_to_a_person_signs_without_the_organisation() -> None:
    visit = filled(a_visit())
    visit.draft.texts["organisation"], visit.draft.texts["role"] = "Riverside Society", "Chair"
    signature = visit.submit(TODAY)
    assert signature is not None
    assert (signature.kind, signature.organisation, signature.role) == ("person", "", "")


def test_an_organisations_signature_has_its_name_and_role() -> None:
    visit = filled(a_visit())
    visit.draft.kind, visit.draft.texts["organisation"], visit.draft.texts["role"] = (
        "organisation",
        "Riverside Society",
        "Chair",
    )
    signature = visit.submit(TODAY)
    assert signature is not None
    assert (signature.kind, signature.organisation, signature.role) == (
        "organisation",
        "Riverside Society",
        "Chair",
    )


def test_going_back_to_the_beginning_and_reading_again_loses_nothing() -> None:
    visit = filled(a_visit())
    typed = asdict(visit.draft)
    for step in (Step.EXTRAS, Step.COUNTRY, Step.NAME, Step.READING):
        visit.back()
        assert visit.step is step
    visit.back()
    assert visit.step is Step.READING
    visit.language = "zh-Hant"
    visit.start()
    visit.back()
    visit.start()
    assert visit.step is Step.NAME
    assert asdict(visit.draft) == typed


def test_a_second_tap_signs_nothing_more() -> None:
    visit = filled(a_visit())
    assert visit.submit(TODAY) is not None
    assert visit.submit(TODAY) is None
    visit.saved()
    assert visit.submit(TODAY) is None
    assert visit.step is Step.THANKS


def test_while_saving_nobody_goes_anywhere() -> None:
    visit = filled(a_visit())
    visit.submit(TODAY)
    for move in (visit.back, visit.start, visit.next, lambda: visit.open(Step.CONTACT)):
        move()
        assert visit.step is Step.SAVING


def test_after_a_failure_everything_is_still_there_and_trying_again_works() -> None:
    visit = filled(a_visit())
    first = visit.submit(TODAY)
    visit.failed()
    assert visit.step is Step.CONSENT
    assert visit.draft.texts["name"] == "Ana Canário"
    assert visit.submit(TODAY) == first


def test_thanks_come_only_after_saving() -> None:
    visit = filled(a_visit())
    visit.saved()
    assert visit.step is Step.CONSENT
    visit.submit(TODAY)
    visit.saved()
    visit.failed()
    assert visit.step is Step.THANKS


@pytest.mark.parametrize("at", ["form", "saving", "thanks"])
def test_the_end_forgets_everything_wherever_it_comes(at: str) -> None:
    visit = filled(a_visit())
    if at != "form":
        visit.submit(TODAY)
    if at == "thanks":
        visit.saved()
    visit.end()
    assert visit.draft == Draft()
    assert visit.is_blank()
    assert "Ana" not in str(vars(visit))
    for move in (visit.start, visit.back, visit.next, visit.saved, visit.failed):
        move()
        assert visit.step is Step.ENDED
    assert visit.submit(TODAY) is None


MOVES = ["start", "next", "back", "saved", "failed", "submit", "open"]


@given(st.lists(st.sampled_from(MOVES), max_size=30), st.booleans(), st.booleans())
def test_whatever_is_tapped_there_is_no_signature_without_name_and_consent(
    moves: list[str], named: bool, agreed: bool
) -> None:
    visit = a_visit(country="off")
    visit.draft.texts["name"], visit.draft.consent = "Ana" if named else " ", agreed
    arguments = {"submit": (TODAY,), "open": (Step.CONTACT,)}
    for move in moves:
        done = getattr(visit, move)(*arguments.get(move, ()))
        if isinstance(done, Signature):
            assert named
            assert agreed
            assert visit.step is Step.SAVING
    assert visit.step in {*visit.pages, *visit.extras, Step.READING, Step.SAVING, Step.THANKS}


def test_more_than_a_signature_holds_is_said_on_the_page_where_it_is_too_much() -> None:
    visit = a_visit()
    visit.start()
    visit.draft.kind = "organisation"
    visit.draft.texts["name"], visit.draft.texts["organisation"] = "陳大文", "會" * 300
    assert visit.next() == []
    visit.draft.texts["country"] = "HK"
    visit.next()
    visit.open(Step.CONTACT)
    visit.draft.texts["city"], visit.draft.texts["email"] = "九" * 100, "e" * 254
    visit.next()
    visit.next()  # the doubt about the address is waved away
    assert visit.step is Step.EXTRAS
    visit.back()
    visit.back()
    visit.draft.texts["name"] = "陳" * 290
    assert visit.next() == [FieldFinding("organisation", FieldRemark.TOO_LONG)]
    assert visit.step is Step.NAME
    visit.draft.texts["organisation"] = "會" * 100
    assert visit.next() == []
    assert visit.step is Step.COUNTRY


def test_of_the_campaigns_own_fields_the_longest_answer_is_named_where_it_is_too_much() -> None:
    own = [
        OwnField("motto", "text", "required", limit=500),
        OwnField("since-when-you-have-been-here", "text", "required"),
    ]
    visit = Visit({"country": "off"}, "2026-11", "en", room=400, own=own)
    visit.start()
    visit.draft.texts["name"] = "Ana"
    visit.next()
    visit.draft.own |= {"motto": "x" * 300, "since-when-you-have-been-here": "2001"}
    assert visit.next() == [FieldFinding("motto", FieldRemark.TOO_LONG)]
    visit.draft.own["motto"] = "x"
    assert visit.next() == []
    assert visit.step is Step.CONSENT


def test_what_the_form_does_not_have_is_not_looked_at() -> None:
    visit = a_visit(email="off")
    visit.draft.texts["email"], visit.draft.texts["organisation"] = "ana at home", "x" * 301
    visit.draft.texts["name"] = "Ana"
    assert visit.findings(Step.CONTACT) == []
    assert visit.findings(Step.NAME) == [], "a person is asked for no organisation"
    visit.draft.kind = "organisation"
    assert visit.findings(Step.NAME) == [FieldFinding("organisation", FieldRemark.TOO_LONG)]


def test_on_a_page_without_text_nobody_is_held_up_by_too_much_of_it() -> None:
    visit = Visit({"country": "off", "signature": "required"}, "2026-11", "en", room=300)
    visit.start()
    visit.draft.texts["name"] = "Ana"
    visit.next()
    assert visit.step is Step.DRAWN
    visit.draft.texts["name"], visit.draft.drawn = "a" * 300, INK
    assert visit.next() == []
    assert visit.step is Step.CONSENT


def test_an_organisation_has_everything_in_its_signature_that_was_typed() -> None:
    visit = filled(a_visit(phone="asked", postcode="asked", signature="asked"))
    draft = visit.draft
    draft.kind, draft.texts["organisation"], draft.texts["role"] = (
        "organisation",
        "Riverside Society",
        "Chair",
    )
    draft.texts["city"], draft.texts["postcode"], draft.texts["phone"], draft.drawn = (
        "Leeds",
        "LS1 1AA",
        "0113 496 0000",
        INK,
    )
    assert visit.submit(TODAY) == Signature(
        version=1,
        date="2026-11-22",
        kind="organisation",
        name="Ana Canário",
        consent="2026-11",
        language="en",
        organisation="Riverside Society",
        role="Chair",
        country="HK",
        city="Leeds",
        postcode="LS1 1AA",
        email="ana@example.org",
        phone="0113 496 0000",
        drawn=encode_strokes(INK),
        receipt=visit.receipt,
    )


def test_a_side_page_for_drawing_may_be_left_without_a_drawing() -> None:
    visit = at_the_extras(a_visit(signature="asked"))
    visit.open(Step.DRAWN)
    assert visit.next() == []
    assert visit.step is Step.EXTRAS


@pytest.mark.parametrize(
    ("asked", "kind", "required"),
    [
        ("asked", "person", False),
        ("asked", "organisation", True),
        ("off", "organisation", True),
        ("required", "person", True),
    ],
)
def test_an_organisations_name_is_required_of_one_and_where_the_campaign_says_so(
    asked: str, kind: Kind, required: bool
) -> None:
    visit = a_visit(organisation=asked)
    visit.draft.kind = kind
    assert visit.is_required("organisation") == required
    assert visit.is_asked("role") == visit.is_asked("organisation") == (asked != "off")
