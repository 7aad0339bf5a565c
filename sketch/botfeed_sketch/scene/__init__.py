"""From what was asked for to a picture: decide, place the figures, draw, describe."""
