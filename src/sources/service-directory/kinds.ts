import type { ServiceKind } from '../../record/services.ts'

/** What a list says of a service, as far as it tells its kind. */
export type Told = {
  name: string
  organisation: string | undefined
  about: string | undefined
  /** The categories it is filed under, by name. */
  terms: string[]
  ages: { from: number | undefined; until: number | undefined }
}

/** How a kind is known. All that is given has to hold. */
type Sign = {
  kind: ServiceKind
  /** In its name or its categories: what it is. What it says beside that often speaks of other services. */
  says: RegExp
  /** In its name alone: a category may hold all that goes on in a place of that name. */
  isCalled?: RegExp
  /** Not in its name or its categories: what the same words mean elsewhere. */
  unless?: RegExp
  /** Anywhere, what it says of itself included. */
  isAbout?: RegExp
  fitsAges?: (ages: Told['ages']) => boolean
}

/** Which of the kinds that we look for a service is, decided here and not by whom the list comes from; undefined: none. */
export function kindOf({ name, organisation, about, terms, ages }: Told): ServiceKind | undefined {
  const what = [name, ...terms].join(' | ').replaceAll(CHILDREN_AND_YOUNG_PEOPLE, 'children')
  const all = [what, organisation, about].filter(Boolean).join(' | ')
  const sign = SIGNS.find(({ says, isCalled, unless, isAbout, fitsAges }) => {
    if (!says.test(what) || unless?.test(what)) return false
    return (isCalled?.test(name) ?? true) && (isAbout?.test(all) ?? true) && (fitsAges?.(ages) ?? true)
  })
  return sign?.kind
}

/** What half of all categories are called says nothing. */
const CHILDREN_AND_YOUNG_PEOPLE = /\bchild(ren)?([’']s)?,?( and| &|,|\/)? ?young (people|persons?)\b/gi

const ADULT_ADOPTEES =
  /\badult adoptees?\b|\badopted adults?\b|\badults? (who (was|were) )?adopted\b|\b(access to )?birth records\b/i
const COUNSELLING = /\bcounsell|\bpsychotherap|\btherap(y|ies|eutic)\b/i
const NO_COUNSELLING =
  /\bphysio|\boccupational\b|\bspeech\b|\bbeauty\b|\bhydro|\bdebt\b|\bmoney\b|\bcareers?\b|\bradio|\bbereavement\b/i
const OF_THE_YOUNG =
  /\bchild|\byoung\b|\bfamil(y|ies)\b|\badolesc|\bteen|\bschools?\b|\badopt(ed|ive|ion)\b|\bkinship\b/i
const EMOTIONAL = /\bcamhs\b|\bemotional (health|wellbeing)\b|\bmental health support team/i
const isNotForAdultsAlone = ({ from = 0 }: Told['ages']) => from < 18

/** The first that fits is the one: the narrower stand before the wider. */
const SIGNS: Sign[] = [
  {
    kind: 'sendiass',
    says: /\b(sendiass?|iass)\b|\b(send|special educational needs)\b.{0,40}\binformation,? (and )?advice\b|\bparent partnership\b/i,
  },
  { kind: 'adult-adoptees', says: ADULT_ADOPTEES },
  {
    // A team for adoptive families may name adopted adults among others: that makes it no service for them alone.
    kind: 'adult-adoptees',
    says: /\badopt(ed|ees?|ion)\b/i,
    isAbout: ADULT_ADOPTEES,
    fitsAges: ({ from = 0 }) => from >= 16,
  },
  {
    kind: 'young-people',
    says: /\byoung (people|persons?|adults?|carers?|adoptees?)\b|\byouth (club|work|service|centre|support|hub|group|offer|forum)|\bteen(s|agers?)?\b|\bcare leavers?\b/i,
    unless: /\boffending\b|\byouth justice\b|\bhostel\b|\bparents? of\b|\bparenting\b|\bcounsell|\btherap|\bpregnan/i,
    fitsAges: ({ from = 0 }) => from < 25,
  },
  {
    kind: 'peer-group',
    says: /\bpeer[- ]support\b|\bsupport groups?\b|\b(parents?|carers?|adopters?|famil(y|ies))[’']?s?[’']? ?(support )?(groups?|forum|network|meet-?ups?)\b|\bcoffee morning\b|\bbefriending\b/i,
    unless:
      /\btoddlers?\b|\bbab(y|ies)\b|\bplaygroup\b|\bdementia\b|\bcancer\b|\bbereave|\bwidow|\bdiabet|\balcohol|\bpets?\b|\bdogs?\b/i,
    isAbout:
      /\badopt(ive|ers?|ed|ion)\b|\bkinship (famil|care|peer|support|group)|\bspecial guardian|\bfamily and friends care|\bfoster (care|famil)|\bparent[ -]carers?\b|\bparents? (of|with|whose)\b|\bsend parents?\b/i,
  },
  {
    kind: 'counselling',
    says: COUNSELLING,
    unless: NO_COUNSELLING,
    isAbout: OF_THE_YOUNG,
    fitsAges: isNotForAdultsAlone,
  },
  { kind: 'counselling', says: COUNSELLING, unless: NO_COUNSELLING, fitsAges: ({ until = 99 }) => until <= 25 },
  {
    kind: 'counselling',
    says: EMOTIONAL,
    isCalled: EMOTIONAL,
    isAbout: /\bcamhs\b|\bchild|\byoung\b|\bschools?\b|\bteen/i,
  },
  {
    kind: 'kinship-offer',
    says: /\bkinship (local |family |foster )?(care|carers?|offer|support|famil(y|ies)|team|advice|service)\b|\bspecial guardian|\bfamily and friends care/i,
  },
  {
    kind: 'adoption-support',
    says: /\badopt(ion|ive) (and special guardianship )?(support|advice|team|service|agency|famil|panel|uk)|\bregional adoption\b|\bsupport(ing)? (for )?(adopters|adopti(ve|on))/i,
    unless:
      /\bpets?\b|\bdogs?\b|\bcats?\b|\banimals?\b|\brescue\b|\btrees?\b|\btechnology\b|\bdigital\b|\bgrandparents?\b/i,
  },
  {
    // Not what only happens there: "Stay and play at Eastgate Family Hub".
    kind: 'family-hub',
    says: /\bfamily hubs?\b|\bchildren[’']?s centres?\b|\bsure start\b/i,
    isCalled:
      /(?<!\b(at|in|from|near) (the )?([\p{L}’' ]{1,30} )?)\b(family hubs?|children[’']?s centres?|sure start)\b/iu,
  },
  {
    kind: 'parenting',
    says: /\bparenting\b|\bparent(s|ing)?[’']? (courses?|programmes?|classes|support|advice|workshops?)\b|\btriple p\b|\bincredible years\b|\bsolihull approach\b|\bnon[- ]violent resistance\b/i,
  },
]
