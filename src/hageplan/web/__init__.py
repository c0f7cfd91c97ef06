"""What is asked of others over HTTP, within bounds."""
