"""Many submissions together: in memory by columns, in files part by part."""
