"""Lists as TMF630 has them: pages, filters, the order of rows."""
