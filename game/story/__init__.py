"""What a story is: its format, its reader, its faults. Knows nothing of playing or of screens."""
