"""`python -m generator` is `sayso`."""

from generator.cli import main

if __name__ == "__main__":
    main()
