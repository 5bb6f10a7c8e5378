"""One module a command, each thin: parse words, call a stage, print."""
