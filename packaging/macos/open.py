"""Where the Mac's program starts: opened by a click it is given no command, and means the stall."""

import multiprocessing
import sys

from kiosk.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if len(sys.argv) == 1:
        sys.argv.append("run")
    main()
