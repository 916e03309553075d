"""Cleaning saved HTML."""
