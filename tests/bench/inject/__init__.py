"""The parts of inject.py."""
