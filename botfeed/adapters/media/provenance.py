"""Record how a picture was made as XMP that image programs read (IPTC Digital Source Type)."""

from __future__ import annotations

from enum import StrEnum
from xml.sax.saxutils import quoteattr

SCHEME = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class Source(StrEnum):
    """Terms of the IPTC vocabulary."""

    AI = "trainedAlgorithmicMedia"
    ALGORITHM = "algorithmicMedia"  # no trained model: the sketch painter
    AI_COLLAGE = "compositeWithTrainedAlgorithmicMedia"


def packet(source: Source, model: str) -> bytes:
    """Return an XMP packet in UTF-8."""
    named = quoteattr("".join(part for part in model if part.isprintable())[:200])
    system = f" Iptc4xmpExt:AISystemUsed={named}" if source is Source.AI else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool={named}{system}'
        f' Iptc4xmpExt:DigitalSourceType="{SCHEME}{source}"/>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode("utf-8", "replace")


def is_ai(xmp: bytes) -> bool:
    """Return True if a packet made here names a trained model."""
    return any(f"{SCHEME}{source}".encode() in xmp for source in (Source.AI, Source.AI_COLLAGE))
