"""A computer in the computer, played by its keys, its mouse and what is plugged into it: `make try-boot`."""
