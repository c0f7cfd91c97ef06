"""Offline road networks: cut out of OpenStreetMap, built by Valhalla, kept in the user's cache."""
