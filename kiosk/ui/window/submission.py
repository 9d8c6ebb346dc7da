"""What becomes of a signature between "Sign" and "Thank you"."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from kiosk.errors import KioskError
from kiosk.signing.visit import Step, Visit
from kiosk.ui.chime import ring
from kiosk.ui.staff.navigator import StaffNavigator
from kiosk.ui.stall.attract import AttractScreen
from kiosk.ui.stall.form import FormScreen
from kiosk.ui.stall.out_of_order import OutOfOrderScreen
from kiosk.ui.window.router import Router
from kiosk.ui.window.stack import Stack
from kiosk.ui.window.storing import Storing


class Submission:
    """Has a visit's signature stored, and shows how that went, unless the visit has ended meanwhile.

    Args:
        today: tells the day.
        build: called when another screen is due.
    """

    def __init__(
        self,
        storing: Storing,
        staff: StaffNavigator,
        router: Router,
        stack: Stack,
        today: Callable[[], datetime.date],
        build: Callable[[], object],
    ) -> None:
        self._storing = storing
        self._staff = staff
        self._router = router
        self._stack = stack
        self._today = today
        self._build = build
        storing.changed.connect(self._tell_signed)
        storing.stored.connect(self._saved)
        storing.refused.connect(self._failed)

    def submit(self) -> None:
        """Stores what was typed, if nothing is missing; meanwhile nothing can be touched."""
        visit = self._router.visit
        findings = visit.findings(Step.CONSENT)
        signature = visit.submit(self._today())
        if signature is None:
            if isinstance(self._stack.screen, FormScreen):
                self._stack.screen.show_findings(findings)
            return
        self._stack.disable()
        self._storing.store(visit, signature)

    def _saved(self, visit: Visit) -> None:
        if visit is not self._router.visit:
            return  # it has ended in a hurry
        visit.saved()
        self._build()
        if self._staff.display.beep:
            ring()

    def _failed(self, visit: Visit, error: KioskError) -> None:
        from kiosk.ui.stall.sign_consent import ConsentScreen  # loaded behind the first frame (later.py)

        if visit is not self._router.visit:
            return
        visit.failed()
        self._build()
        if isinstance(self._stack.screen, ConsentScreen):
            self._stack.screen.show_not_stored(error)

    def _tell_signed(self) -> None:
        if self._staff.active:
            return  # a PIN that is being typed is not built anew; visitors are told when staff have left
        if self._storing.fault is not None or isinstance(self._stack.screen, OutOfOrderScreen):
            self._build()
        elif isinstance(self._stack.screen, AttractScreen) and self._storing.tally is not None:
            self._stack.screen.show_tally(self._storing.tally)
