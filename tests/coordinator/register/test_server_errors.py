"""What a server says where it lets nobody in, whatever its language."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sqlalchemy.exc import DBAPIError

from kiosk.coordinator.register.server_errors import told
from kiosk.errors import StorageError


class Refusal(Exception):
    """As psycopg raises it where no connection comes about: without a code, but with the attempt."""

    def __init__(self, words: str, used_password: bool) -> None:
        super().__init__(words)
        self.pgconn = SimpleNamespace(used_password=used_password)


@pytest.mark.parametrize(
    ("used_password", "says"), [(True, "does not let this user into"), (False, "cannot be reached")]
)
def test_a_refusal_in_words_that_nobody_knows_is_one_if_a_password_was_given(
    used_password: bool, says: str
) -> None:
    refusal = Refusal("Пользователь не прошёл проверку", used_password)
    error = told(DBAPIError("", {}, refusal), "register", "db.example.org")
    assert isinstance(error, StorageError)
    assert says in error.what
    assert "db.example.org" in str(error)
