"""Allowances that are bought: bought again, cancelled, ended."""
