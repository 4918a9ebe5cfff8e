"""Opens a door of accounts: `python -m accounts api | listen | relay | work | all | migrate`."""

import sys

from accounts.bootstrap import SERVICE
from runtime.host.doors import main

if __name__ == "__main__":
    sys.exit(main(SERVICE, sys.argv[1:]))
