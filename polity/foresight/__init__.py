"""Foresight: pure arithmetic of what may come. Arrays in, arrays out; no register, no law, no clock."""
