"""Reading and writing whole files safely: capped reads, all-or-nothing writes."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Literal, TypeVar

from filelock import FileLock, Timeout

from kiosk.errors import KioskError, StorageError

T = TypeVar("T")

ADVICE = {
    errno.ENOSPC: ("{path} is on a disk that is full.", "Free some space there, then try again."),
    errno.EDQUOT: ("{path} is on a disk whose quota is used up.", "Free some space there, then try again."),
    errno.EROFS: (
        "{path} is on a disk that cannot be written to.",
        "Remove its write protection, or choose another place.",
    ),
    errno.EACCES: (
        "{path} may not be opened by this user.",
        "Change its permissions, or choose another place.",
    ),
    errno.EPERM: (
        "{path} may not be changed by this user.",
        "Change its permissions, or choose another place.",
    ),
    errno.ENOENT: ("{path} does not exist.", "Check the name, and that the stick is plugged in."),
    errno.EISDIR: ("{path} is a folder, not a file.", "Name a file."),
    errno.ENOTDIR: ("{path} is not in a folder.", "Check the name."),
    errno.ENAMETOOLONG: (
        "{path} is too long a name for that disk.",
        "Choose a shorter name, or another place.",
    ),
    errno.EIO: (
        "{path} is on a disk that reports errors.",
        "Try again; if it stays so, use another disk or stick.",
    ),
    errno.EFBIG: (
        "{path} is as large as a file can be there.",
        "Choose another file name, or another place.",
    ),
    **dict.fromkeys(
        (errno.ENODEV, errno.ENXIO),
        ("{path} is on a device that is gone.", "Plug it in again, then try again."),
    ),
    **dict.fromkeys(
        (errno.ESTALE, errno.ENOTCONN, errno.ETIMEDOUT),
        ("{path} is in a network folder that does not answer.", "Connect the folder again, then try again."),
    ),
}
"""What an error of the system means, and what to do: templates of a `KioskError`."""

ADVICE_ON_WINDOWS = {
    5: (
        "{path} is open in another program, or this user may not change it.",
        "Close it there, or change its permissions; then try again.",
    ),
    **dict.fromkeys((32, 33), ("{path} is open in another program.", "Close it there, then try again.")),
    206: ADVICE[errno.ENAMETOOLONG],
}
"""The same for what only Windows says (winerror.h): access denied; held, or locked; too long a name."""
_HELD = (5, 32, 33)
_HELD_SECONDS = 2.0
"""A virus scanner or an index looks into every new file on Windows, and lets go of it soon."""

_NO_LOCKS = frozenset({errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK})
"""What locking says in network and FUSE folders that have none."""
_BUFFER = 64 * 1024
"""Bytes read at once: Python by itself reads little more than a signatures file's line."""


def storage_error(path: Path | str, error: OSError) -> StorageError:
    """The `StorageError` that says in plain words what `error` means for `path`."""
    advice = ADVICE_ON_WINDOWS.get(getattr(error, "winerror", 0)) or ADVICE.get(error.errno or 0)
    if advice:
        return StorageError(*advice, path=path)
    return StorageError(
        "{path} cannot be used ({reason}).",
        "Check the disk, or choose another place.",
        path=path,
        reason=error.strerror or type(error).__name__,
    )


@contextmanager
def storage(path: Path | str) -> Iterator[None]:
    """Turns an `OSError` raised inside into a `StorageError` about `path`."""
    try:
        yield
    except OSError as error:
        raise storage_error(path, error) from error


def patiently(action: Callable[[], T]) -> T:
    """What `action` gives, which moves or deletes a file; tried again while another program holds that.

    Only on Windows a file that is open cannot be moved or deleted. Raises the OSError that is there
    after two seconds, and every other at once.
    """
    until = time.monotonic() + _HELD_SECONDS
    while True:
        try:
            return action()
        except OSError as error:
            if getattr(error, "winerror", 0) not in _HELD or time.monotonic() > until:
                raise
        time.sleep(0.05)


def is_open_to_others(path: Path) -> bool:
    """Whether others than this user can get at `path` (see `close_to_others`). Raises OSError."""
    if sys.platform == "win32":
        from kiosk.windows.access import others_at

        return bool(others_at(path))
    return bool(path.stat().st_mode & 0o077)


def close_to_others(path: Path) -> None:
    """Lets only this user at the folder or file `path`, and at what is made in it later. Raises OSError.

    By its mode (0700 or 0600), and on Windows by its list of access rights.
    """
    if sys.platform == "win32":
        from kiosk.windows.access import keep_for_user

        with suppress(OSError):  # FAT has none
            keep_for_user(path)
    else:
        path.chmod(0o700 if path.is_dir() else 0o600)


def no_folder(folder: Path) -> StorageError:
    """What to raise where a stick or a folder was named that is not there."""
    return StorageError(
        "There is no folder {folder}.", "Plug the stick in, or check the name.", folder=folder
    )


