"""A picture in a line of text, as a run of its own."""

from __future__ import annotations

from lceval_docs.views.rich import Picture
from lceval_docs.writers.word.template.addition import OFFICE, Additions, kind_of_picture
from lceval_docs.writers.word.template.rich import Unfit, legal, link_id
from lceval_docs.writers.word.text import in_attribute

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
# Word's largest page, 22 inches a side.
_MOST_EMU = 22 * 914_400


def render_picture(picture: Picture, part: str, added: Additions) -> str:
    """The run that shows a picture."""
    if not kind_of_picture(picture.image):
        raise Unfit("a picture that is no PNG, JPEG or GIF")
    if not (0 < picture.width <= _MOST_EMU and 0 < picture.height <= _MOST_EMU):
        raise Unfit(f"a picture of {picture.width} × {picture.height} EMU")
    number, id = added.number(), added.picture(part, picture.image)
    size = f'cx="{picture.width}" cy="{picture.height}"'
    about = f'id="{number}" name="Picture {number}" descr="{in_attribute(legal(picture.alternative))}"'
    click = f'<a:hlinkClick xmlns:a="{_A}" r:id="{link_id(picture.link, part, added)}"/>' if picture.link else ""
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_WP}" xmlns:r="{OFFICE}">'
        f"<wp:extent {size}/><wp:docPr {about}>{click}</wp:docPr>"
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_A}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
        f"<pic:nvPicPr><pic:cNvPr {about}>{click}</pic:cNvPr><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"/>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
