"""The chain again, from the built images, each part in a container of its own."""
