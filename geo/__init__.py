"""Geometry: the regional boundaries that maps are drawn from."""
