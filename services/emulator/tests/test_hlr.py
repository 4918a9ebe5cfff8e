"""What an operator does at the MML door, and what it is told."""

import asyncio

import pytest
from pretend_network import ANNA, ANNA_NEW, BORIS, PretendNetwork

from runtime.database.database import Database
from runtime.errors import DATABASE_ERRORS

UNKNOWN = "8613900000099"


async def test_a_subscriber_is_opened_read_back_and_removed(network: PretendNetwork) -> None:
    await network.opens(ANNA)

    shown = await network.does(f'LST SUB:ISDN="{ANNA.isdn}"')
    await network.does(f'RMV SUB:ISDN="{ANNA.isdn}",RMVKI=TRUE')

    assert (shown["IMSI"], shown["ODBOC"], shown["VLRNUM"]) == (ANNA.imsi, "NOBOC", "NONE")
    assert (await network.operator.says(f'LST SUB:ISDN="{ANNA.isdn}"')).code == "ERR3101"
    assert (await network.operator.says(f'LST KI:IMSI="{ANNA.imsi}"')).code == "ERR3104"


async def test_a_template_says_what_is_barred_at_birth(network: PretendNetwork) -> None:
    await network.loads(ANNA)
    await network.does(f'ADD TPLSUB:IMSI="{ANNA.imsi}",ISDN="{ANNA.isdn}",TPLID=3')

    shown = await network.does(f'LST SUB:IMSI="{ANNA.imsi}"')

    assert (shown["ODBOC"], shown["ODBIC"], shown["ODBPS"]) == ("BAOC", "BAIC", "BAPS")


async def test_keys_are_there_but_never_shown(network: PretendNetwork) -> None:
    await network.loads(ANNA)

    shown = await network.does(f'LST KI:IMSI="{ANNA.imsi}"')

    assert shown["ALG"] == "MILENAGE"
    assert ANNA.k not in shown.text.lower()


async def test_bars_and_locks_are_set_one_by_one(network: PretendNetwork) -> None:
    await network.opens(ANNA)

    await network.does(f'MOD ODB:ISDN="{ANNA.isdn}",ODBOC=BAOC')
    await network.does(f'MOD ODB:ISDN="{ANNA.isdn}",ODBPS=BAPS')
    await network.does(f'MOD LCK:ISDN="{ANNA.isdn}",IC=TRUE')
    shown = await network.does(f'LST SUB:ISDN="{ANNA.isdn}"')

    assert (shown["ODBOC"], shown["ODBIC"], shown["ODBPS"]) == ("BAOC", "NOBIC", "BAPS")
    assert (shown["IC"], shown["OC"]) == ("TRUE", "FALSE")


async def test_changing_to_what_it_is_succeeds(network: PretendNetwork) -> None:
    await network.opens(ANNA)

    for _ in range(2):
        await network.does(f'MOD ODB:ISDN="{ANNA.isdn}",ODBOC=BAOC')
        await network.does(f'MOD ISDN:ISDN="{ANNA.isdn}",NEWISDN="{ANNA.isdn}"')


