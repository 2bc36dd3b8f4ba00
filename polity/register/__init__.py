"""What is so: units, people, spells, offices and other subjects, by day. Queries and changes; no decisions."""
