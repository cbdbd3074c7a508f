"""
Cuts the faces in site/src/fonts/ out of those that npm brings: the characters, weights and features that
the course is written with, a third of the bytes. A page is painted when its faces' bytes have come, so these
are bytes that a reader waits for. What is not in the cut comes from the whole face (src/styles/fonts.css).

    pip install fonttools==4.68.0 brotli
    python site/tools/cut-fonts.py

Run by hand when a package of a face changes; the site is built without Python. The licence of the faces
(OFL 1.1) keeps the name "Source" for the whole ones, so the cut ones have names of their own.
"""

from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SITE = Path(__file__).parent.parent
PACKAGES = SITE.parent / "node_modules" / "@fontsource-variable"

# The ranges in src/styles/fonts.css are these: ASCII and the signs of English.
CHARACTERS = [
    *range(0x20, 0x7F),
    *(0xA0, 0xB1, 0xB5, 0xB7, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026),
    *(0x203A, 0x2191, 0x2193, 0x2212),
]
WEIGHTS = (400, 700)
TEXT = ["kern", "liga", "pnum", "tnum"]
COPYRIGHT_AND_LICENCE = [0, 13, 14]

FACES = {
    "gregor-serif": ("source-serif-4/files/source-serif-4-latin-wght-normal", TEXT),
    "gregor-serif-italic": ("source-serif-4/files/source-serif-4-latin-wght-italic", TEXT),
    "gregor-sans": ("source-sans-3/files/source-sans-3-latin-wght-normal", TEXT),
    # Code shows what is written: no ligatures.
    "gregor-mono": ("fira-code/files/fira-code-latin-wght-normal", []),
}


def cut(name: str, whole: Path, features: list[str]) -> None:
    narrowed = BytesIO()
    instantiateVariableFont(TTFont(whole, recalcTimestamp=False), {"wght": WEIGHTS}).save(narrowed)
    font = TTFont(narrowed, recalcTimestamp=False)
    options = Options(
        flavor="woff2", layout_features=features, hinting=False, name_IDs=COPYRIGHT_AND_LICENCE
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    for name_id in (1, 4):
        font["name"].setName(name.replace("-", " ").title(), name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(SITE / "src" / "fonts" / f"{name}.woff2")


for name, (whole, features) in FACES.items():
    cut(name, PACKAGES / f"{whole}.woff2", features)
