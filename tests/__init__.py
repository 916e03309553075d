"""The tests; a package, so that benchmarks can import their stand-in for Discord."""
