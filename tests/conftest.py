import os

from hypothesis import settings

# Windows are drawn into memory, unless somebody wants to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser):
    parser.addoption(
        "--new-pictures", action="store_true", help="Draw the reference pictures in tests/pictures anew; look at them."
    )


# No test asserts a time: a loaded machine takes as long as it takes.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
