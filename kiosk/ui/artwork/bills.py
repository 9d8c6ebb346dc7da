"""What is posted on the start, one bill after another: slogan, poster colours and languages in turn."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kiosk.campaign.model import Campaign, PosterColours
from kiosk.campaign.pictures import picture_name
from kiosk.campaign.poster_versions import PosterVersion, poster_versions
from kiosk.ui.artwork.typesetting import clauses

_POSTERS = 4
"""Of a campaign's posters, those that take turns."""
_FEWEST = 3
"""Posters that are seen together on a tall screen."""


class StartPicture(msgspec.Struct, frozen=True):
    """A photograph or drawing of the campaign: its file (PNG or JPEG), and what is seen on it, or nothing."""

    path: str
    file: bytes
    seen: str


class Bill(msgspec.Struct, frozen=True):
    """What the start shows at one time.

    Attributes:
        language: the tag of the language of `slogan` and `words`.
        words: a sentence below the slogan: the call, or one of the demands.
        colours: of the slogan and its ground.
        sheets: the posters to be seen, the one that the colours are of first.
        picture: the one that stands among them; None where the campaign has none.
    """

    language: str
    slogan: str
    words: str
    colours: PosterColours
    sheets: tuple[PosterVersion, ...]
    picture: StartPicture | None = None


class Bills:
    """The bills of a campaign, without end.

    Args:
        languages: which languages take turns, the one that everything else is in first.

    Attributes:
        pictures: those that take turns among the posters.
    """

    def __init__(self, campaign: Campaign, languages: Sequence[str]) -> None:
        self._campaign = campaign
        self._languages = languages
        self._posters = poster_versions(campaign)[:_POSTERS]
        seen = campaign.texts_in(languages[0]).pictures
        self.pictures = tuple(
            StartPicture(path, campaign.pictures[path], seen.get(picture_name(path), ""))
            for path in (campaign.start.pictures if campaign.start else ())
        )

    def bill(self, number: int) -> Bill:
        """The bill that comes as number `number`, from 0."""
        language = self._languages[number % len(self._languages)]
        texts = self._campaign.texts_in(language)
        sentences = [*filter(None, [texts.call]), *texts.demands] or [texts.title]
        sheets = self._sheets(language, number)
        return Bill(
            language,
            texts.slogan,
            sentences[number // len(self._languages) % len(sentences)],
            sheets[0].colours,
            sheets,
            self.pictures[number % len(self.pictures)] if self.pictures else None,
        )

    def _sheets(self, language: str, number: int) -> tuple[PosterVersion, ...]:
        """The posters, each in `language` where there is one, from the one whose turn it is; where they are
        few, the demands as posters after them.
        """
        count = len(self._posters)
        turn = [self._posters[(number + place) % count] for place in range(count)]
        own = tuple(
            next((each for each in versions if each.language == language), versions[0]) for versions in turn
        )
        return own if count >= _FEWEST else own + self._handmade(language, number)

    def _handmade(self, language: str, number: int) -> tuple[PosterVersion, ...]:
        """The campaign's demands as posters, in its own colours."""
        texts, colours = self._campaign.texts_in(language), self._campaign.colours
        pairs = [(colours.on_accent, colours.accent), (colours.paper, colours.ink)]
        demands = texts.demands[:_POSTERS] or [texts.slogan]
        order = [(number + place) % len(demands) for place in range(len(demands))]
        return tuple(
            PosterVersion(
                id=f"demand-{at + 1}",
                number=at,
                language=language,
                lines=clauses(demands[at]),
                colours=PosterColours(*pairs[at % 2]),
                campaign=texts.title,
                address="",
            )
            for at in order
        )
