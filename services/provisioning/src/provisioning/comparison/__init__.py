"""What orders asked for beside what the network has (比对), and its repair (修复)."""
