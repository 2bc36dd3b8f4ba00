"""What follows a sealed entry: people and desks are told, once, by the journal's numbers."""
