"""Who answers: buckets, top-ups and adjustments."""
