"""The drop folder: what is in it, when a file is complete, and where it goes."""
