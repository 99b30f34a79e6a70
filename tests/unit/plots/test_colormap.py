import numpy as np

from rnnviz.plots.colormap import NAN_COLOUR, colour_states, diverging


def luma(colours):
    red, green, blue = (colours >> 16) & 255, (colours >> 8) & 255, colours & 255
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def coloured(values, level=1.0):
    values = np.asarray(values, np.float32)
    out = np.zeros(values.T.shape, np.uint32)
    colour_states(values, level, out)
    return out


def test_zero_is_the_lightest_and_both_sides_darken_steadily():
    light = luma(diverging())
    assert light.argmax() == len(light) // 2
    assert np.all(np.diff(light[: len(light) // 2]) >= -1.5)
    assert np.all(np.diff(light[len(light) // 2 :]) <= 1.5)


def test_below_zero_is_blue_and_above_is_red():
    low, zero, high = coloured([[-1.0, 0.0, 1.0]])[:, 0]
    assert (low & 255) > ((low >> 16) & 255)
    assert ((high >> 16) & 255) > (high & 255)
    assert zero == diverging()[127]


def test_what_lies_beyond_the_level_takes_the_colour_of_its_end():
    assert coloured([[-9.0, 9.0]]).ravel().tolist() == [diverging()[0], diverging()[-1]]


def test_the_level_scales_the_colours():
    assert np.array_equal(coloured([[0.5, -0.25]], 0.5), coloured([[1.0, -0.5]], 1.0))


def test_what_is_not_a_number_has_a_colour_of_its_own():
    colours = coloured([[np.nan, 0.0]]).ravel()
    assert colours[0] == NAN_COLOUR
    assert NAN_COLOUR not in diverging()


def test_infinity_takes_the_colour_of_its_end():
    assert coloured([[-np.inf, np.inf]]).ravel().tolist() == [diverging()[0], diverging()[-1]]


def test_units_become_rows_and_timesteps_columns():
    assert coloured(np.zeros((7, 3))).shape == (3, 7)


def test_numbers_of_any_size_are_coloured_without_a_warning():
    junk = [[np.nan, -np.inf, -3.4e38, -1e-45, 0.0, 1e38, np.inf]]
    low, zero, high = diverging()[0], diverging()[127], diverging()[-1]
    assert coloured(junk).ravel().tolist() == [NAN_COLOUR, low, low, zero, zero, high, high]
    wide = coloured(junk, 5e38).ravel().tolist()
    assert (wide[0], wide[3], wide[4]) == (NAN_COLOUR, zero, zero)
    assert wide[1] == wide[2] != zero != wide[6]
