"""The MML dialect: framing, replies, and our commands in it."""
