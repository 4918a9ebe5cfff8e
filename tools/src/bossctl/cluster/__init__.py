"""What bossctl does with the cluster the operator runs in: by kubectl, as whoever runs it."""
