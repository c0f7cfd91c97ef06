"""What is written into the log: contacts, their corrections, and what they lead to."""
