"""One file per act; what stands between them and the outside is in `ports`."""
