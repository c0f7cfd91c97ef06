"""Planner for a næringshage: whom to visit, when, in which order, and why."""
