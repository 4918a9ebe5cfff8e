"""Answered queries as TMF677 v4.0.1 shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from boss.billing.v1.questions_pb2 import Account
from gateway.apis.tmf677_usage_consumption.mapping.reports import BASE, Bucket, Seen, month_of
from gateway.records.holdings import number_of, owner_of, product_of

RESOURCE = f"{BASE}/queryUsageConsumption"
CRITERIA = "searchCriteria"


def shown(seen: Seen, buckets: Sequence[Bucket]) -> dict[str, Any]:
    """Show what a number used this month and has left, as the query that was answered."""
    account = seen.account
    at, party = seen.used.at.ToJsonString(), [_account(account)]
    numbers = [number_of(account)] if account.msisdn else []
    owner = owner_of(account)
    used = {
        "id": account.subscriber_id,
        "@type": "UsageConsumption",
        "name": "This month so far",
        "creationDate": at,
        "lastUpdate": at,
        "state": "done",
        "validPeriod": month_of(seen),
        "product": [product_of(account)],
        "logicalResource": numbers,
        "partyAccount": party,
        "relatedParty": owner,
        "bucketRefOrValue": [_bucket(bucket, account) for bucket in buckets],
    }
    return {
        "id": account.subscriber_id,
        "href": f"{RESOURCE}/{account.subscriber_id}",
        "@type": "QueryUsageConsumption",
        "queryUsageConsumptionDate": at,
        "partyAccount": party,
        "relatedParty": owner,
        CRITERIA: {"product": [product_of(account)], "logicalResource": numbers},
        "usageConsumption": [used],
    }


def _bucket(bucket: Mapping[str, Any], account: Account) -> dict[str, Any]:
    """Show a bucket of a report as this version of TMF677 does: what is left is its own."""
    shown = {name: value for name, value in bucket.items() if name != "bucketBalance"}
    for balance in bucket.get("bucketBalance", ()):
        shown["remainingValue"] = balance["remainingValue"]
        shown["remainingValueName"] = balance["remainingValueName"]
    return {**shown, "@type": "Bucket", "partyAccount": _account(account)}


def _account(account: Account) -> dict[str, str]:
    return {"id": account.id, "status": account.state, "@referredType": "PartyAccount"}
