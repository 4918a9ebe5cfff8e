"""A real Kubernetes on this machine, made from package registries, and the operator in it."""
