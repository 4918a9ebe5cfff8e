"""Names of persons as they are compared: how one was typed does not make somebody else.

What a reader, an input method and an old form write differs in the code points of the same name:
composed or not (Unicode Annex 15), full width or not, and the dot between the parts of a name from
a minority language or from abroad, for which GB/T 16159 has one sign and keyboards have many.
"""

import unicodedata

DOT, APOSTROPHE, HYPHEN = "·", "'", "-"
_SIGNS = str.maketrans(
    {
        # Middle dot, bullets, katakana's dot, hyphenation point, operators, a full stop for it.
        **dict.fromkeys("·•‧∙⋅●・.。", DOT),
        **dict.fromkeys("'’‘ʼʻ′`", APOSTROPHE),
        **dict.fromkeys("-‐‑‒–—―−", HYPHEN),
    }
)
_ACUTE_ALONE = " \u0301"
"""What Unicode makes of the key ´, with which some type an apostrophe."""


def compared(name: str) -> str:
    """Return what is the same for the same name: Unicode's NFKC_Casefold, without blanks, the dot,
    the apostrophe and the hyphen each in one form, and nothing that cannot be seen.
    """
    plain = unicodedata.normalize("NFKC", name).replace(_ACUTE_ALONE, APOSTROPHE).translate(_SIGNS)
    for _ in range(2):
        plain = unicodedata.normalize("NFKC", plain.casefold())
    seen = (sign for sign in plain if unicodedata.category(sign) != "Cf" and not sign.isspace())
    return unicodedata.normalize("NFKC", "".join(seen))
