"""Headers and trailers that are missing or wrong are no records, and were counted among them.

What the image before takes meanwhile is counted in its way: read is said and refused all the same.
"""

from alembic import op

revision = "provisioning_frames"
down_revision = "provisioning_identity"
branch_labels = None
depends_on = None

RECKON_ANEW = """
UPDATE taken_file SET records = records - of_frame.number, refused = refused - of_frame.number
FROM (
    SELECT id, sum(value::bigint)::bigint AS number FROM taken_file, jsonb_each_text(reasons)
    WHERE key IN ('HEADER_MISSING', 'TRAILER_MISSING', 'COUNT_DIFFERS') GROUP BY id
) AS of_frame WHERE taken_file.id = of_frame.id
"""


def upgrade() -> None:
    op.execute(RECKON_ANEW)
