"""What is true of every possible play: asked, answered exactly, and shown by a road."""
