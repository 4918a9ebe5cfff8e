"""Opens a door of billing: `python -m billing api | listen | relay | work | all | migrate`."""

import sys

from billing.bootstrap import SERVICE
from runtime.host.doors import main

if __name__ == "__main__":
    sys.exit(main(SERVICE, sys.argv[1:]))
