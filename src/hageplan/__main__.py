"""`python -m hageplan`."""

from hageplan.cli import main

if __name__ == "__main__":
    main()