async def test_a_number_is_changed(network: PretendNetwork) -> None:
    await network.opens(ANNA)

    await network.does(f'MOD ISDN:ISDN="{ANNA.isdn}",NEWISDN="{UNKNOWN}"')

    assert (await network.does(f'LST SUB:ISDN="{UNKNOWN}"'))["IMSI"] == ANNA.imsi


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"LST SUB:ISDN={UNKNOWN}", "ERR3101"),
        (f"RMV SUB:ISDN={UNKNOWN}", "ERR3101"),
        (f"MOD ODB:ISDN={UNKNOWN},ODBOC=BAOC", "ERR3101"),
        (f"MOD ODB:ISDN={ANNA.isdn},IMSI={BORIS.imsi},ODBOC=BAOC", "ERR3101"),
        (f"MOD IMSI:ISDN={ANNA.isdn},NEWIMSI={BORIS.imsi}", "ERR3102"),
        (f"ADD TPLSUB:IMSI={ANNA.imsi},ISDN={UNKNOWN},TPLID=1", "ERR3102"),
        (f"ADD TPLSUB:IMSI={ANNA_NEW.imsi},ISDN={ANNA.isdn},TPLID=1", "ERR3103"),
        (f"MOD ISDN:ISDN={ANNA.isdn},NEWISDN={BORIS.isdn}", "ERR3103"),
        (f"ADD TPLSUB:IMSI=460000000000009,ISDN={UNKNOWN},TPLID=1", "ERR3104"),
        (f"MOD IMSI:ISDN={ANNA.isdn},NEWIMSI=460000000000009", "ERR3104"),
        ("RMV KI:IMSI=460000000000009", "ERR3104"),
        (f"MOD IMSI:ISDN={ANNA.isdn},NEWIMSI=250000000000009", "ERR3105"),
        (f"ADD TPLSUB:IMSI={ANNA_NEW.imsi},ISDN=7900000000,TPLID=1", "ERR3106"),
        (f"MOD ISDN:ISDN={ANNA.isdn},NEWISDN=7900000000", "ERR3106"),
        (f"ADD KI:IMSI=460000000000009,KIVALUE=12,OPCVALUE={ANNA.opc}", "ERR3107"),
        (f"ADD TPLSUB:IMSI={ANNA_NEW.imsi},ISDN={UNKNOWN},TPLID=77", "ERR3108"),
        (f"ADD KI:IMSI={ANNA.imsi},KIVALUE={ANNA.k},OPCVALUE={ANNA.opc}", "ERR3109"),
        (f"RMV KI:IMSI={ANNA.imsi}", "ERR3110"),
        ("DANCE", "ERR3002"),
        ("MOD ODB", "ERR3003"),
        ("MOD ODB:ISDN=1", "ERR3004"),
        ("MOD ODB:::", "ERR3001"),
    ],
)
async def test_each_mistake_has_its_code_and_changes_nothing(
    network: PretendNetwork, command: str, code: str
) -> None:
    await network.opens(ANNA)
    await network.opens(BORIS)
    await network.loads(ANNA_NEW)
    before = (await network.does("LST ALLSUB")).text.splitlines()[5:]

    answered = await network.operator.says(command)

    assert answered.code == code
    assert (await network.does("LST ALLSUB")).text.splitlines()[5:] == before


async def test_a_full_hlr_says_so(network: PretendNetwork) -> None:
    small = network.settings.model_copy(update={"capacity": 1})
    async with PretendNetwork(network.database, small) as full:
        await full.opens(ANNA)
        await full.loads(BORIS)

        answered = await full.operator.says(
            f"ADD TPLSUB:IMSI={BORIS.imsi},ISDN={BORIS.isdn},TPLID=1"
        )

    assert answered.code == "ERR3201"


async def test_a_dump_is_read_page_by_page(network: PretendNetwork) -> None:
    await network.opens(ANNA)
    await network.opens(BORIS)

    first = await network.does("LST ALLSUB:COUNT=1")
    second = await network.does(f"LST ALLSUB:COUNT=1,AFTER={first['NEXT']}")
    last = await network.does(f"LST ALLSUB:COUNT=1,AFTER={second['NEXT']}")

    assert ANNA.isdn in first.text
    assert BORIS.isdn in second.text
    assert last["NEXT"] == "NONE"


async def test_nobody_commands_without_logging_in(network: PretendNetwork) -> None:
    stranger = await network.operator_at_the_door()

    assert (await stranger.says("LST ALLSUB")).code == "ERR3010"
    assert (await stranger.log_in(password="guess")).code == "ERR3011"
    assert (await stranger.log_in(name="nobody", password="")).code == "ERR3011"
    assert (await stranger.log_in()).is_done
    assert (await stranger.says("SHK HAND")).is_done
    assert (await stranger.says("LGO")).is_done
    assert (await stranger.says("LST ALLSUB")).code == "ERR3010"


async def test_a_session_ends_in_silence(network: PretendNetwork) -> None:
    hasty = network.settings.model_copy(update={"session_idle_seconds": 0.05})
    async with PretendNetwork(network.database, hasty) as impatient:
        await asyncio.sleep(0.1)

        assert (await impatient.operator.says("LST ALLSUB")).code == "ERR3010"


async def test_there_are_only_so_many_sessions(network: PretendNetwork) -> None:
    narrow = network.settings.model_copy(update={"session_limit": 1})
    async with PretendNetwork(network.database, narrow) as busy:
        second = await busy.operator_at_the_door()
        refused = (await second.log_in()).code
        await busy.operator.says("LGO")

        assert refused == "ERR3012"
        assert (await second.log_in()).is_done


