"""A visitor's way through the form: forward, back, away and back again, and "Thank you" once."""

from __future__ import annotations

import datetime
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.signing.checks import Finding, Remark
from kiosk.signing.signature import Signature
from kiosk.signing.visit import Draft, Step, Visit

TODAY = datetime.date(2026, 11, 22)
FORM = {"name": "required", "country": "required", "organisation": "asked", "city": "asked", "email": "asked"}
ALL_PAGES = [Step.NAME, Step.COUNTRY, Step.CONTACT, Step.CONSENT]


def a_visit(**form: str) -> Visit:
    return Visit({**FORM, **form}, "2026-11", "en")


def filled(visit: Visit) -> Visit:
    """The form filled in up to the consent, and standing there."""
    visit.start()
    visit.draft.name = "Ana Canário"
    visit.draft.country = "HK"
    visit.draft.email = "ana@example.org"
    visit.draft.consent = True
    for _ in visit.pages[1:]:
        visit.next()
    assert visit.step is Step.CONSENT
    return visit


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        ({}, ALL_PAGES),
        ({"country": "off"}, [Step.NAME, Step.CONTACT, Step.CONSENT]),
        ({"city": "off", "email": "off"}, [Step.NAME, Step.COUNTRY, Step.CONSENT]),
        ({"city": "off", "email": "off", "updates": "asked"}, ALL_PAGES),
        ({"country": "off", "city": "off", "email": "off"}, [Step.NAME, Step.CONSENT]),
    ],
)
def test_the_form_has_the_pages_that_the_campaign_needs(form: dict[str, str], pages: list[Step]) -> None:
    visit = a_visit(**form)
    assert visit.pages == pages
    walked = []
    visit.start()
    visit.draft.name, visit.draft.country, visit.draft.consent = "Ana", "HK", True
    while visit.step not in walked:
        walked.append(visit.step)
        visit.next()
    assert walked == pages
    assert visit.submit(TODAY)


def test_signing_gives_exactly_what_was_typed() -> None:
    visit = filled(a_visit())
    visit.draft.name = "  ana CANÁRIO "
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
    )


def test_nothing_is_chosen_before_the_visitor_chooses() -> None:
    draft = a_visit().draft
    assert (draft.consent, draft.updates, draft.public, draft.help) == (False, False, "no", set())


def test_a_page_lets_nobody_past_without_what_is_required() -> None:
    visit = a_visit(email="required")
    visit.start()
    assert visit.next() == [Finding("name", Remark.REQUIRED)]
    assert visit.step is Step.NAME
    visit.draft.name = "Ana"
    assert visit.next() == []
    assert visit.next() == [Finding("country", Remark.REQUIRED)]
    visit.draft.country = "HK"
    visit.next()
    assert visit.next() == [Finding("email", Remark.REQUIRED)]
    assert visit.step is Step.CONTACT


def test_a_doubt_is_said_and_going_on_waves_it_away() -> None:
    visit = a_visit()
    visit.start()
    visit.draft.name, visit.draft.country, visit.draft.email = "Ana", "Atlantis", "ana at home"
    visit.next()
    for page, doubt in (
        (Step.COUNTRY, Finding("country", Remark.UNKNOWN_COUNTRY)),
        (Step.CONTACT, Finding("email", Remark.DOUBTFUL_EMAIL)),
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
    assert visit.findings(Step.CONSENT) == [Finding("consent", Remark.REQUIRED)]
    assert visit.submit(TODAY) is None
    assert visit.step is Step.CONSENT


def test_a_name_taken_out_again_on_the_way_back_is_asked_for_before_signing() -> None:
    visit = filled(a_visit())
    visit.draft.name = ""
    assert visit.submit(TODAY) is None


def test_an_organisation_needs_its_name_and_a_person_is_not_asked_for_one() -> None:
    visit = a_visit()
    visit.start()
    visit.draft.name = "Robin"
    visit.draft.kind = "organisation"
    assert visit.next() == [Finding("organisation", Remark.REQUIRED)]
    visit.draft.kind = "person"
    assert visit.next() == []


def test_who_changes_back_to_a_person_signs_without_the_organisation() -> None:
    visit = filled(a_visit())
    visit.draft.organisation, visit.draft.role = "Riverside Society", "Chair"
    signature = visit.submit(TODAY)
    assert signature is not None
    assert (signature.kind, signature.organisation, signature.role) == ("person", "", "")


def test_an_organisations_signature_has_its_name_and_role() -> None:
    visit = filled(a_visit())
    visit.draft.kind, visit.draft.organisation, visit.draft.role = (
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
    for step in (Step.CONTACT, Step.COUNTRY, Step.NAME, Step.READING):
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
    for move in (visit.back, visit.start, visit.next):
        move()
        assert visit.step is Step.SAVING


def test_after_a_failure_everything_is_still_there_and_trying_again_works() -> None:
    visit = filled(a_visit())
    first = visit.submit(TODAY)
    visit.failed()
    assert visit.step is Step.CONSENT
    assert visit.draft.name == "Ana Canário"
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


MOVES = ["start", "next", "back", "saved", "failed", "submit"]


@given(st.lists(st.sampled_from(MOVES), max_size=30), st.booleans(), st.booleans())
def test_whatever_is_tapped_there_is_no_signature_without_name_and_consent(
    moves: list[str], named: bool, agreed: bool
) -> None:
    visit = a_visit(country="off")
    visit.draft.name, visit.draft.consent = "Ana" if named else " ", agreed
    for move in moves:
        done = visit.submit(TODAY) if move == "submit" else getattr(visit, move)()
        if isinstance(done, Signature):
            assert named
            assert agreed
            assert visit.step is Step.SAVING
    assert visit.step in {*visit.pages, Step.READING, Step.SAVING, Step.THANKS}
