"""What keeps the repository in order; each is run by hand or by the tests."""
