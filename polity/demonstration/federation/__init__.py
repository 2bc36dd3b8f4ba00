"""The present-day demonstration: a federation of co-operatives and union branches. All of it is synthetic."""
