"""What was promised, what a flag asks for, and when it is due."""
