"""The content is edited: a section at the left, in one language, and the stall's screen beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QGridLayout

from kiosk.campaign import field_files, slots
from kiosk.campaign.model import Campaign
from kiosk.campaign.slots import Entry, Slot
from kiosk.errors import ChangedOnDiskError, KioskError
from kiosk.languages import own_name
from kiosk.ui.desk.edit.editing import Editing
from kiosk.ui.desk.edit.fields import AnotherOption, NewFieldCard, OptionLine
from kiosk.ui.desk.edit.photograph import read_photograph
from kiosk.ui.desk.edit.wording import choice_words, kind_words, section_words, slot_words
from kiosk.ui.desk.parts.beside import StallBeside
from kiosk.ui.desk.parts.cards import Card
from kiosk.ui.desk.parts.choice import DeskChoice
from kiosk.ui.desk.parts.field import DeskField
from kiosk.ui.desk.parts.file_dialog import FileDialog
from kiosk.ui.desk.parts.labelled import LabelledInput
from kiosk.ui.desk.parts.text import DeskText
from kiosk.ui.desk.view import DeskPage, DeskView
from kiosk.ui.widgets.buttons import button
from kiosk.ui.widgets.flow import FlowLayout
from kiosk.ui.widgets.labels import label

_SCREENS = {
    "texts": "attract",
    "fields": "form-own-1",
    "figures": "questions",
    "links": "contact",
    "posters": "attract",
}
"""The stall's screen that shows a section, where it has another name."""
_LINES = {"text": 4, "lines": 3}
_COLUMNS = 2
"""Of a figure's numbers."""


