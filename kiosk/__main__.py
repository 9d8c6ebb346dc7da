"""`python -m kiosk` is the same program as `kiosk`, and the bundle's `kiosk` starts here."""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a bundle starts here again for the processes that merge and rehearse
    from kiosk.cli import main  # which those processes do without

    main()
