"""One view a file: each reads a recording and draws it, on the screen or on paper."""
