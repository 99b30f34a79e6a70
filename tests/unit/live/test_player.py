import pytest
from made_blocks import counted_block, made_header

from rnnviz.live.player import Player
from rnnviz.recording import Recorder


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def recorder():
    made = Recorder(made_header())
    made.append(counted_block(made.header, 0, 100))
    return made


@pytest.fixture
def player(qapp, clock, recorder):
    made = Player(clock=clock)
    made.show(recorder.recording)
    yield made
    made.show(None)


def pass_time(player, clock, seconds):
    """Let time go by in moves of the usual length."""
    for _ in range(round(seconds / 0.1)):
        clock.now += 0.1
        if player.playing:
            player.advance()


def test_it_begins_at_the_end_and_does_not_play(player):
    assert player.playback.batches == 100
    assert not player.playing
    assert not player.behind


def test_playing_at_the_end_begins_anew_and_keeps_to_the_speed(player, clock):
    player.set_speed(10.0)
    player.run()
    assert player.playback.batches == 1
    pass_time(player, clock, 3.0)
    assert player.playback.batches in (30, 31)
    assert player.playing


def test_it_stops_at_the_end(player, clock, qtbot):
    player.set_speed(1000.0)
    player.run()
    with qtbot.waitSignals([player.changed, player.moved]):
        pass_time(player, clock, 1.0)
    assert not player.playing
    assert player.playback.batches == 100


def test_without_a_speed_all_of_it_takes_ten_seconds(player, clock):
    player.seek(1)
    player.run()
    pass_time(player, clock, 5.0)
    assert player.playback.batches in (50, 51)
    pass_time(player, clock, 5.1)
    assert not player.playing


def test_a_slow_spell_does_not_make_it_jump(player, clock):
    player.set_speed(10.0)
    player.seek(20)
    player.run()
    clock.now += 60.0
    player.advance()
    assert player.playback.batches == 22


def test_another_speed_counts_from_now_on(player, clock):
    player.set_speed(10.0)
    player.run()
    pass_time(player, clock, 1.0)
    player.set_speed(1.0)
    before = player.playback.batches
    pass_time(player, clock, 2.5)
    assert player.playback.batches == before + 2


def test_pausing_leaves_it_where_it_is(player, clock):
    player.set_speed(10.0)
    player.run()
    pass_time(player, clock, 2.0)
    player.pause()
    assert not player.playing
    assert player.behind
    at = player.playback.batches
    player.run()
    assert player.playback.batches == at


@pytest.mark.parametrize(("steps", "place"), [(-1, 49), (-10, 40), (1, 51), (10, 60), (-1000, 1), (1000, 100)])
def test_steps_go_both_ways_and_end_at_the_ends(player, steps, place, qtbot):
    player.seek(50)
    with qtbot.waitSignal(player.moved):
        player.step(steps)
    assert player.playback.batches == place


def test_stepping_stops_playing(player):
    player.seek(50)
    player.run()
    player.step(1)
    assert not player.playing
    assert player.playback.batches == 51


def test_at_the_end_of_ones_own_run_new_batches_are_shown(player, recorder):
    player.seek(50)
    player.to_end()
    recorder.append(counted_block(recorder.header, 100, 5))
    assert player.playback.batches == 105
    assert not player.playing


class TestFollowed:
    @pytest.fixture
    def player(self, qapp, clock, recorder):
        made = Player(clock=clock)
        made.show(recorder.recording, followed=True)
        yield made
        made.show(None)

    def test_a_recording_that_grows_is_watched_live(self, player, recorder):
        assert player.playing
        recorder.append(counted_block(recorder.header, 100, 5))
        player.advance()
        assert player.playback.batches == 105

    def test_pausing_stays_where_it_is_while_the_recording_grows(self, player, recorder):
        player.pause()
        recorder.append(counted_block(recorder.header, 100, 5))
        assert player.playback.batches == 100
        assert player.behind

    def test_playing_on_catches_up_and_is_live_again(self, player, recorder, clock):
        player.set_speed(10.0)
        player.pause()
        recorder.append(counted_block(recorder.header, 100, 5))
        player.run()
        assert player.playback.batches == 100
        pass_time(player, clock, 1.0)
        assert player.playing
        recorder.append(counted_block(recorder.header, 105, 50))
        assert player.playback.batches == 155

    def test_the_end_is_live(self, player, recorder):
        player.seek(3)
        player.to_end()
        assert player.playing
        recorder.append(counted_block(recorder.header, 100, 5))
        assert player.playback.batches == 105

    def test_it_stops_when_the_writer_is_done(self, player, recorder):
        recorder.close()
        player.advance()
        assert not player.playing


def test_nothing_to_play_takes_every_control(qapp):
    player = Player()
    player.run()
    player.pause()
    player.step(-1)
    player.seek(4)
    player.to_end()
    player.advance()
    assert not player.playing
    empty = Recorder(made_header())
    player.show(empty.recording)
    player.run()
    player.step(-1)
    assert player.playback.batches == 0
    assert not player.behind