@contextmanager
def locked(lock: Path, seconds: float, busy: KioskError, *, private: bool = False) -> Iterator[None]:
    """Holds the lock file `lock`, so that no other process does the same meanwhile.

    The system lets go of it when the process ends, however it ends. Some network folders
    have no locks; there it is not held, so callers must tolerate concurrent access.

    Args:
        private: only this user may open it (mode 0600).

    Raises:
        busy: another process still holds it after `seconds`.
        StorageError: the lock file cannot be made.
    """
    # A soft lock, which is a mere file, would outlive a process that was killed.
    held = FileLock(lock, timeout=seconds, mode=0o600 if private else 0o644, fallback_to_soft=False)
    try:
        held.acquire()
    except Timeout:  # before anybody takes it for the OSError that it also is
        raise busy from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise storage_error(lock, error) from error
    try:
        yield
    finally:
        held.release()


def is_odd(path: Path) -> bool:
    """Whether `path` is there and is a folder, a pipe, a device or a link. Raises OSError."""
    return path.is_symlink() or (path.exists() and not path.is_file())


def open_ordinary(
    path: Path, odd: KioskError, mode: Literal["rb", "ab"] = "rb", *, links: bool = False
) -> BinaryIO:
    """Opens what may be anything, as on a stranger's stick, if it is an ordinary file.

    A pipe or a device could keep its reader waiting for ever, and a link lead anywhere.

    Args:
        links: they are followed, to an ordinary file.

    Raises:
        odd: it is something else.
        StorageError: it cannot be opened.
    """

    def open_carefully(name: str, flags: int) -> int:
        # Windows knows neither flag; it has no pipes among its files.
        flags |= getattr(os, "O_NONBLOCK", 0) | (0 if links else getattr(os, "O_NOFOLLOW", 0))
        handle = os.open(name, flags, 0o666)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise odd
        return handle

    with storage(path):
        if path.is_dir() or (path.is_symlink() and not links):
            raise odd
        return open(path, mode, _BUFFER, opener=open_carefully)


def read_capped(
    path: Path, limit: int, error: type[KioskError] = StorageError, *, odd: KioskError | None = None
) -> bytes:
    """The whole of a file of at most `limit` bytes.

    Args:
        odd: the error if it is no ordinary file; without one, a pipe will do as well.

    Raises:
        StorageError: it cannot be read.
        error: it is larger than `limit`; the size is checked before reading, where it is known.
    """
    with storage(path), path.open("rb") if odd is None else open_ordinary(path, odd) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(limit + 1) if size <= limit else b""
    if max(size, len(data)) > limit:
        raise error(
            "{path} is larger than the {limit} KiB allowed here.",
            "Choose the right file, or make it smaller.",
            path=path,
            limit=f"{limit // 1024:,}",
        )
    return data


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Writes `data` to `path` so that a reader sees the old file or the whole new one, never half.

    Args:
        private: only this user may read the file (mode 0600).

    Raises:
        StorageError: it cannot be written; the old file, if any, is untouched.
    """
    with storage(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if private:
                close_to_others(temporary)
            else:
                temporary.chmod(0o644)
            patiently(lambda: temporary.replace(path))
            sync_folder(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


@contextmanager
def writing_private(path: Path) -> Iterator[BinaryIO]:
    """A file to write bit by bit; it is at `path` when the block ends well, else the old one or none is.

    Only this user may read it (mode 0600). On Linux it has no name until it is whole, so that
    even of a program that is killed nothing stays. Where the file system cannot do that (FAT,
    some network folders), a killed program leaves a hidden file beside `path`.

    Raises:
        StorageError: it cannot be written; the old file, if any, is untouched.
    """
    with storage(path):
        handle = _nameless(path.parent)
        temporary = None
        if handle is None:
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            temporary = Path(name)
            close_to_others(temporary)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(handle)
                if temporary is None:
                    temporary = _named(handle, path)
            named = temporary
            patiently(lambda: named.replace(path))
            sync_folder(path.parent)
        except BaseException:
            if temporary is not None:
                temporary.unlink(missing_ok=True)
            raise


@contextmanager
def making_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, for its owner only; at the end it becomes `folder`. After an error there is none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield staging
        patiently(lambda: staging.rename(folder))
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes `files` (path to bytes) below `folder`. Raises StorageError, OSError."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, data)


def _nameless(folder: Path) -> int | None:
    """A new file in `folder` that has no name yet (open(2), O_TMPFILE), or None where there are none."""
    if sys.platform != "linux":
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError:
        return None  # making one with a name says what is wrong, if it is not only this


def _named(handle: int, path: Path) -> Path:
    """Gives the nameless file a hidden name beside `path`, which it may then replace."""
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # Only with a folder's handle does Python follow the link that /proc is (linkat(2)).
        os.link(f"/proc/self/fd/{handle}", temporary.name, dst_dir_fd=folder)
    finally:
        os.close(folder)
    return temporary


def sync_folder(folder: Path) -> None:
    """Makes new names in `folder` durable, where the system has a way to (POSIX)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network and FUSE folders cannot be synced: the file itself was.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
