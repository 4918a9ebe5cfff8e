"""What brings money: payments, top-ups, vouchers, gifts, deposits and adjustments."""
