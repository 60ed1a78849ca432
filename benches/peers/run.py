#!/usr/bin/env python3
"""Writes the same kits with Panelkit and with whichever peers are installed, and times them.

Usage: benches/peers/run.py PANELKIT [N]

PANELKIT is the program, built for release; N is how many kits each peer writes (default 21, which are those that
Panelkit is timed with). The
kits are those of the shipped rubrics at their levels. Peers get the kit's Markdown as HTML or as
Typst, with a style sheet of a few lines; turning it into that is not counted.

Times are CPU seconds. Peers: WeasyPrint and Typst from Python (`pip install weasyprint typst markdown`), both in one
process for all kits, and `wkhtmltopdf`, a process for each. Python's package `markdown` is needed
for HTML.
"""

import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

STYLE = """<style>
@page { size: A4; margin: 22mm; @bottom-right { content: "page " counter(page) " of " counter(pages) } }
body { font: 10pt/1.45 "Noto Sans", "DejaVu Sans", sans-serif }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid #ccc; padding: 3pt 5pt;
text-align: left } thead { display: table-header-group } pre, code { font-family: monospace; font-size: 8.5pt }
pre { background: #f4f5f7; padding: 6pt; white-space: pre-wrap }
</style>"""

TYPST = """#set page(paper: "a4", margin: 22mm, numbering: "1 of 1")
#set text(size: 10pt, font: ("Noto Sans", "DejaVu Sans"))
#set table(stroke: (bottom: 0.5pt + gray))
"""


def kits(panelkit, folder, n):
    """The Markdown of n kits, all different, from all rubrics, levels and rounds."""
    root = pathlib.Path(__file__).parents[2]
    paths = []
    for rubric in sorted((root / "rubrics").glob("*.toml")):
        for level in re.findall(r'\[\[level\]\]\s+id = "([^"]+)"', rubric.read_text("utf-8")):
            target = folder / rubric.stem / level
            command = [panelkit, "kit", rubric.stem, "--level", level, "--all", "--format", "md"]
            subprocess.run([*command, "-o", target], check=True, capture_output=True)
            paths.extend(sorted(target.glob("*.md")))
    texts = [path.read_text("utf-8") for path in paths]
    return [texts[i % len(texts)] for i in range(n)]


def typst_escape(text):
    return re.sub(r'([\\#$*_`<>@=~/"\'\[\]-])', r"\\\1", text)


def typst_inline(text):
    parts = re.split(r"(`[^`]+`|\*\*.+?\*\*)", text)
    out = []
    for part in parts:
        if part.startswith("`"):
            out.append('#raw("%s")' % part.strip("`").replace("\\", "\\\\").replace('"', '\\"'))
        elif part.startswith("**"):
            out.append("#strong[%s]" % typst_escape(plain(part.strip("*"))))
        else:
            out.append(typst_escape(plain(part)))
    return "".join(out)


def plain(text):
    return re.sub(r"\\([^\w\s])", r"\1", text)


def typst(markdown):
    """The Markdown that Panelkit writes, as Typst."""
    out, lines = [TYPST], iter(markdown.splitlines())
    rows, fence = [], None
    for line in lines:
        if fence is not None:
            if line.strip() == "```":
                out.append('#raw(block: true, "%s")' % "\n".join(fence).replace("\\", "\\\\").replace('"', '\\"'))
                fence = None
            else:
                fence.append(line)
            continue
        if line.lstrip().startswith("```"):
            fence = []
            continue
        if line.startswith("|"):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))])
            continue
        if rows:
            out.append(typst_table(rows))
            rows = []
        heading = re.match(r"(#+) (.*)", line)
        item = re.match(r"( *)(?:-|\d+\.) (?:\[([ x])\] )?(.*)", line)
        if heading:
            out.append("=" * len(heading[1]) + " " + typst_inline(heading[2]))
        elif line.strip() == "***":
            out.append("#line(length: 100%)")
        elif item:
            box = "#box(width: 8pt, height: 8pt, stroke: 0.7pt) " if item[2] else ""
            out.append(item[1] + "- " + box + typst_inline(item[3]))
        else:
            out.append(typst_inline(line.lstrip("> ")))
    if rows:
        out.append(typst_table(rows))
    return "\n".join(out)


def typst_table(rows):
    cells = [f"[{typst_inline(cell)}]" for row in rows[2:] for cell in row]
    head = ", ".join(f"[*{typst_inline(cell)}*]" for cell in rows[0])
    return f"#table(columns: {len(rows[0])}, table.header({head}),\n{', '.join(cells)})"


def seconds_used():
    """CPU seconds of this process and of those it waited for, which a busy machine does not change."""
    uses = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in uses)


def report(name, n, seconds, sizes):
    each = seconds / n
    size = sum(sizes) / len(sizes) / 1000
    print(f"{name:<42} {n:>5} {each * 1000:>10.1f} ms {size:>8.0f} KB", flush=True)


def panelkit_whole(panelkit, folder):
    """All kits of one rubric and level, with a process for each: reading and checking the rubric too."""
    start = seconds_used()
    for level in ("junior", "mid", "senior"):
        target = folder / level
        command = [panelkit, "kit", "backend-engineer", "--level", level, "--all", "--format", "pdf"]
        subprocess.run([*command, "-o", target], check=True, capture_output=True)
    seconds = seconds_used() - start
    sizes = [path.stat().st_size for path in folder.rglob("*.pdf")]
    report("panelkit kit --all, rubric and all", len(sizes), seconds, sizes)


def weasyprint(pages):
    try:
        import weasyprint as tool
    except ImportError:
        return print("WeasyPrint is not installed")
    tool.HTML(string="<p>warm").write_pdf()
    start = seconds_used()
    sizes = [len(tool.HTML(string=page).write_pdf()) for page in pages]
    report(f"WeasyPrint {tool.__version__}, one process", len(pages), seconds_used() - start, sizes)


def typst_peer(texts):
    try:
        import typst as tool
    except ImportError:
        return print("Typst is not installed")
    from importlib.metadata import version

    compiler = tool.Compiler()
    compiler.compile(input=TYPST.encode())
    start = seconds_used()
    sizes = [len(compiler.compile(input=text.encode())) for text in texts]
    report(f"Typst {version('typst')}, one process", len(texts), seconds_used() - start, sizes)


def wkhtmltopdf(pages, folder):
    if not shutil.which("wkhtmltopdf"):
        return print("wkhtmltopdf is not installed")
    sizes, start = [], seconds_used()
    for page in pages:
        (folder / "in.html").write_text("<!doctype html><meta charset=utf-8>" + page, "utf-8")
        out = folder / "out.pdf"
        command = ["wkhtmltopdf", "-q", folder / "in.html", out]
        subprocess.run(command, check=True, capture_output=True, env={"QT_QPA_PLATFORM": "offscreen"})
        sizes.append(out.stat().st_size)
    report("wkhtmltopdf, a process each", len(pages), seconds_used() - start, sizes)


def main():
    panelkit = str(pathlib.Path(sys.argv[1]).resolve())
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 21
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        texts = kits(panelkit, folder / "md", n)
        print(f"{'':<42} {'kits':>5} {'CPU, each':>13} {'size':>11}")
        panelkit_whole(panelkit, folder / "pdf")
        typst_peer([typst(text) for text in texts])
        try:
            import markdown
        except ImportError:
            return print("Python's markdown is not installed, so there is no HTML for the others")
        html = [STYLE + markdown.markdown(text, extensions=["tables", "fenced_code"]) for text in texts]
        weasyprint(html)
        wkhtmltopdf(html, folder)


if __name__ == "__main__":
    main()
