"""The whole chain on this laptop with a throw-away key, through the real widgets and both sides."""

from kiosk.rehearsal.play import rehearse
from kiosk.rehearsal.visitor import Person, Visitor

__all__ = ["Person", "Visitor", "rehearse"]
