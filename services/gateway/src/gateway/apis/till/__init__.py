"""The till: money that moves at somebody's word, in fen."""
