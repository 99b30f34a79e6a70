"""Keras on TensorFlow, imported in one place so that both are told how to behave first."""

from __future__ import annotations

import os

from rnnviz.engine.chatter import without_announcements
from rnnviz.engine.loading import kept_for_good, map_libraries

# TensorFlow announces its build flags on stderr; a user has no use for them.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# The taps and the compiled loop are TensorFlow graphs, whatever else Keras is set to.
os.environ["KERAS_BACKEND"] = "tensorflow"

with without_announcements(), kept_for_good():
    map_libraries()
    import keras
    import tensorflow as tf

# Each session compiles a loop of its own, which TensorFlow takes for a mistake and says so.
tf.get_logger().setLevel("ERROR")

__all__ = ["keras", "tf"]
