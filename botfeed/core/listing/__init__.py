"""Lists as a viewer sees them: read in pages, and counted, from one declaration each."""
