"""The vault: the secret keys of every card (鉴权密钥)."""
