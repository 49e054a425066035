"""The game on the terminal screen. The only package that imports Textual."""
