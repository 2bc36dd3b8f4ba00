"""Run the command line: python -m polity."""

from polity.cli import main

if __name__ == "__main__":
    main()
