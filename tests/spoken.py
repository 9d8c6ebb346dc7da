"""What a screen reader gets of a running kiosk over AT-SPI, as JSON: `/usr/bin/python3 spoken.py STEP...`.

It stands alone, for it runs in the system's own Python, which has pyatspi. Before the first STEP, and after
each, it notes all that is showing. A STEP is a control to press, by its name, or "=words" to type.
"""

import json
import sys
import time

import pyatspi

_SECONDS = 60
_BUTTONS = ("push button", "check box", "radio button")


def main():
    """Takes the steps, and prints a page for each."""
    app = _until(_kiosk)
    pages = [_until(lambda: _page(app))]
    for step in sys.argv[1:]:
        before = pages[-1]
        if step.startswith("="):
            field = _until(lambda: _named(app, ("text",)))
            field.queryEditableText().setTextContents(step[1:])
        else:
            _until(lambda name=step: _named(app, _BUTTONS, name)).queryAction().doAction(0)
        pages.append(_until(lambda last=before: _other(app, last)))
    print(json.dumps(pages, ensure_ascii=False))


def _until(true):
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
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
        }
        for node in _showing(app)
    ]


main()
