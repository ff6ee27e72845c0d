"""What the rows of each institution's register are: one file a register, beside its table in `data_access.schema`."""
