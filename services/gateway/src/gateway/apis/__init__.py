"""The APIs of this door, one folder each; none of them knows another."""
