"""`python -m kiosk` is the same program as `kiosk`."""

from kiosk.cli import main

if __name__ == "__main__":
    main()
