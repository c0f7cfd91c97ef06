"""What no plan can exceed: a bound on the value of a plan, and so a proven gap."""
