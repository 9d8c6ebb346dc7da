"""A campaign's own fields on the way through the form: what is asked where, what fits, what is sealed."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from kiosk.signing.findings import FieldFinding, FieldRemark
from kiosk.signing.own_fields import OwnField, identifier, own_values, pages_of, room, text_of
from kiosk.signing.own_values import Own, OwnValue
from kiosk.signing.signature import decode, encode
from kiosk.signing.visit import Step, Visit

NUMBER = OwnField("student-number", "text", "required", "^[0-9]{8}$", example="20261234", identifies=True)
FACULTY = OwnField("faculty", "choice", options=("arts", "law"))
TODAY = datetime.date(2026, 11, 22)


def a_visit(*own: OwnField) -> Visit:
    visit = Visit({"name": "required", "country": "off"}, "2026-11", "en", own=own)
    visit.start()
    visit.draft.texts["name"] = "Ana"
    return visit


@pytest.mark.parametrize(
    ("field", "bytes"),
    [
        (OwnField("note", "text", limit=50), 4 + 8 + 150),  # three bytes a letter
        (OwnField("note", "text", pattern="[a-z]+", example="a", limit=50), 4 + 8 + 50),
        (OwnField("year", "number"), 4 + 8 + 20),
        (OwnField("born", "date"), 4 + 8 + 20),
        (OwnField("member", "yes-no"), 6 + 8 + 20),
        (OwnField("faculty", "choice", options=("arts", "social-sciences")), 7 + 8 + 15),
        (OwnField("halls", "choices", options=("main", "north")), 5 + 8 + (4 + 3) + (5 + 3)),
    ],
)
def test_how_much_room_an_answer_may_take(field: OwnField, bytes: int) -> None:
    assert room([field]) == bytes
    assert room([field, field]) == 2 * bytes
    assert room([]) == 0


def test_what_is_required_has_a_page_before_the_extras_and_what_is_asked_one_among_them() -> None:
    visit = a_visit(NUMBER, FACULTY)
    assert visit.pages == [Step.NAME, "own-1", Step.EXTRAS, Step.CONSENT]
    assert visit.extras == ["own-2"]


def test_up_to_three_lines_share_a_page_and_a_choice_has_its_own() -> None:
    lines = [OwnField(f"line-{n}", "text") for n in range(4)]
    fields = [*lines, FACULTY, OwnField("since", "date"), OwnField("card", "number", "required")]
    pages = [[field.id for field in page] for page in pages_of(fields)]
    assert pages == [["line-0", "line-1", "line-2"], ["line-3"], ["faculty"], ["since"], ["card"]]
    assert pages_of([OwnField("gone", "text", "off")]) == []
    one, other = OwnField("line", "text"), OwnField("since", "date")
    assert pages_of([one, FACULTY, other]) == [(one,), (FACULTY,), (other,)], "each in its place"


def test_an_answer_that_does_not_fit_stops_and_nothing_is_lost() -> None:
    visit = a_visit(NUMBER)
    visit.next()
    assert visit.step == "own-1"
    assert visit.next() == [FieldFinding("student-number", FieldRemark.REQUIRED)]
    visit.draft.own["student-number"] = "2026123"
    assert visit.next() == [FieldFinding("student-number", FieldRemark.DOES_NOT_FIT)]
    visit.draft.own["student-number"] = "2" * 101
    assert visit.next() == [FieldFinding("student-number", FieldRemark.TOO_LONG)]
    visit.draft.own["student-number"] = " ２０２６１２３４ "
    visit.next()
    assert visit.step is Step.CONSENT
    visit.back()
    assert visit.draft.own["student-number"] == " ２０２６１２３４ "


def test_what_was_given_is_sealed_and_what_was_left_out_is_not() -> None:
    many = OwnField("tongues", "choices", options=("en", "zh", "ar"))
    yes, no = OwnField("resident", "yes-no"), OwnField("employed", "yes-no", "required")
    visit = a_visit(NUMBER, FACULTY, many, yes, no, OwnField("motto", "text"))
    visit.draft.own |= {"student-number": "20261234", "tongues": frozenset({"ar", "en"}), "employed": False}
    visit.draft.own["motto"] = "  "
    visit.draft.consent, visit.step = True, Step.CONSENT
    signature = visit.submit(TODAY)
    assert signature is not None
    assert signature.own == {"student-number": "20261234", "tongues": ("en", "ar"), "employed": False}
    assert (signature.version, signature.identified_by) == (2, "student-number")
    assert decode(encode(signature)) == signature


def test_who_gave_no_answer_signs_as_before_there_were_own_fields() -> None:
    visit = a_visit(FACULTY)
    visit.draft.consent, visit.step = True, Step.CONSENT
    signature = visit.submit(TODAY)
    assert signature is not None
    assert (signature.version, signature.own, signature.identified_by) == (1, {}, "")


def test_what_a_campaign_does_not_say_of_a_field_is_the_plain_way() -> None:
    field = OwnField("note", "text")
    assert (field.asked, field.options, field.pattern, field.check) == ("asked", (), "", "")
    assert [field.identifies, field.petition, field.sensitive] == [False] * 3
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.convert({"id": "note", "kind": "text", "colour": "red"}, OwnField)


@pytest.mark.parametrize(
    ("field", "longest"),
    [
        (OwnField("a", "text"), 100),
        (OwnField("a", "text", limit=7), 7),
        (OwnField("a", "text", limit=900), 500),
    ],
)
def test_an_answer_may_be_as_long_as_its_limit_and_never_longer_than_500(
    field: OwnField, longest: int
) -> None:
    assert field.findings("字" * longest, required=True) == []
    assert field.findings("字" * (longest + 1), required=False) == [FieldFinding("a", FieldRemark.TOO_LONG)]


@pytest.mark.parametrize("nothing", [None, "", " \u3000", (), set(), frozenset()])
def test_no_answer_is_missed_only_where_one_is_required(nothing: object) -> None:
    field = OwnField("a", "choices", options=("x",))
    assert field.findings(nothing, required=True) == [FieldFinding("a", FieldRemark.REQUIRED)]
    assert field.findings(nothing, required=False) == []
    assert own_values([field], {"a": nothing}) == {}


@pytest.mark.parametrize("answer", [False, True, ("x",), {"x"}, frozenset({"x"})])
def test_no_and_a_choice_are_answers(answer: object) -> None:
    assert OwnField("a", "choices", options=("x",)).findings(answer, required=True) == []


@pytest.mark.parametrize(
    ("field", "answer", "own"),
    [
        (OwnField("a", "text"), " ７ ", {"a": " ７ "}),
        (OwnField("a", "number"), " ７ ", {"a": "7"}),
        (OwnField("a", "date"), "2026-11-22 ", {"a": "2026-11-22"}),
        (OwnField("a", "yes-no"), True, {"a": True}),
        (OwnField("a", "choices", options=("x", "y", "z")), ("z", "x"), {"a": ("x", "z")}),
        (OwnField("a", "choices", options=("x", "y", "z")), {"z", "x"}, {"a": ("x", "z")}),
        (OwnField("a", "text", "off"), "7", {}),
    ],
)
def test_a_text_is_kept_as_it_was_typed_and_the_rest_in_one_form(
    field: OwnField, answer: object, own: Own
) -> None:
    assert own_values([field], {"a": answer}) == own


def test_people_are_told_apart_by_the_field_that_says_so_where_it_was_answered() -> None:
    assert identifier([FACULTY, NUMBER], {"faculty": "law", "student-number": "7"}) == "student-number"
    assert identifier([NUMBER, FACULTY], {"faculty": "law"}) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [("law", "law"), (True, "yes"), (False, "no"), (("en", "zh"), "en; zh"), (("en",), "en")],
)
def test_an_answer_is_a_text_in_a_list(value: OwnValue, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("field", "answer", "fits"),
    [
        (OwnField("a", "number"), "-7.5", True),
        (OwnField("a", "number"), "1e5", False),
        (OwnField("a", "number"), "seven", False),
        (OwnField("a", "number", pattern="[0-9]{2}"), "77", True),
        (OwnField("a", "number", pattern="[0-9]{2}"), "7", False),
        (OwnField("a", "date"), "2001-02-28", True),
        (OwnField("a", "date"), "2001-02-29", False),
        (OwnField("a", "date"), "28/02/2001", False),
        (FACULTY, "law", True),
        (FACULTY, "magic", False),
        (OwnField("a", "text", check="luhn"), "4539 1488 0343 6467", True),
        (OwnField("a", "text", check="luhn"), "4539 1488 0343 6476", False),
        (OwnField("a", "text", check="luhn"), "79927398713", True),
        (OwnField("a", "text", check="luhn"), "79927398718", False),
        (OwnField("a", "text", check="luhn"), "18", True),
        (OwnField("a", "text", check="luhn"), "0", True),
        (OwnField("a", "text", check="luhn"), "none", False),
        (OwnField("a", "text", check="mod11-2"), "0000-0002-1825-0097", True),
        (OwnField("a", "text", check="mod11-2"), "07940", True),
        (OwnField("a", "text", check="mod11-2"), "0794X", False),
        (OwnField("a", "text", check="mod11-2"), "07X4", False),
        (OwnField("a", "text", check="mod11-2"), "1", True),
        (OwnField("a", "text", check="mod11-2"), "x", False),
        (OwnField("a", "text", check="mod11-2"), "0000-0002-1694-233x", True),
        (OwnField("a", "text", check="mod11-2"), "0000-0002-1694-233X", True),
        (OwnField("a", "text", check="mod11-2"), "0000-0002-1694-2331", False),
        (OwnField("a", "text", check="mod11-2"), "none", False),
    ],
)
def test_each_kind_takes_what_it_is_for(field: OwnField, answer: str, fits: bool) -> None:
    found = [finding.remark for finding in field.findings(answer, required=True)]
    assert found == ([] if fits else [FieldRemark.DOES_NOT_FIT])
