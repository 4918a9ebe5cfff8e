"""A subscriber with number, card and stops, kept by one statement."""

from datetime import datetime

from sqlalchemy import text

from accounts.stock.domain.sim_card import SimCard
from accounts.subscribers.domain.subscriber import Agreement, Subscriber
from accounts.subscribers.storage.services import written
from accounts.subscribers.tables import KEPT_LEVEL
from runtime.database.database import Database

_ADD = text("""
WITH opened AS (
    INSERT INTO subscriber (id, holder_id, msisdn, iccid, offering, opened_by, phase, version,
        bound_until)
    VALUES (:id, :holder_id, :msisdn, :iccid, :offering, :opened_by, :phase, :version,
        :bound_until)
    ON CONFLICT (id) DO NOTHING RETURNING id)
INSERT INTO agreement (subscriber_id, service_types, service_items, tariff_plan, payment_plan,
    version, signed_at)
SELECT id, CAST(:service_types AS text), CAST(:service_items AS text), CAST(:tariff_plan AS text),
    CAST(:payment_plan AS text), CAST(:agreement AS text), CAST(:signed_at AS timestamptz)
FROM opened
""")
# What has not changed is not written.
_SAVE = text("""
WITH kept AS (
    UPDATE subscriber SET iccid = :iccid, phase = :phase, sim_since = :sim_since,
        activated_at = :activated_at, terminated_at = :terminated_at, version = :version,
        long_distance = :long_distance, long_distance_until = :long_distance_until,
        roaming = :roaming, roaming_until = :roaming_until, services = :services,
        offering = :offering, offering_since = :offering_since
    WHERE id = :id RETURNING opened_by),
numbered AS (
    UPDATE phone_number
    SET state = :number_state, reserved_for_order = :number_order,
        quarantined_until = :quarantined_until
    WHERE msisdn = :msisdn AND state <> :number_state),
carded AS (
    UPDATE sim_card c SET state = given.state, reserved_for_order = given.order_id
    FROM unnest(CAST(:iccids AS text[]), CAST(:card_states AS text[]), CAST(:card_orders AS text[]))
        AS given(iccid, state, order_id)
    WHERE c.iccid = given.iccid AND c.state <> given.state),
stopped AS (
    INSERT INTO subscriber_stop AS known
        (subscriber_id, reason, level, since, added_by, until, lifted_at, lifted_by, paused_until)
    SELECT :id, given.* FROM unnest(CAST(:reasons AS text[]), CAST(:levels AS smallint[]),
        CAST(:since AS timestamptz[]), CAST(:added_by AS text[]), CAST(:until AS timestamptz[]),
        CAST(:lifted_at AS timestamptz[]), CAST(:lifted_by AS text[]),
        CAST(:paused_until AS timestamptz[])) AS given
    ON CONFLICT (subscriber_id, reason, level, added_by) DO UPDATE
    SET lifted_at = excluded.lifted_at, lifted_by = excluded.lifted_by,
        paused_until = excluded.paused_until
    WHERE (known.lifted_at, known.paused_until)
        IS DISTINCT FROM (excluded.lifted_at, excluded.paused_until))
DELETE FROM place_hold h USING kept WHERE h.order_id = kept.opened_by AND :phase = 'active'
""")


_HAND_OVER = text("""
WITH ended AS (
    INSERT INTO former_holder (subscriber_id, ended_by, holder_id, held_to, service_types,
        service_items, tariff_plan, payment_plan, version, signed_at)
    SELECT s.id, :by, s.holder_id, :at, a.service_types, a.service_items, a.tariff_plan,
        a.payment_plan, a.version, a.signed_at
    FROM subscriber s JOIN agreement a ON a.subscriber_id = s.id WHERE s.id = :id),
signed AS (
    UPDATE agreement SET service_types = :service_types, service_items = :service_items,
        tariff_plan = :tariff_plan, payment_plan = :payment_plan, version = :agreement,
        signed_at = :at
    WHERE subscriber_id = :id)
UPDATE subscriber SET holder_id = :holder_id, bound_until = :bound_until, version = :version
WHERE id = :id
""")


async def hand_over(
    database: Database, subscriber: Subscriber, agreement: Agreement, *, by: str, at: datetime
) -> None:
    """Keep it as another customer's, by this agreement; the one before stays with whose it was."""
    await database.execute(
        _HAND_OVER,
        id=subscriber.id,
        by=by,
        at=at,
        holder_id=subscriber.holder_id,
        bound_until=subscriber.bound_until,
        version=subscriber.version,
        service_types=agreement.service_types,
        service_items=agreement.service_items,
        tariff_plan=agreement.tariff_plan,
        payment_plan=agreement.payment_plan,
        agreement=agreement.version,
    )


async def add(
    database: Database, subscriber: Subscriber, agreement: Agreement, *, signed_at: datetime
) -> bool:
    """Add a pending one with its agreement, as it was signed; False where the id is taken."""
    added = await database.execute(
        _ADD,
        id=subscriber.id,
        holder_id=subscriber.holder_id,
        msisdn=subscriber.number.msisdn.value,
        iccid=subscriber.card.iccid.value,
        offering=subscriber.offering,
        opened_by=subscriber.opened_by,
        phase=subscriber.phase.value,
        version=subscriber.version,
        bound_until=subscriber.bound_until,
        service_types=agreement.service_types,
        service_items=agreement.service_items,
        tariff_plan=agreement.tariff_plan,
        payment_plan=agreement.payment_plan,
        agreement=agreement.version,
        signed_at=signed_at,
    )
    return added.rowcount == 1


async def save(database: Database, subscriber: Subscriber, and_card: SimCard | None) -> None:
    """Keep it, its number and card, and another card beside it."""
    cards = [subscriber.card] if and_card is None else [subscriber.card, and_card]
    kept = subscriber.kept_stops
    await database.execute(
        _SAVE,
        id=subscriber.id,
        iccid=subscriber.card.iccid.value,
        phase=subscriber.phase.value,
        sim_since=subscriber.sim_since,
        activated_at=subscriber.activated_at,
        terminated_at=subscriber.terminated_at,
        version=subscriber.version,
        long_distance=subscriber.abroad.long_distance.is_open,
        long_distance_until=subscriber.abroad.long_distance.until,
        roaming=subscriber.abroad.roaming.is_open,
        roaming_until=subscriber.abroad.roaming.until,
        services=written(subscriber.services),
        offering=subscriber.offering,
        offering_since=subscriber.offering_since,
        msisdn=subscriber.number.msisdn.value,
        number_state=subscriber.number.state.value,
        number_order=subscriber.number.reserved_for_order,
        quarantined_until=subscriber.number.quarantined_until,
        iccids=[card.iccid.value for card in cards],
        card_states=[card.state.value for card in cards],
        card_orders=[card.reserved_for_order for card in cards],
        reasons=[each.stop.reason.value for each in kept],
        levels=[KEPT_LEVEL[each.stop.level] for each in kept],
        since=[each.since for each in kept],
        added_by=[each.added_by for each in kept],
        until=[each.until for each in kept],
        lifted_at=[each.lifted_at for each in kept],
        lifted_by=[each.lifted_by for each in kept],
        paused_until=[each.paused_until for each in kept],
    )
