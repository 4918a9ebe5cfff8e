"""Elements of the network: what each can be told, and one folder per kind of element."""
