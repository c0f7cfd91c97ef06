"""Invitations to the stops of a plan."""
