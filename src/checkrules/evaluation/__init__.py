"""One submission decided, scored and explained."""
