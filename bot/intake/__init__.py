"""The drop folder: looking, taking, moving, and taking again."""
