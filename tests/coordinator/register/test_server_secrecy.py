"""A database server's error carries nothing of what was to be stored, nor does what lies behind it."""

from __future__ import annotations

import logging
import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kiosk.coordinator.register.server import ServerStore
from kiosk.errors import CampaignError

CANARY = "Ana Canário"


def test_an_error_of_the_server_never_carries_what_was_to_be_stored(address: str) -> None:
    with pytest.raises(CampaignError) as caught, ServerStore(address).writing() as connection:
        connection.execute(text("SELECT there_is_no_such(:name)"), {"name": CANARY})
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    behind = caught.value.__context__
    assert isinstance(behind, DBAPIError)
    assert behind.hide_parameters
    assert CANARY not in str(behind)


def test_what_the_server_itself_quotes_is_not_told(address: str) -> None:
    """PostgreSQL puts the row that it refuses into its own words."""
    with pytest.raises(CampaignError) as caught, ServerStore(address).writing() as connection:
        connection.execute(text("SELECT CAST(:name AS integer)"), {"name": CANARY})
    assert CANARY in str(caught.value.__context__), "it does"
    assert CANARY not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("library", ["psycopg", "sqlalchemy"])
def test_what_a_library_has_to_say_does_not_reach_the_terminal(
    library: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])  # a program has none, pytest does
    logging.getLogger(library).warning("could not store %s", CANARY)
    assert capsys.readouterr().err == ""
