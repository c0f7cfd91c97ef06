"""Figures that registers and statistics give away: companies' accounts, counts of companies."""
