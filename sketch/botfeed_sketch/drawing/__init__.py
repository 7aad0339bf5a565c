"""Colours, styles and the shapes that pictures are made of. Knows no subject and no place."""
