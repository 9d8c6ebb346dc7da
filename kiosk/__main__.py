"""`python -m kiosk` is the same program as `kiosk`, and the bundle's `kiosk` starts here."""

import multiprocessing

from kiosk.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # in the bundle the processes that help to merge start here, too
    main()
