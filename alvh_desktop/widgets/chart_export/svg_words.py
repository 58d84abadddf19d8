"""The words of an SVG file as outlines: nobody else has the program's font, and in another one they would not fit."""

from xml.etree import ElementTree

from PySide6.QtGui import QFont, QPainterPath

_SVG = "http://www.w3.org/2000/svg"
_LETTER: dict[QPainterPath.ElementType, str] = {
    QPainterPath.ElementType.MoveToElement: "M",
    QPainterPath.ElementType.LineToElement: "L",
    QPainterPath.ElementType.CurveToElement: "C",
    QPainterPath.ElementType.CurveToDataElement: "",
}


def outlined(svg: bytes, dpi: int) -> bytes:
    """A file of Qt's with each text as a path, which keeps its words as a label. `dpi` is the resolution of both."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    for text in root.iter(f"{{{_SVG}}}text"):
        words, at = text.text or "", (float(text.get("x", "0")), float(text.get("y", "0")))
        path = QPainterPath()
        path.addText(*at, _font_of(text, dpi), words)
        fill = {name: text.get(name, "") for name in ("fill", "fill-opacity")}
        text.clear()
        text.tag = f"{{{_SVG}}}path"
        text.attrib.update(fill, **{"fill-rule": "nonzero", "stroke": "none", "aria-label": words, "d": _drawn(path)})
    answer: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return answer


def _font_of(text: ElementTree.Element, dpi: int) -> QFont:
    font = QFont(text.get("font-family", ""))
    font.setPointSizeF(float(text.get("font-size", "12")) * 72.0 / dpi)
    font.setWeight(QFont.Weight(int(text.get("font-weight", "400"))))
    font.setItalic(text.get("font-style") == "italic")
    return font


def _drawn(path: QPainterPath) -> str:
    elements = map(path.elementAt, range(path.elementCount()))
    return " ".join(f"{_LETTER[each.type]}{each.x:.2f},{each.y:.2f}" for each in elements)
