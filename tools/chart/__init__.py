"""Makes the Helm chart out of what kustomize renders, so that both are one source."""
