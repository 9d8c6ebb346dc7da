"""The versions in which each poster can be had: as printed, and in the campaign's other languages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kiosk.campaign.model import Campaign, Link, Poster, PosterColours


@dataclass(frozen=True)
class PosterVersion:
    """One poster in one language, with everything that is drawn on it.

    Attributes:
        id: the poster's id, a slug.
        number: the poster's place in the campaign, from 0.
        language: the tag of the language of `lines`.
        lines: the slogan.
        campaign: the campaign's title, for the imprint.
        address: the campaign's website without "https://"; empty if it has none yet.
    """

    id: str
    number: int
    language: str
    lines: tuple[str, ...]
    colours: PosterColours
    campaign: str
    address: str

    @property
    def slogan(self) -> str:
        """The slogan in one line, to be read aloud or to name a file by."""
        return " ".join(self.lines)


def poster_versions(campaign: Campaign) -> list[list[PosterVersion]]:
    """For each of the campaign's posters its versions, the printed one first."""
    first = campaign.texts[campaign.languages[0]]
    return [_versions(campaign, number, poster) for number, poster in enumerate(first.posters)]


def _versions(campaign: Campaign, number: int, poster: Poster) -> list[PosterVersion]:
    slogans = {poster.language: poster.printed}
    for language in campaign.languages:
        texts = campaign.texts[language]
        lacking = {missing.key for missing in texts.missing if missing.file == "posters.toml"}
        if poster.id not in lacking and texts.posters[number].lines:
            slogans.setdefault(language, texts.posters[number].lines)
    return [
        PosterVersion(
            id=poster.id,
            number=number,
            language=language,
            lines=tuple(line for line in lines if line.strip()) or (poster.id,),
            colours=poster.colours,
            campaign=campaign.texts_in(language).title,
            address=_address(campaign.texts[campaign.languages[0]].links),
        )
        for language, lines in slogans.items()
    ]


def _address(links: list[Link]) -> str:
    """The first link's address, as people type it; one that leads nowhere (RFC 2606) is left out."""
    if not links:
        return ""
    parts = urlsplit(links[0].url)
    host = parts.hostname or ""
    return "" if host.endswith(".example") else (host + parts.path).rstrip("/")
