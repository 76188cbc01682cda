"""Training readiness of school resource officers."""
