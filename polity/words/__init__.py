"""Words as shown to people: ids, labels and objections. Knows nothing of the other floors."""
