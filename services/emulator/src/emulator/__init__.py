"""A pretend network: HLR, switch, SMS centre and handsets."""
