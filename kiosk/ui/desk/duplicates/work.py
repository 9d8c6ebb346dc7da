"""The questions about who may have signed twice: found, looked at one by one, decided, and taken back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.coordinator.campaign.keys import CampaignKeys
from kiosk.coordinator.counting.decisions import Decision, decide, log, undo
from kiosk.coordinator.counting.following import choose_rules
from kiosk.coordinator.counting.kiosk_names import kiosk_names
from kiosk.coordinator.counting.questions import (
    Line,
    Question,
    find_probable,
    places_of,
    questions,
    side_by_side,
)
from kiosk.coordinator.counting.rules import RULES, meanings
from kiosk.coordinator.register.register import Register, State
from kiosk.coordinator.register.words import Meaning, Verdict
from kiosk.coordinator.rights.correcting import ChoiceQuestion, answer, choice_questions
from kiosk.errors import KioskError, Remark
from kiosk.ui.desk.session import Session
from kiosk.ui.tasks import Tasks

_TOLD_SECONDS = 0.1


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

    questions: list[Question]
    choices: list[ChoiceQuestion]
    decisions: list[Decision]
    called: dict[bytes, tuple[str, int]]
    rules: dict[str, Meaning]
    counted: int


class DuplicatesWork(QObject):
    """One piece of work at a time.

    Attributes:
        busy: whether one is under way.
        searching: whether it is the search, of which `done` of `of` records are read.
        settling: whether the rules are applied; `done` of `of` records are settled.
        before: how it stood before the rules were applied that now stand; None before any were.
        stopped: whether the last search, or the rules, were stopped.
        waiting: None before it is read, and where nothing has been merged yet.
        at: which of the questions is looked at, from 0.
        lines: that question side by side; empty while it is being opened.
        who: who decides, until the desk is locked.
        last: the number of the decision that was just taken.
    """

    changed = Signal()
    acted = Signal()
    """Something was decided, or the rules are others: what counts may have changed."""
    _moved = Signal(int, int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = session
        self._tasks = Tasks(self)
        self._stop = threading.Event()
        self._told = 0.0
        self.busy = self.searching = self.settling = self.stopped = self.is_read = False
        self.done = self.of = 0
        self.waiting: Waiting | None = None
        self.before: Waiting | None = None
        self.at = 0
        self.lines: list[Line] = []
        self.who = ""
        self.last: int | None = None
        self.error: KioskError | None = None
        self._moved.connect(self._move)

    @property
    def question(self) -> Question | None:
        """The one that is looked at."""
        if self.waiting is None or self.at >= len(self.waiting.questions):
            return None
        return self.waiting.questions[self.at]

    def read(self) -> None:
        """Reads everything anew, as when files were merged."""
        self._do(_read)

    def find(self) -> None:
        """Looks for those who are alike, which takes a while."""

        def work(register: Register, keys: CampaignKeys) -> Waiting:
            of = sum(sum(states.values()) for states in register.tally().values())
            find_probable(register, keys, lambda done: self._tell(done, of))
            return _read(register, keys)

        self._do(work, searching=True)

    def apply(self, chosen: Mapping[str, Meaning]) -> None:
        """Lets the `chosen` rules mean something else, and settles all signatures anew."""

        def work(register: Register, keys: CampaignKeys) -> _Acted:
            choose_rules(register, keys, chosen, self._tell)
            return _Acted(_read(register, keys))

        before = self.waiting
        self._do(work, settling=True)
        self.before = before

    @property
    def changed_by_hand(self) -> list[Remark]:
        """What somebody had changed in the register, found since the desk was opened."""
        return list(self._session.changed) if self._session is not None else []

    def stop(self) -> None:
        """Ends the search, or the settling; all stays as it was."""
        self._stop.set()

    def decide(self, verdict: Verdict, reason: str) -> None:
        """Says what the two of the question are; goes on to the next."""
        question, session, who = self.question, self._session, self.who
        if question is None or session is None:
            return
        day = session.today()

        def work(register: Register, keys: CampaignKeys) -> _Acted:
            one, other = question.one.digest, question.other.digest
            number = decide(register, keys, one, other, verdict, reason, who, day)
            return _Acted(_read(register, keys), number)

        self._do(work)

    def answer(self, question: ChoiceQuestion, reason: str, *, take: bool) -> None:
        """Lets the wider choices of `question` hold, or the narrower ones."""
        session, who = self._session, self.who
        if session is None:
            return
        day = session.today()

        def work(register: Register, keys: CampaignKeys) -> _Acted:
            record = question.place.digest
            answer(register, keys, record, take=take, who=who, reason=reason, today=day)
            return _Acted(_read(register, keys))

        self._do(work)

    def take_back(self, number: int) -> None:
        """Takes decision `number` back; its question is open again."""
        session, who = self._session, self.who
        if session is None:
            return
        day = session.today()

        def work(register: Register, keys: CampaignKeys) -> _Acted:
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

    def _do(
        self,
        work: Callable[[Register, CampaignKeys], Any],
        *,
        searching: bool = False,
        settling: bool = False,
    ) -> None:
        session = self._session
        if self.busy or session is None:
            return
        self.busy, self.searching, self.settling = True, searching, settling
        self.error = self.last = self.before = None
        self.stopped = False
        self.done = self.of = 0
        self._stop.clear()

        def run() -> Any:
            register = session.existing_register()
            try:
                return work(register, session.keys) if register is not None else None
            except _Stopped:
                return _Stopped()  # a new one: what was raised holds on to a connection of this thread

        self._tasks.run(run, self._take, self._fail, asked_by=self)
        self.changed.emit()

    def _take(self, outcome: Waiting | _Acted | _Stopped | None) -> None:
        self.busy, self.is_read = False, True
        if self._session is None:
            self.deleteLater()
            return
        if isinstance(outcome, _Stopped):
            self.stopped, self.before = True, None
            self.changed.emit()
            return
        acted = outcome if isinstance(outcome, _Acted) else None
        if acted is not None:
            self.last = acted.number
        self.waiting = waiting = outcome.waiting if isinstance(outcome, _Acted) else outcome
        if waiting is not None and self.at >= len(waiting.questions):
            self.at = 0
        self._open()
        if acted is not None:
            self.acted.emit()

    def _open(self) -> None:
        """Opens the two signatures of the question."""
        session, question = self._session, self.question
        self.lines = []
        self.changed.emit()
        if session is None or question is None:
            return

        def work() -> tuple[Question, list[Line]]:
            return question, side_by_side(session.register(), session.keys, question)

        self._tasks.run(work, self._opened, self._fail, asked_by=self)

    def _opened(self, opened: tuple[Question, list[Line]]) -> None:
        question, lines = opened
        if question == self.question and self._session is not None:
            self.lines = lines
            self.changed.emit()

    def _fail(self, error: KioskError) -> None:
        self.busy, self.error, self.before = False, error, None
        self.changed.emit()
        if self._session is None:
            self.deleteLater()

    def _tell(self, done: int, of: int) -> None:
        if self._stop.is_set():
            raise _Stopped
        now = time.monotonic()
        if now - self._told >= _TOLD_SECONDS or done == of:
            self._told = now
            self._moved.emit(done, of)

    def _move(self, done: int, of: int) -> None:
        self.done, self.of = done, of
        self.changed.emit()


@dataclass(frozen=True)
class _Acted:
    """How it stands after something was decided; `number` is the decision's, if it is one."""

    waiting: Waiting
    number: int | None = None


class _Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """The person wants no more of it."""


def _read(register: Register, keys: CampaignKeys) -> Waiting:
    decisions = log(register, keys)
    digests = {digest for one in decisions for digest in (one.one, one.other)}
    places = places_of(register, kiosk_names(register), digests)
    called = {digest: (place.name, place.seq) for digest, place in places.items()}
    with register.reading() as connection:
        chosen = meanings(connection)
    rules = {name: chosen[rule] for name, rule in RULES.items()}
    counted = sum(states.get(State.COUNTED, 0) for states in register.tally().values())
    asked, wider = questions(register, keys), choice_questions(register, keys)
    return Waiting(asked, wider, decisions[::-1], called, rules, counted)
