"""What stands around the text of a letter: who issues it, number and date, addressees, the code of verification."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Self

BLANK: Final = "\u3000" * 3


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

    A draft has no number yet (``number=None``) and needs no verification. ``signer`` is the 签发人, whom a letter to
    a higher organ (上行文) names beside its number; `BLANK` keeps the room in a draft that nobody has signed.
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
    signer: str = ""

    def as_json(self) -> dict[str, Any]:
        """The envelope as plain JSON values, as it is stored with its letter."""
        lists = {"addressees": list(self.addressees), "copies": list(self.copies)}
        return {**asdict(self), **lists, "dated": self.dated.isoformat()}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """The envelope that ``as_json`` wrote. Raises KeyError, TypeError or ValueError for other data."""
        return cls(
            **{
                **data,
                "issuer": Issuer(**data["issuer"]),
                "dated": date.fromisoformat(data["dated"]),
                "addressees": tuple(data["addressees"]),
                "copies": tuple(data["copies"]),
                "verification": Verification(**data["verification"]) if data["verification"] else None,
            }
        )
