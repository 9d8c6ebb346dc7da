"""What the coordinator's tests share: a PostgreSQL server, started once and only if a test asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import PostgresServer, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def address(postgres: PostgresServer) -> str:
    """The address of a new, empty database."""
    return postgres.new_database()
