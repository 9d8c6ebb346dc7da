"""A computer in the computer: syncs to a real FAT stick, and power cuts that hurt nobody."""
