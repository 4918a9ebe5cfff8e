"""Calls between services: who may ask, until when, and how a refusal travels."""
