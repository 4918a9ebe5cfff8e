"""A file is read when it is whole, also where a switch writes it in place."""

import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from adapter import knobs
from prometheus_client import REGISTRY
from pydantic import ValidationError
from structlog.testing import capture_logs

from provisioning.mediation.clients import LONG_SECONDS, RecordDirectory
from provisioning.mediation.edge.usage_records import Later, LeftAlone
from runtime.errors import Misconfigured

HEADER = b'{"header": {"file_seq": 1}}\n'
TRAILER = b'{"trailer": {"count": 0}}\n'
SECONDS = 30.0


def grown_old(path: Path) -> None:
    then = time.time() - SECONDS - 1
    os.utime(path, (then, then))


async def test_a_file_that_is_still_written_is_left_until_its_trailer_is_there(
    tmp_path: Path,
) -> None:
    folder = RecordDirectory(tmp_path, unfinished_seconds=SECONDS)
    file = tmp_path / "MSC-A-0000000001.jsonl"
    with file.open("ab") as writer:
        for piece in (b"", HEADER[:10], HEADER[10:], b" " * 5000, TRAILER[:-4], TRAILER[-4:]):
            writer.write(piece)
            writer.flush()
            whole = piece == TRAILER[-4:]
            assert list(await folder.closed()) == ([file.name] if whole else [])


async def test_a_file_that_was_cut_short_is_read_when_nobody_writes_it_any_more(
    tmp_path: Path,
) -> None:
    folder = RecordDirectory(tmp_path, unfinished_seconds=SECONDS)
    file = tmp_path / "MSC-A-0000000002.jsonl"
    file.write_bytes(HEADER)

    assert list(await folder.closed()) == []
    grown_old(file)
    assert list(await folder.closed()) == [file.name]


