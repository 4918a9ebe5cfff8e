"""A pretend shop."""

from pretend_service import main

main()
