"""Call records: each in exactly one file, also when the process dies in between."""

import pytest
from pretend_network import ANNA, BORIS, PretendNetwork

from emulator.records.domain.record_file import RecordFile
from emulator.records.usecases.close_record_file import close_record_file


@pytest.fixture
async def talking(network: PretendNetwork) -> PretendNetwork:
    """Anna has called three times."""
    for card in (ANNA, BORIS):
        await network.opens(card)
        await network.attaches(card)
    for seconds in (1, 2, 3):
        await network.calls(ANNA, BORIS.isdn, seconds=seconds)
    return network


class BrokenFolder:
    """Fails after the file is there, as a process does that is killed then."""

    def __init__(self, network: PretendNetwork) -> None:
        self._folder = network.folder

    async def put(self, file: RecordFile) -> None:
        await self._folder.put(file)
        raise OSError("killed")


async def test_a_file_has_a_header_its_records_and_their_count(talking: PretendNetwork) -> None:
    (file,) = await talking.closes_files()

    assert file[0] == {"header": {"switch": "MSC-A", "file_seq": 1, "format": 1}}
    assert [record["duration"] for record in file[1:-1]] == [1, 2, 3]
    assert [record["record_seq"] for record in file[1:-1]] == [1, 2, 3]
    assert {record["file_seq"] for record in file[1:-1]} == {1}
    assert file[-1] == {"trailer": {"file_seq": 1, "count": 3}}
    assert len({record["cdr_id"] for record in file[1:-1]}) == 3


async def test_a_file_is_closed_when_it_is_full(talking: PretendNetwork) -> None:
    small = talking.settings.model_copy(update={"cdr_records": 2, "cdr_ms": 60_000})
    async with PretendNetwork(talking.database, small) as network:
        (file,) = await network.closes_files()

    assert file[-1]["trailer"]["count"] == 2
    assert not await talking.files.is_quiet()


async def test_files_are_numbered_without_gaps_and_nothing_comes_twice(
    talking: PretendNetwork,
) -> None:
    await talking.closes_files()
    await talking.calls(ANNA, BORIS.isdn, seconds=4)
    files = await talking.closes_files()

    assert [file[0]["header"]["file_seq"] for file in files] == [1, 2]
    assert [record["duration"] for record in await talking.records()] == [1, 2, 3, 4]
    assert await talking.files.is_quiet()
    assert list(talking.settings.cdr_dir.glob("*.part")) == []


async def test_a_crash_before_the_file_is_there_loses_nothing(talking: PretendNetwork) -> None:
    (begun,) = await talking.files.due()
    unfinished = talking.settings.cdr_dir / "MSC-A-0000000001.jsonl.part"
    unfinished.write_text('{"header":')

    async with PretendNetwork(talking.database, talking.settings) as restarted:
        (file,) = await restarted.closes_files()

    assert begun == 1
    assert len(file) == 5
    assert not unfinished.exists()


async def test_a_crash_after_the_file_is_there_repeats_nothing(talking: PretendNetwork) -> None:
    (begun,) = await talking.files.due()
    with pytest.raises(OSError, match="killed"):
        await close_record_file(begun, uow=talking.uow(), folder=BrokenFolder(talking))

    async with PretendNetwork(talking.database, talking.settings) as restarted:
        files = await restarted.closes_files()

    assert len(files) == 1
    assert await restarted.files.is_quiet()


async def test_a_long_call_is_written_in_parts_that_say_when_it_began(
    talking: PretendNetwork,
) -> None:
    await talking.calls(ANNA, BORIS.isdn, seconds=14_401)
    (file,) = await talking.closes_files()

    parts = [one for one in file[1:-1] if "partial" in one]
    assert [(one["partial"], one["duration"]) for one in parts] == [(1, 7200), (2, 7200), (3, 1)]
    assert len({one["start_time"] for one in parts}) == 1
    assert len({one["cdr_id"] for one in parts}) == 3
    assert [one["record_seq"] for one in file[1:-1]] == [1, 2, 3, 4, 5, 6]
