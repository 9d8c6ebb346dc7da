"""Withdrawing: a person takes a signature back, and gets a certificate of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.coordinator.rights.withdrawals import Plan, withdraw
from kiosk.errors import KioskError
from kiosk.exchange.certificates import Certificate
from kiosk.ui.desk.parts.certificate import CertificateView
from kiosk.ui.desk.session import Session
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.desk.withdraw.ask import WithdrawAsk
from kiosk.ui.desk.withdraw.plan import WithdrawPlan
from kiosk.ui.widgets.announce import announce
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.labels import label
from kiosk.ui.widgets.layouts import clear_layout


class WithdrawPage(DeskPage):
    """Three steps: which signature, exactly what will go, and the certificate.

    What was typed and found is nowhere but on the page, and gone with it.

    Args:
        withdrew: told once something was.
    """

    def __init__(self, view: DeskView, session: Session, withdrew: Callable[[], object]) -> None:
        super().__init__(view, view.language.text("Withdraw"))
        self._session = session
        self._withdrew = withdrew
        self._step = QVBoxLayout()
        self.body.addLayout(self._step, 1)
        self._ask()

    def _ask(self) -> None:
        ask = WithdrawAsk(self.view, self._session, self._show_plan)
        self._lead_to(ask, ask.code.line)

    def _show_plan(self, plan: Plan, name: str) -> None:
        step = WithdrawPlan(
            self.view, plan, name, lambda with_copies: self._withdraw(step, plan, with_copies), self._ask
        )
        self._lead_to(step, step.back)

    def _withdraw(self, step: WithdrawPlan, plan: Plan, with_copies: bool) -> None:
        session = self._session
        step.setEnabled(False)

        def work() -> Certificate:
            register, today = session.register(), session.today()
            return withdraw(register, session.keys, session.folder, plan, today, with_copies=with_copies)

        def failed(error: KioskError) -> None:
            step.remark(f"{self.view.language.text('That did not work.')} {self.view.language.error(error)}")

        self.view.tasks.run(work, self._show_certificate, failed, asked_by=step)

    def _show_certificate(self, certificate: Certificate) -> None:
        self._withdrew()
        text, px = self.view.language.text, self.view.theme.px
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        done = text("Withdrawn.") if certificate.facts.records else text("Noted.")
        column.addWidget(label(done, "question"))
        words = text(
            "The certificate is for the person who asked. It is signed with the campaign’s key, and a copy "
            "stays in the campaign’s folder."
        )
        column.addWidget(label(words, "body"))
        shown = CertificateView(self.view, certificate)
        column.addWidget(shown, 1)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(button(text("Withdraw another"), "another", self._ask))
        row.addStretch(1)
        save = button(text("Save the certificate …"), "save-certificate", shown.save, role="primary")
        row.addWidget(save)
        column.addLayout(row)
        self._lead_to(step, save)
        announce(self, done)

    def _lead_to(self, step: QWidget, focus: QWidget) -> None:
        clear_layout(self._step)
        self._step.addWidget(step)
        self.first_focus = focus
        focus.setFocus()
