"""A subscriber who calls, and what the calls come to."""

from dataclasses import dataclass

from launch.story import Anna


@dataclass
class Talker:
    """A subscriber who calls: what was on the account, and how many calls it has to pay for."""

    anna: Anna
    before: int
    price: int
    let_through: int = 0
    without_answer: int = 0
    """Calls whose answer was lost with the network's own door: they took place, or did not."""

    def overcharged(self, balance: int) -> str:
        calls = self.let_through + self.without_answer
        least = self.before - calls * self.price
        paid = self.before - balance
        if balance < least or paid % self.price:
            return f"{self.anna.number} paid {paid} fen for {calls} calls of {self.price}"
        return ""

    def owes(self, balance: int) -> str:
        most = self.before - self.let_through * self.price
        return f"{self.anna.number}: {balance - most} fen to come" if balance > most else ""
