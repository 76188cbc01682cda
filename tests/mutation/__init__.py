"""Mutation testing: small faults are put into a room, and its tests must notice each.

    PYTHONPATH=tests python -m mutation dates

docs/how-to/measure-the-tests.md says how it works and how to read what it prints.
"""
