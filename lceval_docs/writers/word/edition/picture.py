"""Pictures of figures: a part of the package each, shown in the line of their paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from lceval_docs.model.prose import Figure
from lceval_docs.writers.word.text import in_attribute

_EMU_PER_PIXEL, _EMU_PER_TWIP = 9525, 635
# A picture and its caption stand on one page: 20 cm.
_HIGHEST = 7_200_000
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Pictures:
    """Parts by name, in the order of the text; their relationships are `rIdPicture1` and on."""

    parts: list[bytes] = field(default_factory=list)

    def inline(self, figure: Figure, width: int) -> str:
        """The run that shows a figure, no wider than the text (in twips) and no higher than a page."""
        self.parts.append(figure.image)
        number = len(self.parts)
        across, down = (side * _EMU_PER_PIXEL for side in figure.size)
        shrink = min(1.0, width * _EMU_PER_TWIP / across, _HIGHEST / down)
        size = f'cx="{round(across * shrink)}" cy="{round(down * shrink)}"'
        about = f'id="{number}" name="图{figure.number}" descr="{in_attribute(figure.alternative)}"'
        return (
            f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {size}/><wp:docPr {about}/>"
            f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
            f"<pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip xmlns:r="{_R}" r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
