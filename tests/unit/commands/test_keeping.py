import pytest

from rnnviz.choices import ChoiceError
from rnnviz.chunking import Chunking
from rnnviz.cli import main
from rnnviz.commands.keeping import kept
from rnnviz.experiment import Experiment

EXPERIMENT = Experiment(chunking=Chunking(batch_size=8))


def test_options_become_slots_and_bytes():
    assert kept("0-2,7", "512", EXPERIMENT) == ((0, 1, 2, 7), 512 * 2**20)
    assert kept(None, None, EXPERIMENT) == (None, 4 * 2**30)


@pytest.mark.parametrize(
    ("watch", "budget", "said"),
    [
        ("8", None, "--watch is '8': choose slots from 0 to 7"),
        ("first", None, "--watch is 'first': give numbers and ranges of slots, as 0-3, 8"),
        (None, "4GB", "--disk-budget is '4GB': choose a whole number from 16 to 16,777,216 (MiB)"),
        (None, "2", "--disk-budget is '2': choose a whole number from 16 to 16,777,216 (MiB)"),
    ],
)
def test_a_wrong_option_is_named_with_what_would_do(watch, budget, said):
    with pytest.raises(ChoiceError) as wrong:
        kept(watch, budget, EXPERIMENT)
    assert str(wrong.value) == said


def test_a_run_refuses_them_with_one_line_before_anything_is_made(tmp_path, capsys):
    assert main(["run", "--out", str(tmp_path / "out"), "--watch", "99"]) == 2
    assert capsys.readouterr().err == "rnnviz: --watch is '99': choose slots from 0 to 15\n"
    assert not (tmp_path / "out").exists()
