"""The tool of the people who operate the operator; it speaks gRPC only."""
