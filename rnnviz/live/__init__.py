"""The worker thread, its controls, and the hand-over to the screen."""
