"""Keras lives here and nowhere else: the network, its taps, the compiled loop, the session."""
