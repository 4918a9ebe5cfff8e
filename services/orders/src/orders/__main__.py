"""Opens a door of orders: `python -m orders api | listen | relay | work | all | migrate`."""

import sys

from orders.bootstrap import SERVICE
from runtime.host.doors import main

if __name__ == "__main__":
    sys.exit(main(SERVICE, sys.argv[1:]))
