"""What is pointed at in the chunk map is framed in the plots, and the other way round."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from rnnviz.plots.chunk_map import ChunkMap, Lit
from rnnviz.plots.stack import PlotStack


class Lighting(QObject):
    """Joins the chunk map and the plots. In these only the slot that they show is framed."""

    def __init__(self, chunk_map: ChunkMap, stack: PlotStack, parent: QObject) -> None:
        super().__init__(parent)
        self._chunk_map, self._stack = chunk_map, stack
        chunk_map.pointed.connect(self._light_plots)
        stack.stepped.connect(self._light_map)

    @Slot(object)
    def _light_plots(self, chunks: tuple[Lit, ...]) -> None:
        source = self._stack.source
        if source is None:
            return
        batches, length = source.recording.batches, source.length
        shown = [lit for lit in chunks if lit.slot == source.slot and lit.batch < batches]
        steps = [(lit.batch * length + lit.start, lit.batch * length + lit.stop) for lit in shown]
        self._stack.light(steps[-1] if steps else None)

    @Slot(object)
    def _light_map(self, timestep: int | None) -> None:
        source = self._stack.source
        if source is None or timestep is None:
            self._chunk_map.light(-1, 0, 0)
        else:
            batch, step = divmod(timestep, source.length)
            self._chunk_map.light(batch, source.slot, step)
