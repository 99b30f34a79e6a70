import gc
import weakref

import pytest

from rnnviz.engine import loading


class Thing:
    """Can be referred to, and refer to itself."""


def test_what_is_made_inside_is_not_walked_through_again_by_the_collector():
    with loading.kept_for_good():
        assert not gc.isenabled()
        things = [Thing() for _ in range(3)]
    assert gc.isenabled()
    walked = {id(found) for found in gc.get_objects()}
    assert not walked & {id(thing) for thing in things}


def test_what_is_made_later_is_collected_as_ever():
    with loading.kept_for_good():
        pass
    thing = Thing()
    thing.itself = thing
    gone = weakref.ref(thing)
    del thing
    gc.collect()
    assert gone() is None


def test_the_collector_works_again_after_an_import_that_fails():
    with pytest.raises(ImportError), loading.kept_for_good():
        raise ImportError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with loading.kept_for_good():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize("installed", [None, "elsewhere"])
def test_libraries_that_are_not_there_are_left_to_the_import(monkeypatch, tmp_path, installed):
    spec = None
    if installed:
        spec = type("Spec", (), {"submodule_search_locations": [str(tmp_path / installed)]})
    monkeypatch.setattr(loading, "find_spec", lambda name: spec)
    loading.map_libraries()
