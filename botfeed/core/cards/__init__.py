"""Cards built from records: text and buttons. Layout is up to the adapters."""
