import os

# Windows are drawn into memory, unless somebody wants to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser):
    parser.addoption(
        "--new-pictures", action="store_true", help="Draw the reference pictures in tests/pictures anew; look at them."
    )
