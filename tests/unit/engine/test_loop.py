import numpy as np
import pytest

from rnnviz.engine.backend import tf
from rnnviz.engine.loop import _norms

pytestmark = pytest.mark.keras


def test_norms_are_right_where_the_squares_of_a_state_are_too_large_or_too_small():
    state = np.array([[3e30, 4e30], [3e-30, 4e-30], [0, 0], [3e38, 3e38], [np.nan, 1]], np.float32)
    found = _norms([tf.constant(state), tf.constant(state[:, :1])])
    assert found.dtype == tf.float32
    np.testing.assert_allclose(found[0], [5e30, 5e-30, 0, np.inf, np.nan], rtol=1e-6)
    np.testing.assert_allclose(found[1], [3e30, 3e-30, 0, 3e38, np.nan], rtol=1e-6)
