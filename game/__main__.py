"""`python -m game` is the october command."""

from game.cli import main

main()
