"""What is personal is sealed, is found without being readable, and is never said."""

import base64
import json
import secrets
from pathlib import Path
from string import ascii_lowercase

import pytest
from cryptography.exceptions import InvalidTag
from shop_of_accounts import AGREEMENT, Shop, a_paper, a_paper_number

from accounts.customers.domain.customer import Person
from accounts.customers.domain.identity_paper import IdentityPaper
from accounts.customers.storage.key_file import PersonalKeys, read_blind_key, read_personal_keys
from accounts.customers.storage.safe import Safe
from runtime.database.database import Database
from runtime.errors import Misconfigured

ANNA = Person("林安娜", "13912345678", "上海市浦东新区世纪大道一号")


def safe_with(*names: str) -> Safe:
    keys = {name: secrets.token_bytes(32) for name in names}
    return Safe(PersonalKeys(names[-1], keys), secrets.token_bytes(32))


def test_what_is_sealed_is_opened_for_its_customer_only() -> None:
    safe, paper = safe_with("one"), a_paper()
    key_id, sealed = safe.seal("anna", ANNA, paper)

    opened = safe.open("anna", key_id=key_id, sealed=sealed, paper_type="id_card")

    assert opened == (ANNA, paper)
    with pytest.raises(InvalidTag):
        safe.open("boris", key_id=key_id, sealed=sealed, paper_type="id_card")
    with pytest.raises(InvalidTag):
        safe.open(
            "anna",
            key_id=key_id,
            sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]),
            paper_type="id_card",
        )


def test_the_same_is_never_sealed_the_same() -> None:
    safe, paper = safe_with("one"), a_paper()

    assert safe.seal("anna", ANNA, paper) != safe.seal("anna", ANNA, paper)


def test_old_seals_open_after_the_key_was_changed() -> None:
    old, paper = safe_with("one"), a_paper()
    _, sealed = old.seal("anna", ANNA, paper)
    keys = {**old.keys.keys, "two": secrets.token_bytes(32)}
    new = Safe(PersonalKeys("two", keys), old.blind_key)

    assert new.open("anna", key_id="one", sealed=sealed, paper_type="id_card")[0] == ANNA
    assert new.seal("anna", ANNA, paper)[0] == "two"


def test_equal_papers_have_equal_indexes_and_only_with_the_key() -> None:
    number = a_paper_number()
    new, old = (IdentityPaper.read("id_card", n) for n in (number, number[:6] + number[8:17]))
    safe = safe_with("one")

    assert safe.blind_index(new) == safe.blind_index(old)
    assert safe.blind_index(new) != safe.blind_index(a_paper())
    assert safe.blind_index(new) != safe_with("one").blind_index(new)


def test_keys_show_themselves_nowhere() -> None:
    safe = safe_with("one")

    assert repr(safe.blind_key) not in repr(safe)
    assert repr(safe.keys.keys["one"]) not in repr(safe)
    assert "林" not in repr(ANNA)


def test_a_key_file_is_hexadecimal_or_json(tmp_path: Path) -> None:
    key, path = secrets.token_bytes(32), tmp_path / "key"
    path.write_text(key.hex() + "\n")
    single = read_personal_keys(path)
    assert single.keys == {single.current: key}
    assert read_personal_keys(path) == single
    assert read_blind_key(path) == key

    older = secrets.token_bytes(32)
    path.write_text(f"{key.hex()}\n{older.hex()}\n")
    both = read_personal_keys(path)
    assert (both.keys[both.current], list(both.keys.values())) == (key, [key, older])

    path.write_text(json.dumps({"current": "b", "keys": {"b": base64.b64encode(key).decode()}}))
    assert read_personal_keys(path) == PersonalKeys("b", {"b": key})


@pytest.mark.parametrize(
    "content",
    [
        "", "abc", "00" * 31, "zz" * 32, "{", '{"current": "a"}', '{"current": "a", "keys": {}}',
        '{"current": "a", "keys": {"a": "AAAA"}}', '{"current": "a", "keys": {"a": "?"}}',
        '{"current": "a", "keys": ["a"]}',
    ],
)  # fmt: skip
def test_a_bad_key_file_says_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key"
    path.write_text(content)

    with pytest.raises(Misconfigured, match=str(path)):
        read_personal_keys(path)


def test_no_key_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="BOSS_BLIND_INDEX_KEY_FILE"):
        read_blind_key(tmp_path / "nowhere")


async def test_nothing_personal_lies_open_or_is_said(
    postgres_shop: Shop, database: Database
) -> None:
    number, name = (
        a_paper_number(),
        "Planted " + "".join(secrets.choice(ascii_lowercase) for _ in range(16)),
    )
    paper = IdentityPaper.read("id_card", number)
    known = await postgres_shop.registers(paper, name=name)
    await postgres_shop.checks(known)
    opened = await postgres_shop.opens(known.customer.id)
    await postgres_shop.terminates(opened)

    planted = {number, name, "13812341234", "北京市东城区长安街"}
    kept = await everything(database)
    assert known.customer.id in kept
    assert AGREEMENT.service_items in kept
    assert {secret for secret in planted if secret in kept} == set()


async def everything(database: Database) -> str:
    """Return all rows of all tables as text; what was said is decoded as far as bytes go."""
    async with database.reading() as connection:
        tables = await connection.exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace ="
            " 'public'::regnamespace"
        )
        rows = [
            str(row)
            for table in tables.scalars()
            for row in (await connection.exec_driver_sql(f'TABLE "{table}"')).all()
        ]
        said = await connection.exec_driver_sql("SELECT payload FROM outbox")
        rows += [bytes(payload).decode(errors="replace") for payload in said.scalars()]
    return "\n".join(rows)
