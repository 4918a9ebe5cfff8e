"""One story for each process: it works, it comes back, each refusal by its code."""
