"""The signing kiosk: petition signatures at a stall, offline and sealed."""

__version__ = "0.1.0"
