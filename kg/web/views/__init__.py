"""The views: one module per page, which collects the values for its template."""
