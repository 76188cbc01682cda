"""What the site needs beyond what Sphinx and its extensions know."""
