"""Newsdrop's engine: from a dropped file to a posted summary."""

__version__ = "0.1.0"
