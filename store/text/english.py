"""Short lists of English words by which the parts of a sentence are told apart.

They hold what a language has only a few of (prepositions, auxiliaries), and the commonest of what
it has many of (verbs that report, titles). All are in small letters.
"""

from __future__ import annotations

from typing import Final


def listed(words: str) -> frozenset[str]:
    """Words that are written with spaces between them."""
    return frozenset(words.split())


DETERMINERS: Final = listed(
    "the a an this that these those his her its their our my your some any each every no "
    "another all both either neither such"
)
COUNTS: Final = listed(
    "one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty "
    "several many few most more other others various numerous dozens scores hundreds thousands "
    "tens millions billions hundred thousand million billion dozen half least nearly roughly "
    "approximately about some"
)
"""Numbers, and words that say how many."""
PRONOUNS: Final = listed(
    "i you he she it we they me him us them himself herself itself themselves myself ourselves "
    "who whom which what there someone somebody anyone anybody everyone everybody nobody "
    "nothing something anything everything"
)
SUBJECT_PRONOUNS: Final = listed("i you he she it we they there this that these those")
PREPOSITIONS: Final = listed(
    "of in on at by with from to into onto for against between among amid about over under "
    "above below across through throughout during within without toward towards near inside "
    "outside around along alongside behind beyond beside besides despite except like "
    "unlike via per upon off out up down aboard since until till before after than as amongst "
    "beneath concerning regarding including following ahead versus"
)
CONJUNCTIONS: Final = listed("and or but nor yet so plus")
SUBORDINATORS: Final = listed(
    "that which who whom whose where when while whereas because although though if unless "
    "whether as after before since until once lest how why what whenever wherever"
)
AUXILIARIES: Final = listed(
    "is are was were be been being am 's has have had having do does did will would can could "
    "may might must shall should isn't aren't wasn't weren't hasn't haven't hadn't don't "
    "doesn't didn't won't wouldn't can't cannot couldn't shouldn't mustn't"
)
FINITE: Final = (AUXILIARIES - {"be", "been", "being", "having", "'s"}) | listed(
    "became began came went gave got took made knew saw left led lost won held kept met paid "
    "put ran sat sent set shot stood took told thought wrote brought bought built caught chose "
    "drew drove fell felt fled flew forgot found fought froze grew hid hit hung hurt laid let "
    "lay rode rose sank sold shook shut spent spoke spread struck swore taught threw understood "
    "woke wore wants want needs need seems seem appears appear says say goes go comes come "
    "makes make takes take gives give gets get knows know thinks think remains remain means "
    "mean keeps keep holds hold shows show tells tell plans plan believes believe"
)
"""Verb forms that have a subject, as far as they need not be told by their endings."""
SAYING: Final = listed(
    "say says said saying tell tells told report reports reported announce announces announced "
    "claim claims claimed state states stated declare declares declared add adds added note "
    "notes noted explain explains explained warn warns warned argue argues argued insist "
    "insists insisted assert asserts asserted allege alleges alleged acknowledge acknowledges "
    "acknowledged admit admits admitted deny denies denied confirm confirms confirmed reveal "
    "reveals revealed disclose discloses disclosed suggest suggests suggested maintain "
    "maintains maintained contend contends contended believe believes believed think thinks "
    "thought predict predicts predicted estimate estimates estimated write writes wrote written "
    "tweet tweets tweeted post posted reply replied respond responds responded recall recalls "
    "recalled remark remarked observe observed emphasise emphasised emphasize emphasized stress "
    "stresses stressed reiterate reiterates reiterated conclude concludes concluded concede "
    "concedes conceded assure assures assured complain complained vow vows vowed promise "
    "promises promised pledge pledges pledged testify testifies testified quip quipped joke "
    "joked caution cautions cautioned boast boasted fear fears feared hope hopes hoped indicate "
    "indicates indicated comment commented continue continued inform informed speculate "
    "speculated ask asks asked call calls called"
)
"""Forms of verbs that report what somebody says or thinks."""
REPORTS: Final = listed(
    "report reports assurance assurances allegation allegations accusation accusations claim "
    "claims warning warnings statement fear fears concern concerns belief suggestion "
    "suggestions evidence news hope hopes promise promises rumor rumors rumour rumours notion "
    "argument assertion assertions denial denials conclusion estimate estimates complaint "
    "complaints speculation confirmation acknowledgment prediction predictions announcement "
    "saying adding noting arguing claiming insisting warning stressing suggesting telling "
    "alleging explaining fact idea"
)
"""Nouns for what is said, and participles of those who say it, that a "that" can follow."""
IMPERSONAL: Final = listed("appears appeared seems seemed clear unclear likely unlikely possible")
"""What stands before "that" after "it"."""
TITLES: Final = listed(
    "mr mrs ms miss dr prof sir lord lady dame king queen prince princess pope sheikh sheik "
    "imam ayatollah sultan emir president vice premier chancellor minister secretary senator "
    "sen congressman congresswoman rep representative governor gov mayor ambassador general gen "
    "colonel col captain capt major maj lieutenant lt sergeant sgt commander cmdr admiral adm "
    "brigadier brig chief chairman chairwoman director judge justice attorney spokesman "
    "spokeswoman spokesperson leader professor doctor dictator prime deputy foreign defense "
    "defence supreme interior finance special counsel marshal officer adviser advisor rev "
    "reverend archbishop bishop cardinal rabbi coach candidate commissioner speaker author "
    "analyst expert lawmaker businessman"
)
"""Words that stand before a name and are no part of it."""
CONNECTIVES: Final = tuple(
    sorted(
        (
            *("but", "and", "so", "yet", "or", "still", "then", "also", "now", "meanwhile"),
            *("however", "moreover", "furthermore", "in addition", "nevertheless", "nonetheless"),
            *("indeed", "instead", "similarly", "likewise", "as a result", "as such", "in fact"),
            *("for example", "for instance", "on the other hand", "in other words", "after all"),
            *("at the same time", "of course", "in turn", "in response", "separately", "besides"),
            *("additionally", "finally", "thus", "therefore", "hence", "consequently", "overall"),
            *("by contrast", "in contrast", "that said", "even so", "specifically", "notably"),
            *("in the meantime", "in short", "in particular", "on the contrary", "rather"),
            *("which means", "that means", "earlier", "later", "in other words", "to be sure"),
        ),
        key=len,
        reverse=True,
    )
)
"""What stands before the first clause of a sentence and joins it to what has gone before."""
BARE_CONNECTIVES: Final = listed("but and so yet or still then") | {"which means"}
"""Those that need no comma."""
ADVERBS: Final = listed(
    "additionally recently previously currently originally reportedly apparently allegedly "
    "clearly unfortunately ultimately eventually initially perhaps maybe here just even only "
    "again already today yesterday tomorrow tonight ironically interestingly surprisingly "
    "nearly almost never often sometimes usually not yes no more most less least asked "
    "according"
)
"""Words that have a capital only where a sentence begins with them."""
PARTICLES: Final = listed(
    "al el ul bin ben ibn bint de del della di da do dos das du des la le van von der den ter "
    "ten zu af y e abu"
)
"""Small words within the names of persons."""
WEEKDAYS: Final = listed("monday tuesday wednesday thursday friday saturday sunday")
MONTHS: Final = listed(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sept sep oct nov dec"
)
