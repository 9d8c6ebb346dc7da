"""What a desk does to a PostgreSQL server, seen from the server: locks, connections, what a reader may."""

from __future__ import annotations

import gc
from contextlib import ExitStack

import pytest
from sqlalchemy import NullPool, create_engine, text

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.register.register import Register
from kiosk.coordinator.register.server import ServerStore
from kiosk.errors import StorageError
from tests import patience


def asked(address: str, question: str) -> object:
    """What a server answers to somebody else."""
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        return connection.execute(text(question)).scalar()


def test_whoever_writes_holds_the_one_lock_that_desks_of_all_versions_ask_for(address: str) -> None:
    may_write = f"SELECT pg_try_advisory_xact_lock({0x4B524547})"
    with ServerStore(address).writing():
        assert asked(address, may_write) is False
    assert asked(address, may_write) is True


def test_who_reads_sees_one_moment_and_can_change_nothing(address: str, keys: CampaignKeys) -> None:
    register = Register(address, keys.key_id)
    choose, chosen = text("INSERT INTO setting VALUES ('colour', 'red')"), text("SELECT * FROM setting")
    with register.reading() as connection:
        assert connection.execute(chosen).all() == []
        with register.transaction() as writing:
            writing.execute(choose)
        assert connection.execute(chosen).all() == []
    with pytest.raises(StorageError, match="cannot be written to"), register.reading() as connection:
        connection.execute(choose)


def test_a_desk_keeps_two_connections_and_none_once_it_is_closed(address: str) -> None:
    store = ServerStore(address)
    with ExitStack() as opened:
        for _ in range(3):
            opened.enter_context(store.reading()).execute(text("SELECT 1"))
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    patience.until(lambda: asked(address, others) == 2)
    del store
    gc.collect()
    patience.until(lambda: asked(address, others) == 0)


def test_a_server_that_is_gone_is_noticed_within_a_minute(address: str) -> None:
    with ServerStore(address).reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        asked_for = {
            name: int(value) for name, value in driver.info.get_parameters().items() if value.isdigit()
        }
    probes = asked_for["keepalives_interval"] * asked_for["keepalives_count"]
    assert asked_for["keepalives_idle"] + probes == 50
    assert (asked_for["connect_timeout"], asked_for["tcp_user_timeout"]) == (15, 60_000)
