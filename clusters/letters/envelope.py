"""What stands around the text of every letter: who issues it, its number and date, addressees, the code of verification."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuing organ: ``code`` is its 发文机关代字, ``office`` prints the letter, ``we`` is how it names itself."""

    name: str
    code: str
    office: str
    mark: str = ""
    we: str = "我委"


@dataclass(frozen=True, slots=True)
class Verification:
    """The code a reader types and the full address of the public page that confirms the letter."""

    code: str
    address: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands around the text: number 〔year〕number号, date, addressees, copies, marks.

    A draft has no number yet (``number=None``) and needs no verification.
    """

    issuer: Issuer
    year: int
    number: int | None
    dated: date
    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    verification: Verification | None = None
    draft: bool = False
    demo: bool = False
