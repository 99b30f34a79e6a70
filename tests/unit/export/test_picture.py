import xml.etree.ElementTree as ElementTree

import pymupdf
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from rnnviz.export.errors import ExportError
from rnnviz.export.picture import picture_image, write_picture
from rnnviz.plots.fonts import font

pytestmark = pytest.mark.usefixtures("qapp")
SVG = "{http://www.w3.org/2000/svg}"


def paint(painter, rect):
    painter.fillRect(rect, QColor("white"))
    painter.fillRect(QRectF(10, 10, 30, 20), QColor("#c01020"))
    painter.setFont(font(12))
    painter.drawText(QPointF(50, 30), "Hidden state")
    pixels = QImage(2, 1, QImage.Format.Format_RGB32)
    pixels.setPixelColor(0, 0, QColor("#0000ff"))
    pixels.setPixelColor(1, 0, QColor("#ffff00"))
    painter.drawImage(QRectF(10, 50, 100, 20), pixels)


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_png_has_as_many_pixels_as_its_scale_says(tmp_path, scale):
    image = QImage(str(write_picture(tmp_path / "a.png", (200, 100), paint, scale=scale)))
    assert (image.width(), image.height()) == (200 * scale, 100 * scale)
    assert image.pixelColor(20 * scale, 20 * scale).name() == "#c01020"
    for dots in (image.dotsPerMeterX(), image.dotsPerMeterY()):  # so that it prints at the same size
        assert dots * 0.0254 == pytest.approx(96 * scale, abs=0.1)


def test_an_svg_keeps_its_letters_as_letters(tmp_path):
    tree = ElementTree.parse(write_picture(tmp_path / "a.svg", (200, 100), paint, title="A title"))
    texts = {element.text.strip() for element in tree.iter(f"{SVG}text")}
    assert "Hidden state" in texts
    assert tree.getroot().get("viewBox") == "0 0 200 100"
    assert tree.find(f"{SVG}title").text == "A title"


def test_an_svg_names_other_fonts_for_readers_without_ours(tmp_path):
    text = write_picture(tmp_path / "a.svg", (200, 100), paint).read_text()
    assert 'font-family="Inter, Helvetica, Arial, sans-serif"' in text


def test_a_pdf_page_has_the_pictures_size_its_letters_and_no_blur(tmp_path):
    with pymupdf.open(write_picture(tmp_path / "a.pdf", (200, 100), paint, title="A title")) as document:
        (page,) = document
        assert (page.rect.width, page.rect.height) == (150, 75)
        assert "Hidden state" in page.get_text()
        assert document.metadata["title"] == "A title"
        shot = page.get_pixmap(dpi=96)
        left, right = shot.pixel(56, 60), shot.pixel(64, 60)
    assert left == pytest.approx((0, 0, 255), abs=3)
    assert right == pytest.approx((255, 255, 0), abs=3)


def test_the_suffix_may_be_written_large(tmp_path):
    assert write_picture(tmp_path / "A.PNG", (20, 10), paint).exists()


@pytest.mark.parametrize("name", ["a.jpg", "a"])
def test_an_unknown_suffix_names_those_that_do(tmp_path, name):
    with pytest.raises(ExportError, match=r"\.png, \.svg, \.pdf"):
        write_picture(tmp_path / name, (20, 10), paint)


def test_nothing_is_drawn_for_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(ExportError, match="there is no folder"):
        write_picture(tmp_path / "nowhere" / "a.png", (20, 10), lambda painter, rect: pytest.fail("drawn"))


def test_a_failure_while_drawing_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def fail(painter, rect):
        raise RuntimeError("torn")

    with pytest.raises(RuntimeError, match="torn"):
        write_picture(path, (20, 10), fail)
    assert path.read_bytes() == b"old"


def test_a_picture_too_large_for_memory_is_refused():
    with pytest.raises(MemoryError, match="pixels"):
        picture_image((400_000, 400_000), paint)


def test_every_format_starts_as_its_kind_of_file(tmp_path):
    starts = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}
    for suffix, start in starts.items():
        assert write_picture(tmp_path / f"a{suffix}", (20, 10), paint).read_bytes().startswith(start)


def test_the_painter_is_a_painter(tmp_path):
    seen = []
    write_picture(tmp_path / "a.svg", (20, 10), lambda painter, rect: seen.append((type(painter), rect)))
    assert seen == [(QPainter, QRectF(0, 0, 20, 10))]
