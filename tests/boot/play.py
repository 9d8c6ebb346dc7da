"""What staff, visitors and strangers do at a laptop that has booted into the locked session."""

from __future__ import annotations

import re
from pathlib import Path

from tests import patience
from tests.boot.computer import SECONDS, Computer, Shell

PIN = "246810"
FIRST_SCREEN = ("Touch to sign", "Touch anywhere else to read more.")
_PANEL = "signed in this shift"
LOGIN_SCREEN = ("Enter your password",)
_STEPS_BACK = 10
"""More than there are from anywhere to the first screen."""
ESCAPES = (
    "alt-sysrq-r", "ctrl-alt-f2", "alt-sysrq-e", "alt-sysrq-k", "alt-sysrq-b",
    *(f"ctrl-alt-f{number}" for number in range(1, 13)), *(f"alt-f{number}" for number in range(1, 13)),
    "ctrl-alt-delete", "ctrl-alt-backspace", "ctrl-alt-esc", "ctrl-alt-t", "ctrl-alt-d",
    "meta_l", "meta_l-d", "meta_l-e", "meta_l-r", "meta_l-tab", "alt-tab", "alt-esc", "alt-spc", "ctrl-esc",
    "ctrl-q", "ctrl-w", "f11", "menu", "print", "shift-f10", "power", "sleep",
)  # fmt: skip
"""All that leads out of other sessions; five times Shift is pressed, too."""


