import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="locales are named otherwise elsewhere")
@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C.UTF-8"}, {"LANG": "C"}])
def test_qt_has_nothing_to_say_about_the_locale(locale):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-c", "from rnnviz.app import make_application\nmake_application()"],
        env={**kept, **locale, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
