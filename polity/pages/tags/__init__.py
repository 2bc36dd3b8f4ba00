"""What templates can say. Loaded for every template by the settings; no {% load %} is needed."""
