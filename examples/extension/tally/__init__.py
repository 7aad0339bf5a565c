"""An extension of botfeed in a package of its own: `/tally fox` counts how often a word was tallied."""
