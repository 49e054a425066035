"""What happens when a story is played. Only journal, saves and profile touch the disk."""
