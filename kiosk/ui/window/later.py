"""What the first frame does without. It is loaded right behind that, so that the next touch need not wait."""

from __future__ import annotations

import kiosk.signing.checks
import kiosk.ui.posters.gallery
import kiosk.ui.stall.actions
import kiosk.ui.stall.contact
import kiosk.ui.stall.demands
import kiosk.ui.stall.endorsers
import kiosk.ui.stall.pages
import kiosk.ui.stall.questions
import kiosk.ui.stall.reading
import kiosk.ui.stall.thanks  # noqa: F401
