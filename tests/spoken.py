"""What a screen reader gets of a running kiosk over AT-SPI, as JSON: `/usr/bin/python3 spoken.py STEP...`.

It stands alone, for it runs in the system's own Python, which has pyatspi. Before the first STEP, and after
each, it notes all that is showing, and what was announced on the way there. A STEP is a control to press, by
its name, or "=words" to type.
"""

import contextlib
import json
import sys
import time

import pyatspi
from gi.repository import Atspi, GLib

_SECONDS = 60
_BUTTONS = ("push button", "check box", "radio button", "page tab")
_announced = []


def main():
    """Takes the steps, and prints a page for each."""
    pyatspi.Registry.registerEventListener(
        lambda event: _announced.append(str(event.any_data)), "object:announcement"
    )
    Atspi.set_timeout(_SECONDS * 1000, _SECONDS * 1000)
    app = _until(_kiosk)
    pages = [_until(lambda: _page(app))]
    announced = [_take_announced()]
    for step in sys.argv[1:]:
        before = pages[-1]
        if step.startswith("="):
            field = _until(lambda: _named(app, ("text",)))
            field.queryEditableText().setTextContents(step[1:])
        else:
            _until(lambda name=step: _named(app, _BUTTONS, name)).queryAction().doAction(0)
        pages.append(_until(lambda last=before: _other(app, last)))
        announced.append(_take_announced())
    titles = [app.getChildAtIndex(number).name for number in range(app.childCount)]
    told = [{"showing": page, "announced": said} for page, said in zip(pages, announced, strict=True)]
    print(json.dumps([told, titles], ensure_ascii=False))


def _take_announced():
    _hear()
    said = list(_announced)
    _announced.clear()
    return said


def _hear():
    """Lets what the kiosk has announced arrive."""
    while GLib.MainContext.default().iteration(False):
        pass


def _until(true):
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        _hear()
        with contextlib.suppress(GLib.Error):  # what was asked is on the screen no more
            found = true()
            if found:
                return found
        time.sleep(0.05)
    raise SystemExit(f"not within {_SECONDS} seconds; the steps are {sys.argv[1:]}")


def _kiosk():
    return next((app for app in pyatspi.Registry.getDesktop(0) if app is not None and app.childCount), None)


def _showing(node):
    for number in range(node.childCount):
        child = node.getChildAtIndex(number)
        if child is not None and child.getState().contains(pyatspi.STATE_SHOWING):
            yield child
            yield from _showing(child)


def _named(app, roles, name=None):
    found = (node for node in _showing(app) if node.getRoleName() in roles)
    return next((node for node in found if name is None or node.name == name), None)


def _other(app, last):
    """The page, once it is another one and has come to rest."""
    page = _page(app)
    time.sleep(0.2)
    return page if page != last and page == _page(app) else None


def _page(app):
    return [
        {
            "role": node.getRoleName(),
            "name": node.name,
            "description": node.description,
            "checked": node.getState().contains(pyatspi.STATE_CHECKED),
            "selected": node.getState().contains(pyatspi.STATE_SELECTED),
        }
        for node in _showing(app)
    ]


main()