async def test_a_session_left_without_a_word_is_free_again(network: PretendNetwork) -> None:
    narrow = network.settings.model_copy(update={"session_limit": 1})
    async with PretendNetwork(network.database, narrow) as busy:
        busy.operator.writer.close()
        await busy.operator.writer.wait_closed()
        second = await busy.operator_at_the_door()

        async with asyncio.timeout(10):  # until the door has seen that the first one left
            while not (await second.log_in()).is_done:  # noqa: ASYNC110 - it has no event
                await asyncio.sleep(0.01)


async def test_a_second_command_before_the_answer_is_refused(network: PretendNetwork) -> None:
    await network.opens(ANNA)
    operator = network.operator

    operator.writer.write(f"LST SUB:ISDN={ANNA.isdn};SHK HAND:;".encode())
    answers = [await operator.hears(), await operator.hears()]

    assert answers[0].code == "ERR3013"
    assert "SHK HAND" in answers[0].text
    assert answers[1].is_done


async def test_two_sessions_race_for_one_number_and_one_wins(network: PretendNetwork) -> None:
    racers = []
    for _ in range(8):
        racers.append(await network.operator_at_the_door())
        await racers[-1].log_in()
    cards = [f"46000000000010{place}" for place in range(8)]
    for imsi in cards:
        await network.does(f"ADD KI:IMSI={imsi},KIVALUE={ANNA.k},OPCVALUE={ANNA.opc}")

    answers = await asyncio.gather(
        *(
            racer.says(f"ADD TPLSUB:IMSI={imsi},ISDN={ANNA.isdn},TPLID=1")
            for racer, imsi in zip(racers, cards, strict=True)
        )
    )

    codes = sorted(answer.code for answer in answers)
    assert codes == ["ERR3103"] * 7 + ["SUCCESS0001"]


async def test_a_command_too_long_ends_the_connection(network: PretendNetwork) -> None:
    operator = network.operator

    operator.writer.write(b"A" * 9000)

    assert (await operator.hears()).code == "ERR3001"
    assert await operator.reader.read() == b""


async def test_the_log_remembers_who_did_what_without_secrets(
    network: PretendNetwork, database: Database
) -> None:
    await network.opens(ANNA)
    await network.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC")
    await network.operator.says(f"RMV SUB:ISDN={UNKNOWN}")

    async with database.reading() as connection:
        lines = (await connection.exec_driver_sql("SELECT * FROM mml_log ORDER BY id")).all()

    assert [line.command.split(":")[0] for line in lines] == [
        "LGI", "ADD KI", "ADD TPLSUB", "MOD ODB", "RMV SUB",
    ]  # fmt: skip
    assert [line.outcome for line in lines] == ["DONE"] * 4 + ["SUBSCRIBER_UNKNOWN"]
    assert lines[3].before["odb"][0] == "NOBOC"
    assert lines[3].after["odb"][0] == "BAOC"
    assert {line.operator for line in lines} == {"boss"}
    whole = " ".join(map(str, lines))
    assert ANNA.k not in whole
    assert network.settings.operator_password.get_secret_value() not in whole


async def test_the_log_cannot_be_rewritten(network: PretendNetwork, database: Database) -> None:
    with pytest.raises(DATABASE_ERRORS, match="append-only"):
        async with database.transaction() as connection:
            await connection.exec_driver_sql("DELETE FROM mml_log")


async def test_a_record_somebody_holds_is_locked(
    network: PretendNetwork, database: Database
) -> None:
    await network.opens(ANNA)

    async with database.transaction() as connection:
        await connection.exec_driver_sql("SELECT FROM subscription FOR UPDATE")
        answered = await network.operator.says(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC", within=9)

    assert answered.code == "ERR3203"
    await network.does(f"MOD ODB:ISDN={ANNA.isdn},ODBOC=BAOC")


async def test_an_element_without_its_database_says_it_failed(network: PretendNetwork) -> None:
    nowhere = Database.connect("postgresql+asyncpg://nobody:none@127.0.0.1:1/none", name="test")
    async with PretendNetwork(nowhere, network.settings) as broken:
        refused = await broken.operator.log_in()

    assert refused.code == "ERR3299"


async def test_what_was_done_survives_a_restart(network: PretendNetwork) -> None:
    await network.opens(ANNA)
    await network.attaches(ANNA)
    await network.sends_code(ANNA.isdn)

    async with PretendNetwork(network.database, network.settings) as restarted:
        shown = await restarted.does(f"LST SUB:ISDN={ANNA.isdn}")

        assert shown["VLRNUM"] == "MSC-A"
        assert await restarted.is_attached(ANNA)
        assert await restarted.inbox(ANNA) == ["code 123456"]
