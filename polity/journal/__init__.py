"""What was done: entries, their particulars under a key per person, and the seals that chain them."""