@dataclass
class Stopwatch:
    """Seconds that a test sets."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


def grows(path: Path, octets: bytes, *, ahead: float = 5 * 3600.0) -> None:
    """Write in place, on a server whose clock is ahead of ours."""
    with path.open("ab") as writer:
        writer.write(octets)
    then = time.time() + ahead + path.stat().st_size
    os.utime(path, (then, then))


async def test_a_file_of_the_future_is_waited_for_as_long_as_any_other(tmp_path: Path) -> None:
    watch = Stopwatch()
    folder = RecordDirectory(tmp_path, unfinished_seconds=SECONDS, stopwatch=watch)
    file = tmp_path / "MSC-A-0000000003.jsonl"
    found = []

    for piece, later in ((HEADER, 0.0), (b" ", SECONDS - 1), (b"", SECONDS - 1), (b"", 1.0)):
        watch.seconds += later
        if piece:
            grows(file, piece)
        found.append(list(await folder.closed()))

    assert found == [[], [], [], [file.name]]


async def test_a_whole_file_of_the_future_is_read_at_once(tmp_path: Path) -> None:
    folder = RecordDirectory(tmp_path, unfinished_seconds=SECONDS)
    file = tmp_path / "MSC-A-0000000003.jsonl"
    grows(file, HEADER + TRAILER.replace(b"\n", b"\r\n\r\n"))

    assert list(await folder.closed()) == [file.name]


@pytest.mark.parametrize(
    "last",
    [
        b'{"cdr_id": "r-1", "trailer": {"count": 0}}\n',
        b'{"trailer": {"count": 0}',
        b'{"peer": "\\"trailer\\"", "x": {}}\n',
    ],
)
async def test_what_only_looks_like_a_trailer_ends_no_file(tmp_path: Path, last: bytes) -> None:
    folder = RecordDirectory(tmp_path, unfinished_seconds=SECONDS)
    (tmp_path / "MSC-A-0000000003.jsonl").write_bytes(HEADER + last)

    assert list(await folder.closed()) == []


async def test_another_file_in_its_place_is_waited_for_anew(tmp_path: Path) -> None:
    watch = Stopwatch()
    folder = RecordDirectory(tmp_path, unfinished_seconds=SECONDS, stopwatch=watch)
    file, other = tmp_path / "MSC-A-0000000003.jsonl", tmp_path / "other.part"
    grows(file, HEADER)
    grows(other, HEADER)
    os.utime(other, ns=(file.stat().st_mtime_ns, file.stat().st_mtime_ns))
    await folder.closed()

    other.rename(file)
    watch.seconds += SECONDS
    anew = list(await folder.closed())
    watch.seconds += SECONDS

    assert (anew, list(await folder.closed())) == ([], [file.name])


async def test_what_lies_there_from_the_future_is_counted_after_as_long(tmp_path: Path) -> None:
    watch = Stopwatch()
    folder = RecordDirectory(tmp_path, stopwatch=watch)
    grows(tmp_path / "MSC-A-1.csv", HEADER)

    first = list(await folder.left_alone())
    watch.seconds += LONG_SECONDS - 1
    young = list(await folder.left_alone())
    watch.seconds += 1

    assert (first, young, list(await folder.left_alone())) == ([], [], ["MSC-A-1.csv"])


async def test_a_closed_file_that_nobody_can_take_is_counted_from_when_it_was_seen(
    tmp_path: Path,
) -> None:
    watch = Stopwatch()
    folder = RecordDirectory(tmp_path, stopwatch=watch)
    file = tmp_path / "MSC-A-1.jsonl"
    file.write_bytes(HEADER + TRAILER)
    os.utime(file, (0, 0))

    first = list(await folder.left_alone())
    watch.seconds += LONG_SECONDS

    assert (first, list(await folder.left_alone())) == ([], [file.name])


@pytest.mark.parametrize("stem", ["x" * 249, "\u5e7f" * 83])
async def test_a_name_as_long_as_a_folder_takes_is_archived_with_every_content(
    tmp_path: Path, stem: str
) -> None:
    folder = RecordDirectory(tmp_path)
    folder.prepare()
    file = tmp_path / f"{stem}.jsonl"
    contents = [HEADER + TRAILER + b"\n" * number for number in range(3)]
    for octets in contents:
        file.write_bytes(octets)
        await folder.archive(await folder.read(file.name))

    kept = list((tmp_path / "archive").iterdir())
    assert sorted(one.read_bytes() for one in kept) == sorted(contents)
    assert all(one.suffix == ".jsonl" for one in kept)
    assert not file.exists()


async def test_what_cannot_be_moved_leaves_nothing_in_the_archive_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = RecordDirectory(tmp_path)
    folder.prepare()
    file = tmp_path / "MSC-A-1.jsonl"
    file.write_bytes(HEADER + TRAILER)
    read = await folder.read(file.name)

    def is_full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", is_full)
        for _ in range(3):
            with pytest.raises(OSError, match="No space"):
                await folder.archive(read)
    left = list((tmp_path / "archive").iterdir())
    await folder.archive(read)

    assert (left, file.exists()) == ([], False)
    assert [one.name for one in (tmp_path / "archive").iterdir()] == [file.name]


async def test_an_archive_that_was_taken_away_is_made_again(tmp_path: Path) -> None:
    folder = RecordDirectory(tmp_path)
    file = tmp_path / "MSC-A-1.jsonl"
    file.write_bytes(HEADER + TRAILER)

    await folder.archive(await folder.read(file.name))

    assert (tmp_path / "archive" / file.name).exists()


def test_what_fails_comes_again_twice_as_late_each_time_up_to_a_minute() -> None:
    watch = Stopwatch()
    later, pauses = Later(watch), []
    for _ in range(12):
        later.postpone("a")
        begun = watch.seconds
        while later.waits("a"):
            watch.seconds = round(watch.seconds + 0.1, 1)
        pauses.append(round(watch.seconds - begun, 1))

    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 60.0, 60.0]
    assert not later.waits("b")


@pytest.mark.parametrize("name", ["MSC-A-1.part", "MSC-A-1.csv", "MSC-A-1.jsonl.gz", "MSC-A-1"])
async def test_what_lies_there_for_long_and_is_never_read_is_counted_and_named(
    tmp_path: Path, name: str
) -> None:
    folder, watch = RecordDirectory(tmp_path), LeftAlone(RecordDirectory(tmp_path))
    (tmp_path / "MSC-A-0000000004.jsonl").write_bytes(HEADER)
    file = tmp_path / name
    file.write_bytes(HEADER)

    await watch.look()
    young = REGISTRY.get_sample_value("kaitong_record_files_left_alone_now")
    then = time.time() - LONG_SECONDS - 1
    os.utime(file, (then, then))
    with capture_logs() as lines:
        await watch.look()
        await watch.look()

    assert young == 0
    assert REGISTRY.get_sample_value("kaitong_record_files_left_alone_now") == 1
    assert [(one["files"], one["first"]) for one in lines] == [(1, name)]
    assert list(await folder.closed()) == ["MSC-A-0000000004.jsonl"]


@pytest.mark.parametrize("name", ["", "archive", "..", "/etc", "MSC/A", "MSC A", "x" * 65])
def test_a_folder_of_its_own_has_only_what_is_an_element(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValidationError, match="is no element"):
        knobs("nowhere", tmp_path, cdr_elements=(name,))

    assert knobs("nowhere", tmp_path, cdr_elements=("MSC-A",)).cdr_elements == ("MSC-A",)


async def test_what_lies_in_an_elements_folder_for_long_is_named_with_it(tmp_path: Path) -> None:
    folder = RecordDirectory(tmp_path, elements=["MSC-B"])
    folder.prepare()
    part = tmp_path / "MSC-B" / "1.part"
    part.write_bytes(HEADER)
    then = time.time() - LONG_SECONDS - 1
    os.utime(part, (then, then))

    assert list(await folder.left_alone()) == ["MSC-B/1.part"]


async def test_what_was_read_is_not_left_alone(tmp_path: Path) -> None:
    folder = RecordDirectory(tmp_path)
    folder.prepare()
    (tmp_path / "archive" / "MSC-A-1.jsonl").write_bytes(HEADER)

    assert list(await folder.left_alone()) == []


async def test_a_door_without_the_folder_makes_none_and_finds_no_files(tmp_path: Path) -> None:
    folder = RecordDirectory(tmp_path / "of another door")

    assert list(await folder.closed()) == []
    assert not (tmp_path / "of another door").exists()


def test_the_door_that_reads_the_folder_says_where_it_cannot_make_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = RecordDirectory(tmp_path / "file" / "folder")

    with pytest.raises(Misconfigured, match="BOSS_CDR_DIR"):
        folder.prepare()
