"""White space between words of which a file says nothing: where it stands in texts of all kinds."""

from __future__ import annotations

import pytest

from store.formats.tokens import tokens_of
from store.text.spacing import spaces_between
from tests.corpora import corpus


def laid_out(*sentences: str) -> str:
    """Sentences of words parted by blanks, as they are written; a bar between sentences."""
    words = [sentence.split() for sentence in sentences]
    said = zip(words, spaces_between(words), strict=True)
    return "|".join(
        "".join(f"{' ' * space}{word}" for word, space in zip(sentence, spaces, strict=True))
        for sentence, spaces in said
    )


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Aix - en - Provence ( France ) , twice .", "Aix-en-Provence (France), twice."),
        ("Jean - Marc 's non - ISIS men", "Jean-Marc's non-ISIS men"),
        ("a left-wing man - and a fool", "a left-wing man - and a fool"),
        ("short - and medium - range , yet - to - be", "short- and medium-range, yet-to-be"),
        ("LONDON - The U.S. - led men", "LONDON - The U.S.-led men"),
        ("from 2014 – 16 – or so", "from 2014–16 – or so"),
        ("he lived - - with us -- well", "he lived -- with us -- well"),
        ("the U . S . and J . K . Rowling , U. S. too", "the U.S. and J.K. Rowling, U. S. too"),
        ("$ 3 , 000 or 3 , 5 or € 2.50 at 12 : 30", "$3,000 or 3, 5 or €2.50 at 12:30"),
        ("US $ 5 , R$ 2 , £ 1 / £ 2 and 5 %", "US$5, R$2, £1/£2 and 5%"),
        ("Obama / Biden at bbc . co . uk #1 # 2", "Obama/Biden at bbc.co.uk #1 #2"),
        ("do n't , it 's O ' Brien , don ' t", "don't, it's O'Brien, don't"),
        ("the workers ' rights in the ' 90s", "the workers' rights in the '90s"),
        ("the ' good ' ones call ' Him ' so", "the 'good' ones call 'Him' so"),
        ('said " no " , then " yes . "', 'said "no", then "yes."'),
        ("“ No ” , said ‘ Ana ’ , the boys ’ aunt", "“No”, said ‘Ana’, the boys’ aunt"),
        ("`` No '' and ` ` no ' '", "``No'' and ``no''"),
        ("„ Nein “ und ‚ ja ‘ , ” sa ” han", "„Nein“ und ‚ja‘,” sa” han"),
        ("” Nej ” sa han", "”Nej” sa han"),
        ("« Да » , сказал » он", "«Да», сказал» он"),
        ("»Ja« ist » nein «", "»Ja« ist »nein«"),
        ("l' homme qu' il d' Alba dell' arte", "l'homme qu'il d'Alba dell'arte"),
        ("¿ Qué ? ¡ No ! ( sí ) [ x ]", "¿Qué? ¡No! (sí) [x]"),
        ("-LRB- AP -RRB-", "-LRB-AP-RRB-"),
        ("北 京 （ 中 ） 。 ไทย ลาว", "北京（中）。ไทยลาว"),
        ("", ""),
    ],
)
def test_spaces(words: str, text: str) -> None:
    assert laid_out(words) == text


def test_a_french_text_has_spaces_before_its_marks() -> None:
    said = "Le président de la République est à Paris pour la fin de l' année : « C' est non » !"
    assert laid_out(said).endswith("l'année : « C'est non » !")


def test_a_quotation_goes_over_sentences() -> None:
    assert laid_out('He said : " No .', 'Never . "') == 'He said: "No.|Never."'
    assert laid_out('He said : " No .', '" So " it is .') == 'He said: "No.|"So" it is.'


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("newswcl50", 0.999),
        ("ecbplus", 0.994),
        ("polnear-dev", 0.994),
        ("nonlatin/russian", 0.999),
    ],
)
def test_texts_of_words_are_laid_out_as_they_were(folder: str, least: float) -> None:
    right = total = 0
    for path in sorted(corpus(folder).rglob("*.txt")):
        text = path.read_text("utf-8")
        tokens = tokens_of(text)
        sentences = [tokens.texts(text, each) for each in tokens.sentences]
        for numbers, spaces in zip(tokens.sentences, spaces_between(sentences), strict=True):
            real = [bool(gap) for gap in tokens.gaps(text, numbers)[: len(numbers) - 1]]
            right += sum(map(bool.__eq__, real, spaces[1:]))
            total += len(real)
    assert right >= least * total
