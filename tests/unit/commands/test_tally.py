import json

import numpy as np
from made_blocks import counted_block, joined, made_block, made_header

from rnnviz.commands.tally import Tally
from rnnviz.recording import Recorder, pyramid, storing, tables


def test_it_counts_what_the_disk_budget_has_dropped_since(monkeypatch):
    for module, name, value in (
        (tables, "_FEWEST_ROWS", 4),
        (tables, "_MOST_ROWS", 16),
        (tables, "_METADATA", 300_000),
        (pyramid, "FEWEST", 8),
        (storing, "PAGE", 1),
    ):
        monkeypatch.setattr(module, name, value)
    header = made_header(length=2)
    blocks = [made_block(header, 50, seed) for seed in range(20)]
    with Recorder(header, budget=450_000) as recorder:
        tally = Tally(recorder.recording)
        for block in blocks:
            recorder.append(block)
            tally.take()
            recorder.flush()
        summary = tally.summary()
    assert recorder.recording.full_from_batch > 0
    whole = joined(blocks)
    np.testing.assert_array_equal(np.float32(summary["loss"]), whole.loss)
    counts = np.bincount(whole.transitions.max(axis=1).ravel(), minlength=5)
    assert list(summary["transitions"].values()) == counts.tolist()
    assert sum(counts) == 1000 * header.batch_size


def test_a_loss_that_is_no_number_is_null():
    header = made_header()
    recorder = Recorder(header)
    block = counted_block(header, 0, 3)
    block.loss[1] = np.nan
    recorder.append(block)
    assert json.loads(json.dumps(Tally(recorder.recording).summary()))["loss"] == [0.0, None, 2.0]
