"""Reserve and commit over gRPC, beside the same calls with one bare transaction each."""