class EditPage(DeskPage):
    """One section of the content in one language.

    Args:
        again: builds the page anew.
        leave: leads away; asks first where something is not saved.
    """

    def __init__(
        self,
        view: DeskView,
        editing: Editing,
        again: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        text = view.language.text
        super().__init__(view, text("Edit the content"))
        self._editing, self._again = editing, again
        self.add_primary(text("Save"), "save", self._save)
        self.add_back(leave)
        self._boxes: dict[Slot, LabelledInput] = {}
        self._of: dict[Slot, str] = {}
        self._new_field: NewFieldCard | None = None
        self._add_chips(
            "section", section_words(view.language), slots.sections(editing.editor), editing.section
        )
        tags = slots.languages(editing.editor)
        if len(tags) > 1:
            self._add_chips("tongue", {tag: own_name(tag) for tag in tags}, tags, editing.language)
        screen = _SCREENS.get(editing.section, editing.section)
        self._beside = StallBeside(view, editing.stall, self._campaign, screen, editing.language)
        self._column = self.add_scroll(self._beside).content
        self._said = label("", "question")
        self._said.setObjectName("said")
        self._said.hide()
        self._column.addWidget(self._said)
        for entry in slots.entries(editing.editor, editing.section, editing.language):
            self._add_entry(entry)
        if editing.section == "fields":
            self._new_field = NewFieldCard(view, own_name(self._first), self._add_field)
            self._column.addWidget(self._new_field)
        elif slots.has_own_entries(editing.section):
            self._column.addWidget(button(text("Add another"), "add", self._add))
        self._column.addStretch(1)

    def _add_chips(self, kind: str, names: dict[str, str], there: Sequence[str], chosen: str) -> None:
        flow = FlowLayout(self.view.theme.px(8))
        for name in there:
            made = button(
                names[name], f"{kind}-{name}", partial(self._show, kind, name), role="chip", checkable=True
            )
            made.setChecked(name == chosen)
            flow.addWidget(made)
        self.body.addLayout(flow)

    @property
    def _first(self) -> str:
        """The campaign's first language, in which whatever is new is written."""
        return slots.languages(self._editing.editor)[0]

    @property
    def _is_first(self) -> bool:
        return self._editing.language == self._first

    def _show(self, kind: str, name: str) -> None:
        if kind == "section":
            self._editing.section = name
        else:
            self._editing.language = name
        self._again()

    # -------------------------------------------------------------------- what is written

    def _add_entry(self, entry: Entry) -> None:
        card = Card(self.view, _title(entry, self._editing))
        kind = ""
        if self._editing.section == "fields":
            kind = str(field_files.field(self._editing.editor, entry.id).get("kind", ""))
            card.add(kind_words(self.view.language).get(kind, kind), "small")
        shared = next((slot for slot in entry.slots if slot.file == "campaign.toml"), None)
        table = QGridLayout()
        table.setSpacing(self.view.theme.px(10))
        for slot in entry.slots:
            self._of[slot] = entry.id
            if slot is shared and kind in field_files.CHOSEN and self._is_first:
                card.column.addWidget(AnotherOption(self.view, entry.id, partial(self._add_option, entry.id)))
            if slot.kind == "number":
                place = table.count()
                table.addWidget(self._line(slot), place // _COLUMNS, place % _COLUMNS)
            else:
                self._add_slot(card, slot)
        card.column.addLayout(table)
        text = self.view.language.text
        if self._editing.section == "endorsers":
            choose = partial(self._choose_photograph, entry.id)
            card.buttons.addWidget(button(text("Choose a photograph …"), f"photograph-{entry.id}", choose))
        if slots.has_own_entries(self._editing.section):
            for words, name, by in ((text("Move up"), "up", -1), (text("Move down"), "down", 1)):
                move = partial(self._move, entry.id, by)
                card.buttons.addWidget(button(words, f"{name}-{entry.id}", move, role="link"))
            if not (self._editing.section == "fields" and self._editing.is_in_pack(entry.id)):
                away = partial(self._remove, entry.id)
                card.buttons.addWidget(button(text("Take away"), f"remove-{entry.id}", away, role="link"))
        self._column.addWidget(card)

    def _add_slot(self, card: Card, slot: Slot) -> None:
        editor, language = self._editing.editor, self.view.language
        title, name = slot_words(slot.called, language), slot_name(slot)
        if slot.option and not self._editing.is_in_pack(str(slot.keys[0]), slot.option):
            away = partial(self._remove_option, str(slot.keys[0]), slot.option)
            card.column.addWidget(OptionLine(self.view, self._line(slot), slot_name(slot), away))
        elif slot.kind == "line":
            card.column.addWidget(self._line(slot))
        elif slot.kind in ("choice", "country"):
            value = slot.read(editor) or slot.default
            options, changed = choice_words(slot, language), partial(self._changed, slot)
            self._boxes[slot] = DeskChoice(title, name, options, value, changed)
            card.column.addWidget(self._boxes[slot])
        else:
            text = DeskText(
                self.view, title, name, _LINES[slot.kind], lambda: self._changed(slot, text.typed)
            )
            text.show_text(slot.read(editor))
            self._boxes[slot] = text
            card.column.addWidget(text)
        folder = f"{self._editing.language}/"
        if not self._is_first and slot.file.startswith(folder):
            other = Slot(slot.file.replace(folder, f"{self._first}/", 1), slot.keys, slot.called, slot.kind)
            card.add(other.read(editor), "small")

    def _line(self, slot: Slot) -> DeskField:
        language = self.view.language
        title = language.text("Can be chosen") if slot.option else slot_words(slot.called, language)
        line = DeskField(title, slot_name(slot))
        line.line.setText(slot.read(self._editing.editor))
        line.line.textEdited.connect(partial(self._changed, slot))
        self._boxes[slot] = line
        return line

    def _changed(self, slot: Slot, typed: str) -> None:
        slot.write(self._editing.editor, typed)
        self._say("")
        self._beside.changed()

    def _campaign(self) -> Campaign:
        """What is drawn; a mistake is shown where it is, too."""
        for box in self._boxes.values():
            box.remark("")
        try:
            return self._editing.campaign()
        except KioskError as error:
            if slot := self._slot_of(error):
                self._boxes[slot].remark(self.view.language.error(error))
            raise

    def _slot_of(self, error: KioskError) -> Slot | None:
        """Where the mistake is that `error` tells, if that is shown here."""
        here = [slot for slot in self._boxes if slot.file == error.values.get("file")]
        line, key = error.values.get("line"), error.values.get("key")
        if isinstance(line, int) and here:
            lines = self._editing.editor.files[here[0].file].decode(errors="replace").splitlines()
            near = lines[line - 1] if line <= len(lines) else ""
            for slot in here:
                said = slot.read(self._editing.editor).split("\n")[0]
                if slot.keys and near.strip().startswith(str(slot.keys[-1])) and said in near:
                    return slot
        named = [slot for slot in here if slot.keys and key in (slot.keys[-1], ".".join(map(str, slot.keys)))]
        ids = (error.values.get("id"), error.values.get("table"), str(key).partition(".")[0])
        of_it = [slot for slot in here if self._of[slot] and self._of[slot] in ids]
        both = [slot for slot in of_it if slot in named]
        rest = [] if self._editing.section == "fields" else here
        return next(iter((*both, *of_it, *named, *rest)), None)

    def _add(self) -> None:
        slots.add(self._editing.editor, self._editing.section)
        self._again()

    def _add_field(self, kind: str, title: str, options: Sequence[str]) -> None:
        field_files.add(self._editing.editor, self._first, kind, title, options)
        self._again()

    def _add_option(self, id: str, words: str) -> None:
        field_files.add_option(self._editing.editor, self._first, id, words)
        self._again()

    def _remove_option(self, id: str, option: str) -> None:
        editor = self._editing.editor
        field_files.remove_option(editor, slots.languages(editor), id, option)
        self._again()

    def _move(self, id: str, by: int) -> None:
        slots.move(self._editing.editor, self._editing.section, id, by)
        self._again()

    def _remove(self, id: str) -> None:
        slots.remove(self._editing.editor, self._editing.section, id)
        self._again()

    def _choose_photograph(self, id: str) -> None:
        text = self.view.language.text
        chosen = FileDialog.open(self, text("Choose a photograph …"), "*.png *.jpg *.jpeg")
        if not chosen:
            return
        name = f"pictures/{id}.jpg"
        try:
            self._editing.editor.put_file(name, read_photograph(Path(chosen)))
        except KioskError as error:
            self._say(self.view.language.error(error))
            return
        self._editing.editor.set_value("endorsers.toml", (id, "picture"), name)
        self._beside.changed()

    # ---------------------------------------------------------------------------- saving

    def _save(self) -> None:
        language = self.view.language
        if self._new_field is not None and self._new_field.is_begun:
            self._say(language.text("The new field is not added yet. Add it, or empty its line."))
            return
        try:
            names = self._editing.save()
        except ChangedOnDiskError as error:
            self._say(language.error(error))
            self._show_both()
        except KioskError as error:
            self._say(language.error(error))
        else:
            words = language.text("Saved: {files}. Now make a new pack.", files=", ".join(names))
            self._say(words if names else language.text("Nothing was changed."))

    def _show_both(self) -> None:
        """For each file that somebody else changed: theirs and one's own, and which stays."""
        text, editor = self.view.language.text, self._editing.editor
        for name in editor.changed_on_disk():
            card = Card(self.view, name)
            both = (
                (text("Theirs, on the disk"), editor.on_disk(name)),
                (text("Yours"), editor.files.get(name)),
            )
            for title, data in both:
                box = DeskText(self.view, title, f"both-{name}", 4, lambda: None)
                box.show_text((data or b"").decode("utf-8-sig", errors="replace"))
                box.edit.setReadOnly(True)
                card.column.addWidget(box)
            for words, button_name, choose in (
                (text("Take theirs"), "theirs", self._editing.take_theirs),
                (text("Keep mine"), "mine", editor.keep_mine),
            ):
                card.buttons.addWidget(
                    button(words, f"{button_name}-{name}", partial(self._decide, choose, name))
                )
            self._column.insertWidget(1, card)

    def _decide(self, choose: Callable[[str], object], name: str) -> None:
        try:
            choose(name)
        except KioskError as error:
            self._say(self.view.language.error(error))
            return
        self._again()

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))


def slot_name(slot: Slot) -> str:
    """The name by which the box of a slot is found: "en/texts.toml:slogan"."""
    return ":".join((slot.file, *map(str, slot.keys)))


def _title(entry: Entry, editing: Editing) -> str:
    """The first words of an entry in the campaign's first language."""
    if not entry.id:
        return own_name(editing.language)
    first = slots.entries(editing.editor, editing.section, slots.languages(editing.editor)[0])
    said = next((one.slots[0].read(editing.editor) for one in first if one.id == entry.id), "")
    return said.split("\n")[0].lstrip("# ")[:80] or entry.id
