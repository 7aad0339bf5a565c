"""Turn a parsed prompt into a picture: decide, place the figures, draw, describe."""
