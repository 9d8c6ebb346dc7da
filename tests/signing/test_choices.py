"""What a person chose can be compared: of two choices the narrower one holds."""

from __future__ import annotations

import pytest

from kiosk.signing.choices import NARROWEST, Choices, choices_of, narrowest, with_choices
from tests.people import person

WIDE = Choices("name", updates=True, help=("speak", "write"))


def test_who_chose_nothing_allows_nothing() -> None:
    assert (NARROWEST.public, NARROWEST.updates, NARROWEST.help) == ("no", False, ())
    assert NARROWEST.widths() == {"public": 0, "updates": 0}


def test_each_choice_is_as_wide_as_what_it_allows() -> None:
    assert WIDE.widths() == {"public": 2, "updates": 1, "help speak": 1, "help write": 1}
    assert Choices("initials").widths()["public"] == 1


@pytest.mark.parametrize("choices", [NARROWEST, WIDE, Choices("initials"), Choices(help=("public",))])
def test_choices_are_known_by_their_widths(choices: Choices) -> None:
    assert Choices.of_widths(choices.widths()) == choices


def test_help_that_is_not_allowed_is_not_offered() -> None:
    assert Choices.of_widths({"public": 0, "updates": 0, "help speak": 0}) == NARROWEST


def test_a_signature_has_its_signers_choices_and_can_be_given_others() -> None:
    signature = person(1, public="name", updates=True, help=("speak",))
    assert choices_of(signature) == Choices("name", updates=True, help=("speak",))
    changed = with_choices(signature, Choices("initials", help=("write",)))
    assert choices_of(changed) == Choices("initials", help=("write",))
    assert with_choices(changed, choices_of(signature)) == signature


@pytest.mark.parametrize(
    ("some", "left"),
    [
        ([WIDE], WIDE),
        ([WIDE, NARROWEST], NARROWEST),
        ([NARROWEST, WIDE], NARROWEST),
        ([WIDE, Choices("initials", updates=True, help=("write",))],
         Choices("initials", updates=True, help=("write",))),
        ([Choices(help=("speak",)), Choices(help=("write",))], NARROWEST),
        ([Choices("name"), Choices("initials", updates=True), Choices("name", help=("speak",))],
         Choices("initials")),
    ],
)  # fmt: skip
def test_of_several_each_choice_is_the_narrowest(some: list[Choices], left: Choices) -> None:
    assert narrowest(some) == left
