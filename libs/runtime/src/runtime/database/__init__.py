"""PostgreSQL: connections, the transaction a task is in, migrations, rows kept for a while."""
