"""The command behind "Make this laptop a kiosk" and "Give this laptop back" among the programs."""

from __future__ import annotations

import sys

import click


@click.command()
@click.argument("state", type=click.Choice(["on", "off"]))
def laptop(state: str) -> None:
    """Make this laptop a kiosk from its next start (on), or give it back (off), in a window.

    It says what will happen, and the system asks for an administrator's password. What does it
    comes with the Debian package signing-kiosk-session.
    """
    from kiosk.app import run_laptop

    sys.exit(run_laptop(on=state == "on"))
