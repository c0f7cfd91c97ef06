"""The week that is to come: who goes where, whom to ring, what is due."""
