"""Opens a door of the gateway: `python -m gateway api | all | migrate`."""

import sys

from gateway.bootstrap import SERVICE
from runtime.host.doors import main

if __name__ == "__main__":
    sys.exit(main(SERVICE, sys.argv[1:]))
