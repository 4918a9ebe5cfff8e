"""What people do with an operator in Kubernetes, and what must hold while they do."""
