"""The GSUP door: nodes of the network ask and are asked."""
