"""What can be known. Readings look and never write; each takes the scope of whoever asks."""
