"""A new campaign's content folder is written from a few answers: the plain files of docs/content.md."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import tomlkit
from tomlkit.items import Table

from kiosk.campaign.model import Colours
from kiosk.campaign.naming import plain_id
from kiosk.campaign.proposals import Blanks, Proposal, has_proposal, propose
from kiosk.errors import StorageError
from kiosk.files import making_folder, storage, write_files
from kiosk.signing.fields import Asked
from kiosk.signing.signature import FORM
from kiosk.windows.names import is_device

PALETTES: Mapping[str, Colours] = {
    "ink": Colours(paper="#fbf7ec", ink="#1c1a17", accent="#22304f", on_accent="#ffffff"),
    "forest": Colours(paper="#f1f6ee", ink="#14231a", accent="#1d5b3a", on_accent="#ffffff"),
    "sea": Colours(paper="#eef5f8", ink="#0c2530", accent="#0b4f6c", on_accent="#ffffff"),
    "brick": Colours(paper="#fdf3ec", ink="#2a1712", accent="#9b2f1b", on_accent="#ffffff"),
    "violet": Colours(paper="#f6f2fa", ink="#211530", accent="#55308d", on_accent="#ffffff"),
    "night": Colours(paper="#14171c", ink="#f2efe4", accent="#ffd60a", on_accent="#17130a"),
}
"""Six that can be read by everybody, by their name."""
_LONGEST_ID = 40


@dataclass
class NewCampaign:
    """What was decided of a new campaign. Texts are by language; the first language must have all of them.

    Attributes:
        languages: tags; the first one fills in for the others.
        organiser, addressee: who collects, and who the petition is for.
        contact: an e-mail address; may be empty.
        demands: one after the other.
        petition: where it is none that is proposed.
        form: which field is asked for, by its name; all others are not.
        destroy_by: the last day on which signatures are kept.
    """

    languages: list[str]
    destroy_by: datetime.date
    organiser: dict[str, str] = field(default_factory=dict)
    addressee: dict[str, str] = field(default_factory=dict)
    contact: str = ""
    title: dict[str, str] = field(default_factory=dict)
    slogan: dict[str, str] = field(default_factory=dict)
    demands: dict[str, list[str]] = field(default_factory=dict)
    petition: dict[str, str] = field(default_factory=dict)
    form: dict[str, Asked] = field(default_factory=lambda: {"name": "required", "public": "asked"})
    colours: Colours = PALETTES["ink"]

    @property
    def first(self) -> str:
        """The first language."""
        return self.languages[0]

    @property
    def id(self) -> str:
        """The campaign's id, made of its title: "Trams all night!" is "trams-all-night"."""
        plain = plain_id(self.title.get(self.first, ""))[:_LONGEST_ID].strip("-")
        return plain if plain and not is_device(plain) else "our-campaign"

    def proposal(self, language: str) -> Proposal:
        """The texts that are proposed in `language`, with the first language's answers where it has none."""
        return propose(
            language,
            Blanks(
                organiser=self._said(self.organiser, language),
                addressee=self._said(self.addressee, language),
                demands=self._demands(language) or self._demands(self.first),
                form=self.form,
                contact=self.contact,
                destroy_by=self.destroy_by,
            ),
        )

    def proposed_petitions(self) -> dict[str, str]:
        """The petition that is proposed, in each language that has demands, and texts to begin with."""
        return {
            language: self.proposal(language).petition
            for language in self.languages
            if language == self.first or (has_proposal(language) and self._demands(language))
        }

    def files(self, today: datetime.date) -> dict[str, bytes]:
        """The files of the content folder, by their path inside it; `today` is the consent's version."""
        files = {"campaign.toml": self._campaign_file(today)}
        petitions = self.proposed_petitions()
        for language in self.languages:
            if language == self.first or has_proposal(language):
                proposal = self.proposal(language)
                files[f"{language}/privacy.md"] = proposal.privacy.encode()
                files[f"{language}/consent.md"] = proposal.consent.encode()
                begun = proposal.texts
            else:
                begun = {}
            files[f"{language}/texts.toml"] = self._texts_file(language, begun)
            if demands := self._demands(language):
                files[f"{language}/demands.toml"] = _demands_file(demands)
            if petition := self.petition.get(language, "").strip() or petitions.get(language, "").strip():
                files[f"{language}/petition.md"] = f"{petition}\n".encode()
        return files

    def _said(self, texts: Mapping[str, str], language: str) -> str:
        return texts.get(language, "").strip() or texts.get(self.first, "").strip()

    def _demands(self, language: str) -> list[str]:
        """Those in `language`, where each has a counterpart in the first one."""
        said = [demand.strip() for demand in self.demands.get(language, ()) if demand.strip()]
        wanted = [demand for demand in self.demands.get(self.first, ()) if demand.strip()]
        return said if len(said) == len(wanted) else []

    def _campaign_file(self, today: datetime.date) -> bytes:
        document = tomlkit.document()
        document.add(
            tomlkit.comment("What is the same in every language. docs/content.md explains every key.")
        )
        document["format"] = 3
        document["id"] = self.id
        document["languages"] = self.languages
        document["languages"].comment("the first fills in where another lacks a text")
        colours = document["colours"] = _table(msgspec.structs.asdict(self.colours))
        colours.comment("page, text, strong colour, text on it")
        form = document["form"] = _table(
            {key: self.form.get(key, "off") for key in FORM} | {"name": "required"}
        )
        form.comment('each is "required", "asked" or "off"')
        consent = document["consent"] = _table({"version": today.isoformat()})
        consent.comment("change it whenever consent.md or privacy.md change")
        document["retention"] = _table({"destroy_by": self.destroy_by, "after_merge": "delete"})
        if self.contact:
            document["contact"] = _table({"email": self.contact})
        return tomlkit.dumps(document).encode()

    def _texts_file(self, language: str, begun: Mapping[str, str | list[str]]) -> bytes:
        document = tomlkit.document()
        for key, said in (
            ("title", self.title),
            ("slogan", self.slogan),
            ("organiser", self.organiser),
            ("addressee", self.addressee),
        ):
            if text := said.get(language, "").strip():
                document[key] = text
        for key, value in begun.items():
            document[key] = tomlkit.item(value)
            if isinstance(value, list):
                document[key].multiline(True)
        return tomlkit.dumps(document).encode()


def write_new_campaign(folder: Path, answers: NewCampaign, today: datetime.date) -> None:
    """Writes the content folder `folder`, whole or not at all.

    Raises:
        StorageError: there is something there, or it cannot be written.
    """
    with storage(folder):
        if folder.exists() or folder.is_symlink():
            raise StorageError(
                "There is something at {folder} already.", "Choose another place.", folder=folder
            )
        with making_folder(folder) as staging:
            write_files(staging, answers.files(today))
            staging.chmod(0o755)


def _demands_file(demands: list[str]) -> bytes:
    document = tomlkit.document()
    for number, demand in enumerate(demands, 1):
        document[f"demand-{number}"] = _table({"text": demand})
    return tomlkit.dumps(document).encode()


def _table(values: Mapping[str, object]) -> Table:
    table = tomlkit.table()
    table.update(values)
    return table
