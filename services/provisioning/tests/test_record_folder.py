"""A file is read when it is whole, also where a switch writes it in place."""

import os
import time
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from provisioning.clients.record_folder import LONG_SECONDS, RecordDirectory
from provisioning.edge.usage_records import LeftAlone
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


async def test_a_file_of_the_future_is_not_waited_for(tmp_path: Path) -> None:
    folder = RecordDirectory(tmp_path, unfinished_seconds=SECONDS)
    file = tmp_path / "MSC-A-0000000003.jsonl"
    file.write_bytes(HEADER)
    later = time.time() + 1000
    os.utime(file, (later, later))

    assert list(await folder.closed()) == [file.name]


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
