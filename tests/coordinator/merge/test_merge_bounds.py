"""What a merge holds in memory is bounded, and what it has opened is soon safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.coordinator.counting.books import Account
from kiosk.coordinator.merge import merge as merging
from kiosk.coordinator.records.opening import Opener, RegisterEntry
from kiosk.coordinator.register.register import Register
from kiosk.errors import StorageError
from kiosk.exchange.record import Record
from tests.conftest import Desk
from tests.exports import HandmadeKiosk
from tests.people import person

pytestmark = pytest.mark.slow


@pytest.fixture
def file(desk: Desk, tmp_path: Path) -> Path:
    """Forty records in batches of four."""
    kiosk = HandmadeKiosk(desk.keys)
    records = kiosk.sign(*(person(n) for n in range(40)))
    path = tmp_path / "all.signatures"
    path.write_bytes(b"".join(kiosk.batch(records[at : at + 4]) for at in range(0, 40, 4)))
    return path


@pytest.fixture
def transactions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many records each transaction of the merge added."""
    counted: list[int] = []
    add = merging.add

    def counting(*given):  # type: ignore[no-untyped-def]
        brought = next(one for one in given if isinstance(one, list))
        counted.append(sum(len(one.entries) for one in brought))
        return add(*given)

    monkeypatch.setattr(merging, "add", counting)
    return counted


def test_the_bounds_are_those_of_the_documents() -> None:
    assert (merging._IN_FLIGHT, merging._TOGETHER, merging._SECONDS) == (2000, 10_000, 1.0)


@pytest.mark.parametrize(
    ("together", "adds"),
    [(3, [4] * 10), (4, [8] * 5), (12, [16, 16, 8]), (39, [40]), (40, [40]), (1000, [40])],
)
def test_so_many_records_go_into_one_transaction(
    desk: Desk,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    transactions: list[int],
    together: int,
    adds: list[int],
) -> None:
    monkeypatch.setattr(merging, "_TOGETHER", together)
    monkeypatch.setattr(merging, "_SECONDS", 1e9)
    assert desk.merge(file).new == 40
    assert transactions == adds


def test_after_a_second_what_is_opened_is_added_all_the_same(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch, transactions: list[int]
) -> None:
    now = [0.0]

    def clock() -> float:
        now[0] += 0.26  # asked once a batch, and once a transaction
        return now[0]

    monkeypatch.setattr(merging.time, "monotonic", clock)
    assert desk.merge(file).new == 40
    assert transactions == [16, 16, 8]


@pytest.mark.parametrize(("most", "workers"), [(3, 1), (4, 1), (8, 1), (11, 1), (4, 2)])
def test_what_is_read_and_not_yet_added_stays_within_a_bound(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch, most: int, workers: int
) -> None:
    waiting: list[int] = []
    highest = [0]

    @contextmanager
    def opening(
        keys: object, size: int
    ) -> Iterator[Callable[[Sequence[Record]], Callable[[], list[RegisterEntry]]]]:
        assert size == file.stat().st_size
        opener = Opener(desk.keys)

        def begin(records: Sequence[Record]) -> Callable[[], list[RegisterEntry]]:
            waiting.append(len(records))
            highest[0] = max(highest[0], sum(waiting))

            def end() -> list[RegisterEntry]:
                waiting.remove(len(records))
                return opener.entries(records)

            return end

        yield begin

    monkeypatch.setattr(merging, "opening", opening)
    monkeypatch.setattr(merging, "workers", lambda: workers)
    monkeypatch.setattr(merging, "_IN_FLIGHT", most)
    assert desk.merge(file).new == 40
    assert highest[0] == most * workers // 4 * 4 + 4, "one batch more than may wait, while it is noticed"


def test_what_is_known_is_not_opened_again_and_counts_as_known(
    desk: Desk, file: Path, transactions: list[int]
) -> None:
    assert desk.merge(file).files[0].new == 40
    transactions.clear()
    again = desk.merge(file, file)
    assert [(one.new, one.known, one.repaired) for one in again.files] == [(0, 40, 0), (0, 40, 0)]
    assert sum(transactions) == 0


def test_a_single_record_that_is_known_is_not_opened_again(
    desk: Desk, tmp_path: Path, transactions: list[int]
) -> None:
    kiosk = HandmadeKiosk(desk.keys)
    path = tmp_path / "one.signatures"
    path.write_bytes(kiosk.batch(kiosk.sign(person(1))))
    for _ in range(2):
        desk.merge(path)
    assert transactions == [1, 0]


def test_what_is_known_takes_its_turn_too(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch, transactions: list[int]
) -> None:
    """Batches of which nothing is needed would else be held until the end."""
    desk.merge(file)
    transactions.clear()
    monkeypatch.setattr(merging, "_TOGETHER", 3)
    monkeypatch.setattr(merging, "_SECONDS", 1e9)
    assert desk.merge(file).new == 0
    assert transactions == [0, 0, 0]


def test_damaged_lines_weigh_as_much_as_records(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch, transactions: list[int]
) -> None:
    monkeypatch.setattr(merging, "_TOGETHER", 3)
    monkeypatch.setattr(merging, "_SECONDS", 1e9)
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(
        b"".join(
            line.replace(b'"id":"', b'"id":"x') if number % 5 in (0, 1) else line
            for number, line in enumerate(lines)
        )
    )
    assert desk.merge(file).new == 40
    assert transactions == [2] * 10


def test_a_copy_that_is_read_before_its_original_is_added_brings_nothing(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "_TOGETHER", 3)
    result = desk.merge(file, file)
    assert [(one.new, one.known, one.repaired) for one in result.files] == [(40, 0, 0), (0, 40, 0)]
    assert result.books.total == Account(counted=40)


def test_a_transaction_that_fails_ends_the_merge(
    desk: Desk, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    add = merging.add

    def fail_once(*given):  # type: ignore[no-untyped-def]
        begun.append(1)
        if len(begun) == 1:
            raise StorageError("The register is on a disk that reports errors.")
        return add(*given)

    monkeypatch.setattr(merging, "add", fail_once)
    monkeypatch.setattr(merging, "_TOGETHER", 3)
    with pytest.raises(StorageError, match="reports errors"):
        desk.merge(file)
    assert len(begun) == 1


def test_progress_tells_bytes_over_all_files_and_ends_at_their_sum(
    desk: Desk, file: Path, tmp_path: Path
) -> None:
    second = tmp_path / "second.signatures"
    second.write_bytes(file.read_bytes())
    size = file.stat().st_size
    told: list[int] = []
    register = Register(desk.folder / "register.sqlite", desk.keys.key_id)
    merging.merge(register, desk.keys, [file, second], told.append)
    assert told == sorted(told)
    assert told[9:11] == [size, size]
    assert told[-1] == 2 * size
    assert told[0] == sum(map(len, file.read_bytes().splitlines(keepends=True)[:5])), "the first batch"


def test_a_merge_that_is_stopped_keeps_what_it_read_and_the_next_goes_on(desk: Desk, file: Path) -> None:
    asked = [0]

    def stop() -> bool:
        asked[0] += 1
        return asked[0] > 3

    register = Register(desk.folder / "register.sqlite", desk.keys.key_id)
    first = merging.merge(register, desk.keys, [file, file], stop=stop)
    assert first.stopped
    assert (first.new, len(first.files)) == (12, 1)
    assert first.files[0].problems == []
    second = merging.merge(register, desk.keys, [file])
    assert not second.stopped
    assert (second.new, second.files[0].known) == (28, 12)
