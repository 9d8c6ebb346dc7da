"""The questions about who may have signed twice: found, looked at one by one, decided, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.decisions import Decision, decide, log, undo
from kiosk.coordinator.counting.following import choose_rules
from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.counting.questions import (
    CandidatePair,
    Line,
    find_probable,
    places_of,
    questions,
    side_by_side,
)
from kiosk.coordinator.counting.rules import chosen_rules
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.words import Meaning, Verdict
from kiosk.coordinator.rights.correcting import ChoiceQuestion, answer, choice_questions, undo_correction
from kiosk.errors import KioskError, Remark
from kiosk.ui.desk.session import Session
from kiosk.ui.job import Job, Run

SEARCHING = "searching"
"""The stage in which the records are read for the search; it compares them once all are."""
SETTLING = "settling"


@dataclass(frozen=True)
class Waiting:
    """All that is open and all that was decided.

    Attributes:
        questions: the likeliest first.
        choices: who signed again and chose more.
        decisions: the newest first.
        called: kiosk's name and number of the records in `decisions`, by digest.
        rules: what it means that two signatures agree, by rule (`rules.RULES`).
        counted: signatures that count.
    """

    questions: list[CandidatePair]
    choices: list[ChoiceQuestion]
    decisions: list[Decision]
    called: dict[bytes, tuple[str, int]]
    rules: dict[str, Meaning]
    counted: int


class DuplicatesWork(Job):
    """One piece of work at a time.

    Attributes:
        stage: what is under way, `SEARCHING` or `SETTLING`; empty where it is neither.
        before: how it stood before the rules were applied that now stand; None before any were.
        is_read: whether it was tried to read what waits.
        waiting: None before it is read, and where nothing has been merged yet.
        at: which of the questions is looked at, from 0.
        lines: that question side by side; empty while it is being opened.
        who: who decides, until the desk is locked.
        answered: the number of the answer on somebody's choices that was just given.
    """

    acted = Signal()
    """Something was decided, or the rules are others: what counts may have changed."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self.is_read = False
        self.stage = ""
        self.waiting: Waiting | None = None
        self.before: Waiting | None = None
        self.at = 0
        self.lines: list[Line] = []
        self.who = ""
        self.answered: int | None = None

    @property
    def question(self) -> CandidatePair | None:
        """The one that is looked at."""
        if self.waiting is None or self.at >= len(self.waiting.questions):
            return None
        return self.waiting.questions[self.at]

    def read(self) -> None:
        """Reads everything anew, as when files were merged."""
        self._do(lambda run, register, keys: _read(register, keys))

    def find(self) -> None:
        """Looks for those who are alike, which takes a while."""

        def work(run: Run, register: Register, keys: CampaignKeys) -> Waiting:
            of = register.count()
            find_probable(register, keys, lambda done: run.tell_or_stop(done, of))
            return _read(register, keys)

        self._do(work, SEARCHING)

    def apply(self, chosen: Mapping[str, Meaning]) -> None:
        """Lets the `chosen` rules mean something else, and settles all signatures anew."""

        def work(run: Run, register: Register, keys: CampaignKeys) -> _Acted:
            choose_rules(register, keys, chosen, run.tell_or_stop)
            return _Acted(_read(register, keys))

        before = self.waiting
        self._do(work, SETTLING)
        self.before = before

    @property
    def changed_by_hand(self) -> list[Remark]:
        """What somebody had changed in the register, found since the desk was opened."""
        return list(self._session.changed) if self._session is not None else []

    def decide(self, verdict: Verdict, reason: str) -> None:
        """Says what the two of the question are; goes on to the next."""
        question, session, who = self.question, self._session, self.who
        if question is None or session is None:
            return
        day = session.today()

        def work(run: Run, register: Register, keys: CampaignKeys) -> _Acted:
            one, other = question.one.digest, question.other.digest
            decide(register, keys, one, other, verdict, reason, who, day)
            return _Acted(_read(register, keys))

        self._do(work)

    def answer(self, question: ChoiceQuestion, reason: str, *, take: bool) -> None:
        """Lets the wider choices of `question` hold, or the narrower ones."""
        session, who = self._session, self.who
        if session is None:
            return
        day = session.today()

        def work(run: Run, register: Register, keys: CampaignKeys) -> _Acted:
            record = question.place.digest
            number = answer(register, keys, record, take=take, who=who, reason=reason, today=day)
            return _Acted(_read(register, keys), number)

        self._do(work)

    def undo_answer(self) -> None:
        """Takes the answer that was just given back; its question is open again."""
        number, session, who = self.answered, self._session, self.who
        if number is None or session is None:
            return
        day = session.today()

        def work(run: Run, register: Register, keys: CampaignKeys) -> _Acted:
            undo_correction(register, keys, number, who, day)
            return _Acted(_read(register, keys))

        self._do(work)

    def take_back(self, number: int) -> None:
        """Takes decision `number` back; its question is open again."""
        session, who = self._session, self.who
        if session is None:
            return
        day = session.today()

        def work(run: Run, register: Register, keys: CampaignKeys) -> _Acted:
            undo(register, keys, number, who, day)
            return _Acted(_read(register, keys))

        self._do(work)

    def go(self, step: int) -> None:
        """To the next question (1), or the one before (-1); round and round."""
        if self.waiting is not None and self.waiting.questions and not self.busy:
            self.at = (self.at + step) % len(self.waiting.questions)
            self._open()

    def close(self) -> None:
        """Stops, lets go of the key and of all that was opened, and is deleted once nothing is under way."""
        self.stop()
        self._session = self.waiting = None
        self.lines, self.who = [], ""
        if not self.busy:
            self.deleteLater()

    def _do(self, work: Callable[[Run, Register, CampaignKeys], Waiting | _Acted], stage: str = "") -> None:
        session = self._session
        if self.busy or session is None:
            return
        self.stage = stage
        self.answered = self.before = None

        def run_work(run: Run) -> Waiting | _Acted | None:
            register = session.existing_register()
            return work(run, register, session.keys) if register is not None else None

        self.begin(run_work, self._take, self._drop)

    def _take(self, outcome: Waiting | _Acted | None) -> None:
        self.is_read = True
        if self._session is None:
            return
        acted = outcome if isinstance(outcome, _Acted) else None
        if acted is not None:
            self.answered = acted.answered
        self.waiting = waiting = outcome.waiting if isinstance(outcome, _Acted) else outcome
        if waiting is not None and self.at >= len(waiting.questions):
            self.at = 0
        self._open()
        if acted is not None:
            self.acted.emit()

    def _drop(self, error: KioskError) -> None:
        self.before = None

    def idle(self) -> None:
        self.stage = ""
        if self.stopped:
            self.is_read, self.before = True, None
        if self._session is None:
            self.deleteLater()

    def _open(self) -> None:
        """Opens the two signatures of the question."""
        session, question = self._session, self.question
        self.lines = []
        self.changed.emit()
        if session is None or question is None:
            return

        def work() -> tuple[CandidatePair, list[Line]]:
            return question, side_by_side(session.register(), session.keys, question)

        self.glance(work, self._opened)

    def _opened(self, opened: tuple[CandidatePair, list[Line]]) -> None:
        question, lines = opened
        if question == self.question and self._session is not None:
            self.lines = lines
            self.changed.emit()


@dataclass(frozen=True)
class _Acted:
    """How it stands after something was decided; `answered` is the number of an answer on choices."""

    waiting: Waiting
    answered: int | None = None


def _read(register: Register, keys: CampaignKeys) -> Waiting:
    decisions = log(register, keys)
    digests = {digest for one in decisions for digest in (one.one, one.other)}
    places = places_of(register, kiosk_names(register), digests)
    called = {digest: (place.name, place.seq) for digest, place in places.items()}
    counted = register.count(State.COUNTED)
    asked, wider = questions(register, keys), choice_questions(register, keys)
    return Waiting(asked, wider, decisions[::-1], called, chosen_rules(register), counted)
