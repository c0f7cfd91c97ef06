"""`python -m hageplan`."""

from hageplan.app import main

if __name__ == "__main__":
    main()
