"""What happens when a story is played. Only journal, saves, profile and kept touch the disk."""
