import pytest

from rnnviz.cli import main
from rnnviz.clinic.gallery import CASES


def test_every_case_is_listed_by_its_topic(capsys):
    assert main(["clinic"]) == 0
    said = capsys.readouterr().out
    for case in CASES.values():
        assert said.count(f"  {case.name} ") == 1
        assert case.title in said
        assert case.topic in said.splitlines()


@pytest.mark.keras
def test_a_case_is_run_and_both_sides_are_told(capsys):
    assert main(["clinic", "short-last-batch-predict"]) == 0
    said = capsys.readouterr().out
    assert "- model.predict(x, batch_size=4, verbose=0)" in said
    assert "InvalidArgumentError: Graph execution error:" in said
    assert "Incompatible shapes: [2,12] vs. [4,12]" in said
    assert "files of Keras and TensorFlow …" in said
    assert 'File "' not in said
    assert "It predicts 12 rows, of which the 10 real ones are kept." in said
    assert "https://github.com/keras-team/keras/issues/1221" in said


def test_a_case_that_does_not_exist_is_refused_with_those_that_are_near(capsys):
    assert main(["clinic", "nan-stayz"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("rnnviz: the case is 'nan-stayz': choose nan-stays or ")
    assert said.count("\n") == 1


def test_a_case_that_went_otherwise_ends_with_1(monkeypatch):
    monkeypatch.setattr("rnnviz.commands.clinic.run_case", lambda name: False)
    assert main(["clinic", "nan-stays"]) == 1
