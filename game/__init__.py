"""The Bridges of October: a historical narrative game and the toolchain to write one."""

__version__ = "0.1.0"
