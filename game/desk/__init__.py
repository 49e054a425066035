"""The writer's tools. See docs/writing.md."""
