"""The game in a browser: a small server that runs one game for each visitor, through textual-serve."""
