"""What is held of people, why and how long, and what is to go."""
