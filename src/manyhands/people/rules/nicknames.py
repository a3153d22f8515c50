"""What people are called for short, by the name that it is short for: names common in Britain and Ireland."""

_TABLE = """
abigail: abi abby gail
alan: al
albert: al bert bertie
alexander: alex al sandy xander
alexandra: alex sandra lexi
alfred: alf alfie fred
amanda: mandy
andrew: andy drew
angela: angie
anne: ann anna annie
anthony: tony ant
antony: tony ant
arthur: art
barbara: barb babs
benjamin: ben benji
bernard: bernie
brenda: bren
bridget: bridie
caroline: carol caz
catherine: cath cathy cat kate katie
charles: charlie chas chuck
charlotte: charlie lottie
christina: chris tina
christine: chris chrissie
christopher: chris kit topher
clifford: cliff
cynthia: cindy
dafydd: dai
daniel: dan danny
david: dave davey dai
deborah: deb debbie
derek: del
donald: don
dorothy: dot dottie
edward: ed eddie ted teddy ned
eleanor: ellie nell nora
elizabeth: liz lizzie beth betty eliza elisabeth libby lisa betsy
emily: em emma
frances: fran francie
francis: frank fran
frederick: fred freddie
gareth: gaz
gary: gaz
geoffrey: geoff jeff
george: georgie
gerald: gerry jerry
gillian: gill jill
graham: gray
gregory: greg
gwendolen: gwen
harold: harry hal
helen: nell ellen
henry: harry hank
isabella: bella izzy
jacob: jake
jacqueline: jackie jacqui
james: jim jimmy jamie
jane: janie jan
janet: jan
janice: jan
jeffrey: jeff
jennifer: jen jenny
jeremy: jerry jez
jessica: jess jessie
joan: joanie
joanna: jo joanne
joanne: jo
john: jon jack johnny
jonathan: jon jonny
joseph: joe joey
josephine: jo josie
joshua: josh
judith: judy jude
julia: jules julie
julian: jules
katherine: kath kathy kate katie kat kitty
kathleen: kath kathy
kathryn: kath kate
kenneth: ken kenny
kevin: kev
kimberley: kim
laurence: larry laurie
lawrence: larry laurie
leonard: len lenny
leslie: les
louise: lou
lucinda: lucy cindy
lynette: lyn lynn
madeleine: maddie
magdalena: magda lena
malcolm: mal
margaret: maggie meg peggy marge mags greta
martin: marty
mary: molly polly maria
matthew: matt matty
maureen: mo
maximilian: max
megan: meg
melanie: mel
melissa: mel
michael: mike mick mickey micky
michelle: shell
mohammed: mohamed muhammad mohammad mo
natalie: nat
nathaniel: nat nathan nate
nicholas: nick nicky nic
nicola: nicky nic nikki
nigel: nige
norman: norm
oliver: ollie olly
olivia: liv livvy
pamela: pam
patricia: pat patsy trish tricia
patrick: pat paddy
pauline: paula
penelope: penny
peter: pete
philip: phil phillip
philippa: pip pippa
priscilla: cilla
rachel: rach
raymond: ray
rebecca: becky becca bex
reginald: reg reggie
rhiannon: rhi
richard: rich rick ricky dick richie
robert: rob bob bobby robbie bert
roderick: rod
rodney: rod
roger: rodge
ronald: ron ronnie
rosemary: rose rosie
russell: russ
samantha: sam
samuel: sam sammy
sandra: sandy
sarah: sara sally
sharon: shaz
sheila: shelagh
simon: si
sophia: sophie
stanley: stan
stephanie: steph
stephen: steve steven stevie ste
stuart: stu stewart
susan: sue susie suzie suzanne
suzanne: sue suzie
sylvia: syl
terence: terry tel
teresa: tess terry theresa
theodore: ted theo
thomas: tom tommy
timothy: tim timmy
tobias: toby
tracey: trace tracy
valerie: val
victor: vic
victoria: vicky vicki tori
vincent: vince
vivienne: viv
walter: wally walt
wendy: wend
wilfred: wilf
william: will bill billy liam willie gwilym
winifred: win winnie
zachary: zac zach
"""

SHORT: dict[str, list[str]] = {
    name: short.split() for name, _, short in (line.partition(":") for line in _TABLE.split("\n") if line)
}

LONG: dict[str, frozenset[str]] = {
    each: frozenset(name for name, short in SHORT.items() if each == name or each in short)
    for each in {*SHORT, *(each for short in SHORT.values() for each in short)}
}
"""What each name can stand for."""
