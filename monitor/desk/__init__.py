"""What the web desk and the command line share."""
