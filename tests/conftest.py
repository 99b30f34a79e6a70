import os

# Windows are drawn into memory, unless somebody wants to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
