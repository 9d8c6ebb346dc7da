"""Where the bundle starts on Windows and macOS: opened by a click it has no command, and means the stall."""

import multiprocessing
import sys

from kiosk.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if len(sys.argv) == 1:
        sys.argv.append("run")
    main()
