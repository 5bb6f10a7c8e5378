"""`python -m generator` is `sayso`."""

if __name__ == "__main__":  # each process that is begun imports this module, and has no use for the command line
    from generator.cli import main

    main()
