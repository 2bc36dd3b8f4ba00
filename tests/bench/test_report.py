"""What a row says of its contenders, and that a wrong answer is never timed in silence."""

import sys
from pathlib import Path

import pytest

from bench.measure import at_share, watched
from bench.report import FLOOR, POLITY, Contender, Row, Wrong
from bench.stage import Stage


def row() -> Row:
    ours = Contender("Polity", POLITY, "as it is", [0.2, 0.1, 0.4], 100.0)
    plain = Contender("by hand", FLOOR, "a tenth of it", [0.1], scaled=10.0)
    return Row("sums", "a sum", 0.25, 128, [ours, plain], load=1.0)


def test_ratios_are_times_of_polity_and_what_is_extrapolated_says_so() -> None:
    assert [
        (one["who"], one["median_s"], one["ratio"], one["extrapolated"]) for one in row().plain()["contenders"]
    ] == [
        ("Polity", 0.2, 1.0, False),
        ("by hand", 1.0, 5.0, True),
    ]


@pytest.mark.parametrize(
    ("seconds", "memory", "judged", "within"),
    [
        pytest.param(0.25, 128, True, True, id="the limits themselves are kept"),
        pytest.param(0.26, 1, True, False, id="too slow"),
        pytest.param(0.01, 129, True, False, id="too large"),
        pytest.param(0.26, 1, False, None, id="too small a run to say"),
    ],
)
def test_a_budget_is_of_time_and_memory(seconds: float, memory: float, judged: bool, within: bool | None) -> None:
    found = Row("sums", "a sum", 0.25, 128, [Contender("Polity", POLITY, "", [seconds], memory)], judged=judged)

    assert found.within is within


def test_a_row_reads_as_it_says() -> None:
    assert list(row().lines()) == [
        "sums: a sum",
        "  budget 250.0 ms, 128 MiB: kept; load 1.0",
        "  Polity                      200.0 ms     1.00x     100 MiB  polity: as it is",
        "  by hand                       1.00 s     5.00x              floor: a tenth of it (extrapolated)",
    ]


def test_a_wrong_answer_stops_the_row() -> None:
    with pytest.raises(Wrong, match=r"^sums: not so: two and two make four\.$"):
        row().check(2 + 2 == 5, "two and two make four")


def test_a_share_is_the_time_within_which_so_many_ended() -> None:
    assert [at_share([float(at) for at in range(100)], share) for share in (0.5, 0.95, 1)] == [50.0, 95.0, 99.0]


def test_memory_is_that_of_all_processes_together() -> None:
    child = "held = bytearray(b'1') * (60 << 20); import time; time.sleep(0.7)"
    started = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    parent = f"held = bytearray(b'1') * (60 << 20); {started}"

    _, alone, _ = watched([sys.executable, "-c", child])
    _, together, _ = watched([sys.executable, "-c", parent])

    assert (60 < alone < 100, 120 < together < 200) == (True, True)


def test_a_contender_that_fails_says_its_last_words(tmp_path: Path) -> None:
    stage = Stage(tmp_path, "", "small", 0, tmp_path, quick=True, long=False, rival=None)

    with pytest.raises(RuntimeError, match="FileNotFoundError"):
        stage.run("bench.journal:digest", path=str(tmp_path / "nowhere"))
