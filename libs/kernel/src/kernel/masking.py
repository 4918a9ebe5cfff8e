"""What may be shown of what is personal (rules 10.3)."""


def mask_msisdn(number: str) -> str:
    """`8613812341234` becomes `86138****1234`."""
    return f"{number[:-8]}****{number[-4:]}" if len(number) > 8 else mask_tail(number)


def mask_name(name: str) -> str:
    """The family name stays: `张伟` becomes `张*`."""
    return f"{name[:1]}{'*' * max(len(name) - 1, 1)}" if name else ""


def mask_paper(number: str) -> str:
    """First three and last four stay: `110***********1234`."""
    if len(number) <= 8:
        return mask_tail(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def mask_tail(text: str) -> str:
    """Only the last four stay, and never more than half."""
    keep = min(4, len(text) // 2)
    return f"{'*' * (len(text) - keep)}{text[len(text) - keep :]}"
