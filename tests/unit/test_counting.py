import pytest

from rnnviz.counting import batches_counted


@pytest.mark.parametrize(("number", "said"), [(0, "0 batches"), (1, "1 batch"), (1500, "1,500 batches")])
def test_one_batch_is_not_several(number, said):
    assert batches_counted(number) == said
