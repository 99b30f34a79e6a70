import os

from rnnviz.engine.chatter import without_announcements


def test_announcements_are_held_back_and_the_rest_is_let_through(capfd):
    with without_announcements():
        os.write(2, b"I0000 00:00:17 cudart_stub.cc:31] Could not find cuda drivers\n")
        os.write(2, b"E0000 something is really wrong\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "E0000 something is really wrong\nafter\n"


def test_what_was_said_before_an_error_is_not_lost(capfd):
    try:
        with without_announcements():
            os.write(2, b"the last words\n")
            raise ImportError
    except ImportError:
        pass
    assert capfd.readouterr().err == "the last words\n"
