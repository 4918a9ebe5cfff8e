"""What an element is told and what it answers, whatever language it speaks."""
