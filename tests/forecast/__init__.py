"""Tests of the forecast by month."""
