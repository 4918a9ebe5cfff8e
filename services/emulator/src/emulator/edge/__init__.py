"""Who calls the network: MML, GSUP, gRPC, and records that are due."""
