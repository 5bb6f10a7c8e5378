"""The live preview: a server and a watcher that know nothing of articles."""
