"""Make, check, repair, back up and restore a workspace."""
