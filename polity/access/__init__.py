"""Who stands at the door, and what they may offer: what pages, the API and the command line share."""
