"""Whole screens: the title, the scene, and the leaves laid over them."""
