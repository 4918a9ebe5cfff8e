"""A pretend bank."""

from pretend_service import main

main()
