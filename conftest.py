"""What holds for the tests of every folder."""

from hypothesis import settings

# How long an example takes says how busy the machine is, not whether it is right: a disk, a
# collection of garbage or seven other processes make any of them late.
settings.register_profile("kaitong", deadline=None)
settings.load_profile("kaitong")
