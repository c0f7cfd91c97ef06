"""Answers from the car: one form for the page, e-mail, ODK and Kobo, and how it comes back."""
