"""Colours, styles and shapes of pictures. Independent of subjects and places."""
