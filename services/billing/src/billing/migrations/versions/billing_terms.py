"""What the database of billing held with release 0.1.0."""

from runtime.database.migrations.baseline import make_all_of

revision = "billing_terms"
down_revision = None
branch_labels = ("billing",)
depends_on = None
release = "0.1.0"
folded = (
    "billing_begin",
    "billing_history",
    "billing_reservations",
    "billing_reversals",
    "billing_books",
    "billing_vouchers",
    "billing_adjustments",
    "billing_month_of_use",
    "billing_collective_entries",
    "billing_credit",
    "billing_data_opening",
    "billing_usage_difference",
    "billing_allowances",
    "billing_usage_messages",
    "billing_told_rows",
    "billing_once_by_time",
    "billing_sub_cards",
    "billing_retention",
    "billing_visited",
    "billing_newest_payments",
    "billing_customers",
    "billing_collectors",
    "billing_origin",
    "billing_refunds",
    "billing_top_ups",
    "billing_alone",
)
"""Revisions that led here: a database that stands at one of them is brought on by that release."""


def upgrade() -> None:
    make_all_of(__file__)