class Stall:
    """A laptop at a stall, and `root` at its serial line to see what cannot be seen from outside."""

    def __init__(self, laptop: Computer, root: Shell) -> None:
        self.laptop = laptop
        self.root = root

    # ------------------------------------------------------------------------ staff

    def set_up(self, name: str) -> None:
        """Makes it a kiosk, with the pack on the stick that was just plugged in."""
        laptop = self.laptop
        laptop.wait_for("Step 1 of 5")
        laptop.keep_picture("set-up, the pack")
        laptop.click_on("Stop Repression in Hong Kong", below="Step 1 of 5")
        laptop.wait_for("They are the same")
        laptop.keep_picture("set-up, the words")
        laptop.press(*["spc"] * 5)  # row by row; the focus goes on by itself
        laptop.click_on("They are the same")
        laptop.wait_for("Name this stall")
        laptop.type(name)
        laptop.keep_picture("set-up, the name")
        laptop.type("\n")
        laptop.wait_for("Choose a PIN")
        laptop.type(f"{PIN}\n")
        laptop.wait_to_read("The same PIN once more, please.")
        laptop.keep_picture("set-up, the PIN")
        laptop.type(f"{PIN}\n")
        laptop.wait_for("Open the kiosk")
        laptop.keep_picture("set-up, done")
        laptop.click_on("Open the kiosk")
        laptop.wait_for(*FIRST_SCREEN)

    def call_staff(self) -> None:
        """To the staff's panel, by way of the PIN."""
        self._give_pin()
        self.laptop.wait_for(_PANEL)

    def _give_pin(self) -> None:
        self.laptop.press("ctrl-alt-s")
        self.laptop.wait_to_read("For staff Please enter the PIN.")
        self.laptop.type(f"{PIN}\n")

    def sync(self) -> None:
        """To the stick that is plugged in, until it can be pulled out."""
        self._give_pin()
        # A stick that was just plugged in leads to the sync by itself.
        self.laptop.wait_for(_PANEL, "Every signature stays sealed")
        if self.laptop.find(_PANEL):
            self.laptop.keep_picture("the staff's panel")
            self.laptop.click_on("Sync to a stick", below="Compare that with a watch.")
        self.laptop.wait_for("Sync to STALL")
        self.laptop.keep_picture("sync")
        self.laptop.click_on("Sync to STALL")
        self.laptop.wait_to_read("on STALL. Remove it. All of it was read back from there and checked.")
        self.laptop.keep_picture("synced")

    def back_to_visitors(self) -> None:
        """Out of the staff's room: visitors find the first screen."""
        for _ in range(_STEPS_BACK):
            if self.laptop.find(*FIRST_SCREEN):
                return
            self.laptop.press("esc")
        self.laptop.wait_for(*FIRST_SCREEN)

    # ---------------------------------------------------------------------- visitors

    def sign(self, name: str) -> None:
        """From the first screen to "Thank you"."""
        laptop = self.laptop
        laptop.wait_for(*FIRST_SCREEN)
        laptop.press("ret")
        laptop.wait_for("What is your name?")
        laptop.type(name)
        laptop.keep_picture("name")
        laptop.click_on("Continue")
        laptop.wait_for("Which country do you live in?")
        laptop.keep_picture("country")
        laptop.click_on("Hong Kong", below="Which country do you live in?")
        laptop.click_on("Continue", below="Offer your help")
        laptop.click_on("I sign this petition and agree that the campaign keeps and uses my")
        laptop.keep_picture("agreed")
        laptop.click_on("Sign now")
        laptop.wait_for("Your receipt", "Your signature is sealed and")
        laptop.keep_picture("thanks")

    def sign_by_keys(self, name: str) -> None:
        """The same without a mouse, and back to the first screen."""
        laptop = self.laptop
        laptop.wait_for(*FIRST_SCREEN)
        laptop.press("ret")
        laptop.wait_for("What is your name?")
        laptop.type(f"{name}\n")
        laptop.wait_for("Which country do you live in?")
        laptop.type("Hong Kong\n")
        laptop.wait_for("Would you like to add something?")
        laptop.press("ret")
        laptop.wait_for("Do you agree?")
        laptop.press("spc", "tab", "tab", "ret")
        laptop.wait_for("Your receipt", "Your signature is sealed and")
        laptop.press("tab", "ret")

    def signatures(self) -> int:
        """How many it holds, as the program itself says."""
        told = self.root.run(
            "setpriv --reuid kiosk --regid kiosk --clear-groups env HOME=/var/lib/signing-kiosk "
            "/usr/lib/signing-kiosk-session/kiosk status --data /var/lib/signing-kiosk/kiosk"
        )
        found = re.search(r"Signatures:\s+(\d+)", told)
        assert found, told
        return int(found[1])

    # --------------------------------------------------------------------- strangers

    def try_to_escape(self) -> None:
        """Presses all that leads out elsewhere. Raises AssertionError where something did."""
        before = self._running()
        for combination in ESCAPES:
            self.laptop.press(combination)
            terminal = self.root.run("cat /sys/class/tty/tty0/active")
            assert terminal == "tty1", f"{combination} leads to {terminal}"
        self.laptop.press(*["shift"] * 5)
        self.laptop.press_power_button()
        self.back_to_visitors()
        assert self._running() == before

    def kill(self) -> None:
        """Kills the program and its supervisor, then the X server: each is back by itself."""
        for victims in ("kiosk", "Xorg"):
            self._kill(victims)
            self.laptop.wait_for(*FIRST_SCREEN)

    def _kill(self, victims: str) -> None:
        before = self._running()
        of_that_name = f'[ "$(cat "$process/comm" 2>/dev/null)" = {victims} ]'
        kill = 'kill -KILL "${process#/proc/}"'
        self.root.run(f"for process in /proc/[0-9]*; do if {of_that_name}; then {kill}; fi; done")
        patience.until(lambda: self._running() != before, SECONDS)

    def _running(self) -> str:
        """What would tell of another program, or of one that began anew."""
        return self.root.run(
            "systemctl show -P MainPID signing-kiosk signing-kiosk-screen; "
            "who; cat /proc/sys/kernel/random/boot_id"
        )

    # -------------------------------------------------------------------------- root

    def wait_for_mount(self, place: str) -> None:
        """Waits until a stick is mounted there, for the kiosk's user alone and with nothing to run on it."""
        self.root.run(f"until findmnt {place}; do sleep 1; done")
        options = self.root.run(f"findmnt -n -o OPTIONS {place}")
        assert {"nosuid", "nodev", "noexec"} <= set(options.split(",")), options

    def is_mounted(self, place: Path) -> bool:
        """Whether something is mounted there."""
        return self.root.attempt(f"findmnt {place}")[1] == 0
