"""Nouns to cards: what is said and which buttons stand below it. Layout is the adapter's."""
