"""The languages of the wires and the words of the domain, both ways."""
