"""`python -m hageplan`, and what the program without Python starts with."""

import sys

from hageplan.app import main

if __name__ == "__main__":
    if hasattr(sys, "frozen"):
        # A worker of the program is the program again, told by its arguments.
        from multiprocessing import freeze_support

        freeze_support()
    main()
