"""The paragraph styles of an official document, as one WordprocessingML styles part."""

from dataclasses import dataclass
from typing import Final

from docx.oxml.ns import nsdecls

from clusters.letters import layout
from clusters.letters.layout import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG, Font
from clusters.letters.ooxml import fonts

MARK: Final = "OrganMark"
NUMBER: Final = "DocumentNumber"
TITLE: Final = "Title"
ADDRESSEE: Final = "Addressee"
BODY: Final = "BodyText"
HEADING: Final = "Heading1"
SUBHEADING: Final = "Heading2"
CAPTION: Final = "Caption"
CELL: Final = "TableCell"
ANNEX_LIST: Final = "AnnexList"
ANNEX_LABEL: Final = "AnnexLabel"
ANNEX_TITLE: Final = "AnnexTitle"
SIGNATURE: Final = "Signature"
COLOPHON: Final = "Colophon"
VERIFICATION: Final = "Verification"
TAIL: Final = "Tail"
HEADER: Final = "Header"
FOOTER: Final = "Footer"


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style: ``size`` and ``line`` in points, ``before`` in twips, ``extra`` as further pPr.

    Line height and tracking realise the grid by themselves: word processors differ in how they snap to it.
    """

    id: str
    name: str
    font: Font
    size: float
    line: float = layout.LINE_PT
    before: int = 0
    align: str = "both"
    extra: str = ""
    indent: str = ""
    color: str = ""

    def xml(self) -> str:
        """The ``w:style`` element; children stand in the order the schema demands."""
        color = f'<w:color w:val="{self.color}"/>' if self.color else ""
        tracking = f'<w:spacing w:val="{layout.TRACKING_TWIPS}"/>' if self.size == layout.SIZE_3_PT else ""
        half_points = round(self.size * 2)
        return (
            f'<w:style w:type="paragraph" w:customStyle="{int(self.id in _OWN)}" w:styleId="{self.id}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
            f'<w:pPr>{self.extra}<w:overflowPunct w:val="0"/><w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="{self.before}" w:after="0" w:line="{layout.pt(self.line)}" w:lineRule="exact"/>'
            f'{self.indent}<w:jc w:val="{self.align}"/>{_OUTLINE.get(self.id, "")}</w:pPr>'
            f"<w:rPr>{fonts(self.font)}{color}{tracking}"
            f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr></w:style>'
        )


_OWN: Final = frozenset(
    {MARK, NUMBER, ADDRESSEE, CELL, ANNEX_LIST, ANNEX_LABEL, ANNEX_TITLE, COLOPHON, VERIFICATION, TAIL}
)
_OUTLINE: Final = {HEADING: '<w:outlineLvl w:val="0"/>', SUBHEADING: '<w:outlineLvl w:val="1"/>'}
_KEEP: Final = "<w:keepNext/><w:keepLines/>"
_RED_LINE: Final = (
    f'<w:pBdr><w:bottom w:val="single" w:sz="{layout.RED_LINE_EIGHTHS_PT}" '
    f'w:space="{layout.red_line_space_pt()}" w:color="{layout.RED}"/></w:pBdr>'
)
_FIRST_LINE: Final = (
    f'<w:ind w:firstLineChars="{layout.INDENT_CHARS * 100}" w:firstLine="{layout.INDENT_CHARS * layout.CHAR_TWIPS}"/>'
)
_CHARACTER_OF_4: Final = layout.pt(layout.SIZE_4_PT)
_BOTH_SIDES: Final = f'<w:ind w:left="{_CHARACTER_OF_4}" w:right="{_CHARACTER_OF_4}"/>'


def _lines(count: int) -> int:
    return count * layout.LINE_TWIPS


STYLES: Final = (
    Style(MARK, "发文机关标志", XIAOBIAOSONG, layout.MARK_MAX_PT, align="center", color=layout.RED),
    Style(
        NUMBER,
        "发文字号",
        FANGSONG,
        layout.SIZE_3_PT,
        before=_lines(layout.NUMBER_LINES_ABOVE),
        align="center",
        extra=_RED_LINE,
    ),
    Style(
        TITLE,
        "Title",
        XIAOBIAOSONG,
        layout.SIZE_2_PT,
        line=layout.TITLE_LINE_PT,
        before=_lines(layout.TITLE_LINES_ABOVE),
        align="center",
        extra=_KEEP,
    ),
    Style(ADDRESSEE, "主送机关", FANGSONG, layout.SIZE_3_PT, before=_lines(layout.ADDRESSEE_LINES_ABOVE)),
    Style(BODY, "Body Text", FANGSONG, layout.SIZE_3_PT, indent=_FIRST_LINE),
    Style(HEADING, "heading 1", HEITI, layout.SIZE_3_PT, extra=_KEEP, indent=_FIRST_LINE),
    Style(SUBHEADING, "heading 2", KAITI, layout.SIZE_3_PT, extra="<w:keepNext/>", indent=_FIRST_LINE),
    Style(
        CAPTION, "caption", HEITI, layout.SIZE_4_XIAO_PT, before=layout.TWIPS_PER_PT * 6, align="center", extra=_KEEP
    ),
    Style(CELL, "表格文字", FANGSONG, layout.SIZE_5_PT, line=layout.TABLE_LINE_PT, align="center"),
    Style(ANNEX_LIST, "附件说明", FANGSONG, layout.SIZE_3_PT),
    Style(ANNEX_LABEL, "附件序号", HEITI, layout.SIZE_3_PT, align="left", extra="<w:keepNext/><w:pageBreakBefore/>"),
    Style(
        ANNEX_TITLE,
        "附件标题",
        XIAOBIAOSONG,
        layout.SIZE_2_PT,
        line=layout.TITLE_LINE_PT,
        before=_lines(1),
        align="center",
        extra=_KEEP,
    ),
    Style(SIGNATURE, "Signature", FANGSONG, layout.SIZE_3_PT, align="center", extra=_KEEP),
    Style(
        COLOPHON,
        "版记",
        FANGSONG,
        layout.SIZE_4_PT,
        line=layout.COLOPHON_LINE_PT,
        indent=_BOTH_SIDES,
        align="left",
    ),
    Style(VERIFICATION, "核验说明", SONGTI, layout.SIZE_5_XIAO_PT, line=layout.VERIFICATION_LINE_PT, align="left"),
    Style(TAIL, "文末", FANGSONG, 1, line=1),
    Style(HEADER, "header", HEITI, layout.SIZE_3_PT, line=layout.HEADER_LINE_PT, align="left"),
    Style(FOOTER, "footer", SONGTI, layout.SIZE_4_PT, line=layout.PAGE_NUMBER_LINE_PT),
)


def styles_part() -> str:
    """The whole ``word/styles.xml``: defaults of 5.2.2 (3号仿宋, black, zh-CN), then the named styles."""
    size = round(layout.SIZE_3_PT * 2)
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}<w:kern w:val="0"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr>{fonts(FANGSONG)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    return f"<w:styles {nsdecls('w')}>{defaults}{normal}{''.join(style.xml() for style in STYLES)}</w:styles>"
