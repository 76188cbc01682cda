"""One module for each format that documents are read from and written to."""
