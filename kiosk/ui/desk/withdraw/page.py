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
from kiosk.ui.wizard import Wizard


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
        self._plan: Plan | None = None
        self._name = ""
        self._certificate: Certificate | None = None
        self._place = QVBoxLayout()
        self.body.addLayout(self._place, 1)
        self._wizard: Wizard[DeskView, QWidget] = Wizard(
            (self._ask, self._show_plan, self._show_certificate), self._show_step, lambda: None
        )
        self._show_step()

    def _show_step(self) -> None:
        clear_layout(self._place)
        self._place.addWidget(self._wizard.page(self.view))
        if self.first_focus is not None:
            self.first_focus.setFocus()

    def _ask(self, view: DeskView) -> QWidget:
        self._plan, self._name, self._certificate = None, "", None
        ask = WithdrawAsk(view, self._session, self._planned)
        self.first_focus = ask.code.line
        return ask

    def _planned(self, plan: Plan, name: str) -> None:
        self._plan, self._name = plan, name
        self._wizard.go_on()

    def _show_plan(self, view: DeskView) -> QWidget:
        plan = self._plan
        assert plan is not None
        step = WithdrawPlan(
            view,
            plan,
            self._name,
            lambda with_copies: self._withdraw(step, plan, with_copies),
            self._wizard.go_back,
        )
        self.first_focus = step.back
        return step

    def _withdraw(self, step: WithdrawPlan, plan: Plan, with_copies: bool) -> None:
        session = self._session
        step.setEnabled(False)

        def work() -> Certificate:
            register, today = session.register(), session.today()
            return withdraw(register, session.keys, session.folder, plan, today, with_copies=with_copies)

        def failed(error: KioskError) -> None:
            step.remark(f"{self.view.language.text('That did not work.')} {self.view.language.error(error)}")

        self.view.tasks.run(work, self._done, failed, asked_by=step)

    def _done(self, certificate: Certificate) -> None:
        self._certificate = certificate
        self._withdrew()
        self._wizard.go_on()
        announce(self, self._done_words(certificate))

    def _done_words(self, certificate: Certificate) -> str:
        text = self.view.language.text
        return text("Withdrawn.") if certificate.facts.records else text("Noted.")

    def _show_certificate(self, view: DeskView) -> QWidget:
        certificate = self._certificate
        assert certificate is not None
        text, px = view.language.text, view.theme.px
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(label(self._done_words(certificate), "question"))
        words = text(
            "The certificate is for the person who asked. It is signed with the campaign’s key, and a copy "
            "stays in the campaign’s folder."
        )
        column.addWidget(label(words, "body"))
        shown = CertificateView(view, certificate)
        column.addWidget(shown, 1)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(button(text("Withdraw another"), "another", lambda: self._wizard.go_to(0)))
        row.addStretch(1)
        save = button(text("Save the certificate …"), "save-certificate", shown.save, role="primary")
        row.addWidget(save)
        column.addLayout(row)
        self.first_focus = save
        return step
