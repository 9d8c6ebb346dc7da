"""Who can get at a file: Windows has lists of access rights (ACL) for what modes are elsewhere."""

from __future__ import annotations

import ctypes
import re
import sys
from pathlib import Path

_OWNER_AND_DACL = 0x00000001 | 0x00000004  # SECURITY_INFORMATION, winnt.h
_SDDL_REVISION = 1
_TOKEN_QUERY = 0x0008
_TOKEN_USER = 1  # TOKEN_INFORMATION_CLASS

# Of an entry of such a list, written as text ("ACE Strings"): its kind, and whom it is for.
_ENTRY = re.compile(r"\((\w+);[^;()]*;[^;()]*;[^;()]*;[^;()]*;([^;()]+)[;)]")
_ALLOWING = frozenset({"A", "OA", "XA", "ZA"})
_TRUSTED = frozenset(
    {"SY", "S-1-5-18", "BA", "S-1-5-32-544", "LA", "CO", "S-1-3-0", "OW", "S-1-3-4"}
)  # the system, administrators, who makes or owns a file


def others(rights: str, user: str) -> set[str]:
    """Whom `rights` let in beside `user`, the system and the administrators, who get in anyhow.

    Args:
        rights: a security descriptor as text (SDDL).
        user: a user's SID, such as `S-1-5-21-1-2-3-1001`.

    Returns:
        SIDs, or their two letters; `WD` (everyone) where there is no list at all.
    """
    at = rights.find("D:")
    if at < 0 or rights[at:].startswith("D:NO_ACCESS_CONTROL"):
        return {"WD"}
    return {whom for kind, whom in _ENTRY.findall(rights[at:]) if kind in _ALLOWING} - _TRUSTED - {user}


if sys.platform == "win32":
    from ctypes import wintypes
    from typing import Any

    _advapi = ctypes.WinDLL("advapi32", use_last_error=True)
    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _function: Any
    _arguments: list[Any]
    for _function, _arguments in (
        (_advapi.OpenProcessToken, [wintypes.HANDLE, wintypes.DWORD, ctypes.POINTER(wintypes.HANDLE)]),
        (
            _advapi.GetTokenInformation,
            [wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD, ctypes.POINTER(wintypes.DWORD)],
        ),
        (_advapi.ConvertSidToStringSidW, [ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p)]),
        (
            _advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW,
            [wintypes.LPCWSTR, wintypes.DWORD, ctypes.POINTER(ctypes.c_void_p), ctypes.c_void_p],
        ),
        (
            _advapi.ConvertSecurityDescriptorToStringSecurityDescriptorW,
            [
                ctypes.c_void_p,
                wintypes.DWORD,
                wintypes.DWORD,
                ctypes.POINTER(ctypes.c_void_p),
                ctypes.c_void_p,
            ],
        ),
        (_advapi.SetFileSecurityW, [wintypes.LPCWSTR, wintypes.DWORD, ctypes.c_void_p]),
        (
            _advapi.GetFileSecurityW,
            [
                wintypes.LPCWSTR,
                wintypes.DWORD,
                ctypes.c_void_p,
                wintypes.DWORD,
                ctypes.POINTER(wintypes.DWORD),
            ],
        ),
        (_kernel.LocalFree, [ctypes.c_void_p]),
        (_kernel.CloseHandle, [wintypes.HANDLE]),
    ):
        _function.argtypes = _arguments
    _kernel.GetCurrentProcess.restype = wintypes.HANDLE

    def keep_for_user(path: Path) -> None:
        """From now on nobody but this user gets at `path`, nor at what is made in it. Raises OSError."""
        made = ctypes.c_void_p()
        _held(
            _advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
                f"D:P(A;OICI;FA;;;{_user()})", _SDDL_REVISION, ctypes.byref(made), None
            )
        )
        try:
            _held(_advapi.SetFileSecurityW(str(path), 0x00000004, made))
        finally:
            _kernel.LocalFree(made)

    def others_at(path: Path) -> set[str]:
        """Whom the system lets get at `path` beside this user: see `others`. Raises OSError."""
        size = wintypes.DWORD()
        _advapi.GetFileSecurityW(str(path), _OWNER_AND_DACL, None, 0, ctypes.byref(size))
        rights = ctypes.create_string_buffer(size.value)
        _held(_advapi.GetFileSecurityW(str(path), _OWNER_AND_DACL, rights, size, ctypes.byref(size)))
        text = ctypes.c_void_p()
        _held(
            _advapi.ConvertSecurityDescriptorToStringSecurityDescriptorW(
                rights, _SDDL_REVISION, _OWNER_AND_DACL, ctypes.byref(text), None
            )
        )
        return others(_taken(text), _user())

    def _user() -> str:
        """The SID of who runs this process."""
        token, size = wintypes.HANDLE(), wintypes.DWORD()
        _held(_advapi.OpenProcessToken(_kernel.GetCurrentProcess(), _TOKEN_QUERY, ctypes.byref(token)))
        try:
            _advapi.GetTokenInformation(token, _TOKEN_USER, None, 0, ctypes.byref(size))
            told = ctypes.create_string_buffer(size.value)
            _held(_advapi.GetTokenInformation(token, _TOKEN_USER, told, size, ctypes.byref(size)))
        finally:
            _kernel.CloseHandle(token)
        text = ctypes.c_void_p()
        _held(_advapi.ConvertSidToStringSidW(ctypes.c_void_p.from_buffer(told), ctypes.byref(text)))
        return _taken(text)

    def _taken(text: ctypes.c_void_p) -> str:
        """What the system wrote, whose memory is given back."""
        try:
            return ctypes.wstring_at(text.value or 0)
        finally:
            _kernel.LocalFree(text)

    def _held(answer: int) -> None:
        if not answer:
            raise ctypes.WinError(ctypes.get_last_error())
