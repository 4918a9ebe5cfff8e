"""Opens a door of the pretend network: `python -m emulator all | migrate`."""

import sys

from emulator.bootstrap import SERVICE
from runtime.host.doors import main

if __name__ == "__main__":
    sys.exit(main(SERVICE, sys.argv[1:]))
