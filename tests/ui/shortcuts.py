"""What leads out of other programs: the shortcuts that kiosk browsers and Safe Exam Browser block."""

from __future__ import annotations

SYSTEM = """
alt+F4 alt+Tab alt+shift+Tab ctrl+alt+Tab alt+Escape ctrl+Escape ctrl+shift+Escape alt+space alt+F1 alt+F2
alt+F7
alt+F8 alt+F9 alt+F10 Super_L Super_R super+d super+e super+l super+r super+Tab super+Up super+Down
ctrl+alt+t
ctrl+alt+l ctrl+alt+d ctrl+alt+Delete ctrl+alt+Left ctrl+alt+Right ctrl+alt+Up ctrl+alt+Down
ctrl+alt+Escape
"""
FUNCTION_KEYS = "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 shift+F1 shift+F10 ctrl+F4 ctrl+F5"
PROGRAMS = """
ctrl+w ctrl+q ctrl+p ctrl+s ctrl+o ctrl+n ctrl+t ctrl+shift+n ctrl+shift+t ctrl+shift+w ctrl+shift+i
ctrl+shift+j
ctrl+shift+c ctrl+u ctrl+l ctrl+k ctrl+j ctrl+h ctrl+d ctrl+f ctrl+g ctrl+r ctrl+b ctrl+e ctrl+Tab
ctrl+shift+Tab
ctrl+Prior ctrl+Next ctrl+plus ctrl+minus ctrl+0 alt+Left alt+Right alt+Home alt+Return ctrl+Return ctrl+a
ctrl+c
ctrl+x ctrl+v ctrl+z ctrl+y shift+Insert ctrl+Insert shift+Delete alt+a alt+f alt+n
"""
OTHER_KEYS = "Print alt+Print ctrl+Print shift+Print Menu Help Pause Scroll_Lock Break"
STICKY_KEYS = "Shift_L Shift_L Shift_L Shift_L Shift_L Shift_L shift+alt+Num_Lock"

GROUPS = [words.split() for words in (SYSTEM, FUNCTION_KEYS, PROGRAMS, OTHER_KEYS, STICKY_KEYS)]

MODIFIERS = ("Control_L", "Alt_L", "Shift_L", "Super_L")
KEYS = [
    *"abcdefgilnopqrstwxyz0159",
    *(f"F{number}" for number in range(1, 13)),
    *("space", "Tab", "Return", "BackSpace", "Escape", "Down", "Left", "Right", "Up", "Prior", "Next"),
    *("Home", "End", "Insert", "Delete", "Print", "Menu", "Pause", "Scroll_Lock", "Num_Lock", "Caps_Lock"),
]
BUTTONS = (1, 1, 1, 2, 3, 4, 5, 8, 9)
