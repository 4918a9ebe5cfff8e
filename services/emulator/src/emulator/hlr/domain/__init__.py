"""Subscriptions, profiles, keys and the vectors made of them: values, no I/O."""
