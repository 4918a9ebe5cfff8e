"""What the tables of all areas belong to, and the columns they share."""

from sqlalchemy import Boolean, Column, MetaData, Text

METADATA = MetaData()


def profile_columns() -> tuple[Column[str] | Column[bool], ...]:
    """Make the columns of a profile, for who keeps a copy of it: the HLR, and the switch."""
    words = ("isdn", "outgoing", "incoming", "roaming", "packet")
    locks = ("lock_incoming", "lock_outgoing", "lock_packet")
    return (
        *(Column(name, Text, nullable=False) for name in words),
        *(Column(name, Boolean, nullable=False) for name in locks),
        Column("packet_profile", Text, nullable=False, server_default="1"),
        Column("services", Text, nullable=False, server_default=""),
        Column("registered", Text, nullable=False, server_default=""),
    )
