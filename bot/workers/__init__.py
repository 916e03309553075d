"""Worker processes: the CPU-bound text work, away from the event loop."""
