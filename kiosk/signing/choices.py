"""What a person chose beside signing: how to be listed, whether to get news, which help to offer.

Each is as wide as what it allows, so that of two choices the narrower one can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from kiosk.signing.signature import Public, Signature

_PUBLIC: Final[tuple[Public, ...]] = ("no", "initials", "name")
"""The narrowest first."""
_HELP = "help "


class Choices(msgspec.Struct, frozen=True, gc=False):
    """The fields of a signature that its signer chose freely."""

    public: Public = "no"
    updates: bool = False
    help: tuple[str, ...] = ()

    def widths(self) -> dict[str, int]:
        """How much each choice allows, by its name; what is not in it allows nothing."""
        offers = {_HELP + id: 1 for id in self.help}
        return {"public": _PUBLIC.index(self.public), "updates": int(self.updates), **offers}

    @classmethod
    def of_widths(cls, widths: Mapping[str, int]) -> Choices:
        """The choices of these widths."""
        offers = (
            name.removeprefix(_HELP) for name, width in widths.items() if width and name.startswith(_HELP)
        )
        return cls(_PUBLIC[widths["public"]], bool(widths["updates"]), tuple(offers))


NARROWEST = Choices()


def choices_of(signature: Signature) -> Choices:
    """What who signed chose."""
    return Choices(signature.public, signature.updates, signature.help)


def with_choices(signature: Signature, choices: Choices) -> Signature:
    """`signature` with other choices."""
    return msgspec.structs.replace(signature, **msgspec.structs.asdict(choices))


def narrowest(some: Iterable[Choices]) -> Choices:
    """Of each choice the narrowest among `some`, of which there is at least one."""
    first, *others = (one.widths() for one in some)
    return Choices.of_widths(
        {name: min(width, *(one.get(name, 0) for one in others), width) for name, width in first.items()}
    )
