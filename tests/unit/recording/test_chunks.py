import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rnnviz.recording.chunks import codecs, decode, encode, plain

chunks = hnp.arrays(
    dtype=st.sampled_from([np.float32, np.float16, np.int64, np.int8, np.uint8]),
    shape=hnp.array_shapes(min_dims=1, max_dims=3, max_side=40),
)


@given(chunks)
def test_a_packed_chunk_comes_back_bit_for_bit(values):
    back = decode(encode(values), values.shape, values.dtype.name, packed=True)
    assert back.tobytes() == values.tobytes()
    assert not back.flags.writeable


@given(chunks)
def test_a_plain_chunk_is_its_numbers_in_little_endian(values):
    raw = bytes(plain(values))
    assert raw == values.astype(values.dtype.newbyteorder("<")).tobytes()
    assert decode(raw, values.shape, values.dtype.name, packed=False).tobytes() == values.tobytes()


def test_chunks_that_do_not_lie_in_one_piece_are_packed_all_the_same():
    values = np.arange(24.0, dtype=np.float32).reshape(4, 6)[:, ::2].T
    np.testing.assert_array_equal(decode(encode(values), (3, 4), "float32", packed=True), values)
    np.testing.assert_array_equal(decode(bytes(plain(values)), (3, 4), "float32", packed=False), values)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("keep", [0, 3, 15, 40])
def test_a_chunk_that_is_cut_short_is_refused(packed, keep):
    values = np.arange(1000.0, dtype=np.float32)
    raw = encode(values) if packed else bytes(plain(values))
    with pytest.raises(ValueError, match=r"it is (cut short|not as long as it should be)"):
        decode(raw[:keep], (1000,), "float32", packed)


def test_a_packed_chunk_of_another_size_is_refused_before_it_is_unpacked():
    raw = encode(np.zeros(2000, np.float32))
    with pytest.raises(ValueError, match="it is not as long as it should be"):
        decode(raw, (1000,), "float32", packed=True)


@given(st.binary(min_size=16, max_size=200))
def test_any_bytes_are_numbers_or_refused(noise):
    raw = encode(np.zeros(500, np.float32))
    forged = raw[:16] + noise[16:] + raw[16 + len(noise[16:]) :]
    try:
        values = decode(forged, (500,), "float32", packed=True)
    except ValueError:
        return
    assert values.shape == (500,)


def test_the_metadata_name_what_was_done():
    assert [codec["name"] for codec in codecs("int64", packed=False)] == ["bytes"]
    packing = codecs("int64", packed=True)[1]
    assert (packing["name"], packing["configuration"]["typesize"]) == ("blosc", 8)
