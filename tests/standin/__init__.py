"""A small stand-in for Discord on a real wire, to run ``newsdrop run`` against as a process.

Nothing is imported here: ``tests.standin.launch`` runs inside the process under test.
"""
