"""The code that stands for the whole country."""

COUNTRY = "CL"
