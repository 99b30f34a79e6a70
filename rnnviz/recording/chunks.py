"""Numbers of an array as the bytes of a file, in the form that zarr's codecs give them.

zarr's own calls take a millisecond or two each, most of it in Python. A recording of a fast
network writes hundreds of chunks a second and the screen waits for its reads, so chunks are
made and read here directly; any zarr reads them.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


# Numbers per MiB of hidden states, saved, to pack and to unpack: LZ4 with shuffled bits 15 %,
# 0.6 and 0.4 ms; zstd 8 %, 1.3 and 1.2 ms (7 ms on relu's). Writing them takes 0.5 to 1 ms, so
# states are not packed at all. Everything else is, to a few per cent: it is mostly whole numbers.
@cache
def _compressor() -> Any:
    # Importing it takes 40 ms, which the first window need not wait for.
    from numcodecs import blosc  # type: ignore[import-untyped]

    return blosc.Blosc(cname="lz4", clevel=1, shuffle=blosc.Blosc.BITSHUFFLE)


_HEADER = struct.Struct("<4B3I")
"""What Blosc begins with: four bytes about the way, then the sizes unpacked, of a block, and packed."""


def codecs(dtype: DTypeLike, packed: bool) -> list[dict[str, Any]]:
    """How zarr's metadata name what is done to an array's numbers."""
    plain = {"name": "bytes", "configuration": {"endian": "little"}}
    if not packed:
        return [plain]
    packing = {
        "typesize": np.dtype(dtype).itemsize,
        "cname": "lz4",
        "clevel": 1,
        "shuffle": "bitshuffle",
        "blocksize": 0,
    }
    return [plain, {"name": "blosc", "configuration": packing}]


def encode(values: NDArray[Any]) -> bytes:
    """Pack a chunk."""
    little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    return bytes(_compressor().encode(little))


def plain(values: NDArray[Any]) -> memoryview:
    """A run of rows as the bytes of a file that is not packed."""
    return np.ascontiguousarray(values, values.dtype.newbyteorder("<")).reshape(-1).view(np.uint8).data


def decode(raw: bytes, shape: tuple[int, ...], dtype: DTypeLike, packed: bool) -> NDArray[Any]:
    """Numbers out of a file's bytes, read-only.

    Raises:
        ValueError: For other bytes than so many numbers give.
    """
    values = np.empty(shape, np.dtype(dtype).newbyteorder("<"))
    if not packed:
        if len(raw) != values.nbytes:
            raise ValueError("it is cut short")
        return np.frombuffer(raw, values.dtype).reshape(shape)
    # The unpacking trusts the sizes that the bytes themselves claim, and would read past their end.
    if len(raw) < _HEADER.size:
        raise ValueError("it is cut short")
    *_, unpacked, _, packed = _HEADER.unpack_from(raw)
    if (unpacked, packed) != (values.nbytes, len(raw)):
        raise ValueError("it is not as long as it should be")
    try:
        _compressor().decode(raw, values)
    except RuntimeError as error:
        raise ValueError(str(error)) from None
    values.flags.writeable = False
    return values
