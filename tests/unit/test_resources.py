import csv

import pytest

from rnnviz import resources


def test_the_samples_are_listed_without_their_notes():
    assert resources.samples() == ["moby-dick.txt", "seattle-temperatures.csv"]


def test_every_sample_is_a_file_with_its_source_and_licence_written_down():
    sources = (resources.folder("samples") / "SOURCES.md").read_text(encoding="utf-8")
    parts = dict(part.split("\n", 1) for part in sources.split("\n## ")[1:])
    assert sorted(parts) == resources.samples()
    for name, part in parts.items():
        assert resources.sample(name).is_file()
        for heading in ("**What**", "**Source**", "**Licence**", "**What was done to it**"):
            assert heading in part


def test_the_shipped_series_is_long_and_has_a_temperature_in_every_row():
    with resources.sample("seattle-temperatures.csv").open(encoding="utf-8", newline="") as opened:
        heading, *rows = csv.reader(opened)
    assert heading == ["time", "temperature_f"]
    assert len(rows) == 8759
    assert all(30 < float(temperature) < 90 for _, temperature in rows)
    assert sorted(rows) == rows


def test_the_shipped_text_is_the_work_alone():
    raw = resources.sample("moby-dick.txt").read_bytes()
    text = raw.decode("utf-8")
    assert 30_000 < len(raw) < 200_000
    assert text.startswith("CHAPTER 1. Loomings.\n\nCall me Ishmael.")
    assert "\r" not in text
    for stranger in ("gutenberg", "licen", "copyright", "ebook", "http"):
        assert stranger not in text.lower()


@pytest.mark.parametrize("name", ["", "nothing.csv", "SOURCES.md", "../samples/moby-dick.txt", "/etc/passwd"])
def test_only_a_sample_is_found_as_one(name):
    with pytest.raises(FileNotFoundError, match=r"there are moby-dick\.txt, seattle-temperatures\.csv"):
        resources.sample(name)


def test_files_inside_the_package_win_over_those_beside_it(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "site" / "rnnviz")
    with pytest.raises(FileNotFoundError, match="install it again"):
        resources.folder("icons")
    beside = tmp_path / "site" / "assets" / "icons"
    beside.mkdir(parents=True)
    assert resources.folder("icons") == beside
    inside = tmp_path / "site" / "rnnviz" / "assets" / "icons"
    inside.mkdir(parents=True)
    assert resources.folder("icons") == inside
    (inside / "run.svg").write_text("<svg/>")
    assert resources.icon("run.svg") == inside / "run.svg"
    with pytest.raises(FileNotFoundError, match=r"there is no icon 'walk\.svg'"):
        resources.icon("walk.svg")
