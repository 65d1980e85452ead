"""TEI P5: names, quotations and segments within the text, and spans that stand off from it.

What is read as text, `tei_text` says. Written is one `<ab xml:space="preserve">` with the text as
it is, and in `<standOff>` a `<span>` for each annotation that points into it with `string-range`,
whose offsets count characters from 0. So spans may overlap and have several parts. What else is
said of a span stands in a feature structure; relations and clusters are `<relation>`s. For what TEI
has no words, there is `<xenoData>`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.formats.features import EVERYTHING, Feature
from store.formats.folders import read_files
from store.formats.format import Format
from store.formats.markup import Element, content, tree, value
from store.formats.own_metadata import relations_within, rest_text
from store.formats.rows import ArticleRow, Placed, SpanRow, example_of
from store.formats.tei.reading import CLUSTER, OURS, TeiDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.reading import Input
    from store.formats.writing import Output

_NAMESPACE: Final = "http://www.tei-c.org/ns/1.0"

# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """The texts of a file, or of those in a folder."""
    return read_files(source, ".xml", _read_file)


def _read_file(file: Input, name: str) -> Iterator[Placed]:
    documents = list(_documents(tree(file.data(), file.path), file))
    for number, document in enumerate(documents, 1):
        id_ = name if len(documents) == 1 else f"{name}/{number}"
        yield Placed(TeiDocument(file, document).row(id_), file.path, document.line)


def _documents(root: Element, file: Input) -> Iterator[Element]:
    if root.name == "teiCorpus":
        for name in ("TEI", "teiCorpus"):
            for each in root.elements(name):
                yield from _documents(each, file)
    elif root.name == "TEI":
        yield root
    else:
        raise file.error(f"this is no TEI P5, but <{root.name}>", root.line)


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a TEI document for each article."""
    for row in rows:
        with target.stream(target.file_name(row.id, ".xml")) as stream:
            stream.write("".join(_pieces(row)).encode())


def _pieces(row: ArticleRow) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="{_NAMESPACE}">\n'
    yield from _header(row)
    said = content(row.said, f"the text of {row.id}")
    yield '<text><body><ab xml:id="text" xml:space="preserve">'
    yield f"{said}</ab></body></text>\n"
    if row.spans:
        yield f'<standOff>\n<spanGrp type="{OURS}">\n'
        for number, span in enumerate(row.spans, 1):
            yield _span(row, span, number)
        yield "</spanGrp>\n"
        for number, span in enumerate(row.spans, 1):
            if span.attributes:
                yield from _structure(row, span, number)
        yield from _links(row)
        yield "</standOff>\n"
    yield "</TEI>\n"


def _header(row: ArticleRow) -> Iterator[str]:
    meta = row.meta

    def element(name: str, said: str) -> str:
        return f"<{name}>{content(said, f'the {name} of {row.id}')}</{name}>" if said else ""

    title, author = element("title", meta.title or row.id), element("author", meta.author)
    bibl = title + author + element("publisher", meta.outlet) + element("date", meta.date)
    bibl += f"<ref target={value(meta.link, f'the link of {row.id}')}/>" if meta.link else ""
    yield f"<teiHeader><fileDesc>\n<titleStmt>{title}{author}</titleStmt>\n"
    yield "<publicationStmt><authority>exported by Sidelight</authority>"
    yield f'<idno type="{OURS}">{content(row.id, "the id")}</idno></publicationStmt>\n'
    yield f"<sourceDesc><bibl>{bibl}</bibl></sourceDesc>\n</fileDesc>"
    if rest := rest_text(row):
        said = content(rest, f"what is said of {row.id}")
        yield f'\n<xenoData type="{OURS}">{said}</xenoData>\n'
    yield "</teiHeader>\n"


def _span(row: ArticleRow, span: SpanRow, number: int) -> str:
    where = example_of(row, span)
    pairs = ",".join(f"{start},{end - start}" for start, end in span.extents)
    id_ = f" n={value(span.id, where)}" if span.id else ""
    structure = f' ana="#f{number}"' if span.attributes else ""
    tag = (
        f'<span xml:id="s{number}"{id_} type={value(span.label, where)}'
        f' target="#string-range(text,{pairs})"{structure}'
    )
    if not span.note:
        return f"{tag}/>\n"
    return f'{tag} xml:space="preserve">{content(span.note, where)}</span>\n'


def _structure(row: ArticleRow, span: SpanRow, number: int) -> Iterator[str]:
    where = example_of(row, span)
    yield f'<fs xml:id="f{number}">\n'
    for name, said in span.attributes.items():
        yield f"<f name={value(name, where)}><string>{content(said, where)}</string></f>\n"
    yield "</fs>\n"


def _links(row: ArticleRow) -> Iterator[str]:
    relations = relations_within(row)
    if not relations and not row.clusters:
        return
    where = f"a relation of {row.id}"
    pointers = {span.id: f"#s{number}" for number, span in enumerate(row.spans, 1)}

    def relation(id_: str, attributes: str, said: str) -> str:
        named = f"n={value(id_, where)} " if id_ else ""
        desc = f"<desc>{content(said, where)}</desc>" if said else ""
        return f"<relation {named}{attributes}>{desc}</relation>\n"

    yield "<listRelation>\n"
    for each in relations:
        ends = f'active="{pointers[each.head]}" passive="{pointers[each.tail]}"'
        yield relation(each.id, f"name={value(each.type, where)} {ends}", each.role)
    for cluster in row.clusters:
        members = " ".join(pointers[member] for member in cluster.members)
        attributes = (
            f'type="{CLUSTER}" subtype={value(cluster.label, where)} '
            f'name={value(cluster.relation or CLUSTER, where)} mutual="{members}"'
        )
        yield relation(cluster.id, attributes, cluster.name)
    yield "</listRelation>\n"


def _looks_like(head: bytes, name: str) -> float:
    """By its root element."""
    if name.endswith("/") or not regex.search(rb"<(?:\w+:)?(?:TEI|teiCorpus)[\s>]", head):
        return 0.0
    return 0.99 if _NAMESPACE.encode() in head else 0.6


FORMAT: Final = Format(
    name="tei",
    is_xml=True,
    title="TEI P5",
    holds=EVERYTHING - {Feature.ORIGINS},
    has_local_ids=True,
    reads=read,
    writes=write,
    endings=(".xml",),
    is_folder=True,
    looks_like=_looks_like,
)
