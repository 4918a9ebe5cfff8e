"""What moved which money: balanced entries, balance books, and the one posting."""
