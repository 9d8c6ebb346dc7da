"""Where things lie: the program's own resources, and a laptop's data folder."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """The folder `resources/`: inside the installed package, or beside it in a checkout and in the bundle."""
    here = Path(__file__).resolve().parent
    installed = here / "resources"
    return installed if installed.is_dir() else here.parent / "resources"


def bundled_campaign() -> Path:
    """The content folder of the campaign that training mode shows."""
    return resources() / "campaigns" / "stop-repression-hong-kong"


def example_campaign() -> Path:
    """The content folder that one's own campaign can begin with: short, and with everything in it."""
    return resources() / "campaigns" / "campus-library-hours"


def new_campaign() -> Path:
    """The folder of what a new campaign's texts begin as: a file a language."""
    return resources() / "new_campaign"


def guide() -> Path:
    """The coordinator's guide: among the resources where the program is installed, in docs/ in a checkout."""
    installed = resources() / "guide" / "coordinator.md"
    return installed if installed.is_file() else resources().parent / "docs" / "coordinator.md"


def default_data() -> Path:
    """This user's kiosk data folder (it may not exist yet)."""
    return Path(platformdirs.user_data_dir("signing-kiosk", appauthor=False))


def words_typed() -> Path | None:
    """The folder where Qt's keyboard would keep words that were typed, as earlier versions let it.

    None on Linux, where it never had one: see `kiosk.ui.keyboard.platform`.
    """
    if sys.platform == "linux":
        return None
    # QStandardPaths.AppConfigLocation
    return Path(platformdirs.user_config_dir("Signing kiosk", appauthor=False)) / "qtvirtualkeyboard"


def desk_settings() -> Path:
    """The file with what this user's desk remembers (it may not exist yet)."""
    return Path(platformdirs.user_config_dir("signing-kiosk", appauthor=False)) / "desk.json"
