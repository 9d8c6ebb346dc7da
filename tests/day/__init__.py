"""A day at a stall with the real program: set-up, visits, crashes, syncs, a receipt, the end of the shift."""
