import * as z from 'zod/mini'

/**
 * The parts of a service that are read, as Open Referral UK 3.0 writes them. A list may leave out all but `id` and `name`;
 * a part that is not as it should be counts as left out, so that it costs nobody the rest.
 *
 * @source Open Referral UK profile of HSDS 3.0, schema/compiled/service.json and service_list.json
 */
export const serviceOnWire = z.object({
  id: z.union([z.string(), z.number()]),
  name: z.string(),
  description: text(),
  status: text(),
  url: text(),
  email: text(),
  fees: text(),
  fees_description: text(),
  eligibility_description: text(),
  minimum_age: number(),
  maximum_age: number(),
  assured_date: text(),
  organization: part({ name: text(), email: text(), website: text(), url: text() }),
  phones: listOf({ number: text(), extension: wholeOrText() }),
  contacts: listOf({ email: text(), phones: listOf({ number: text(), extension: wholeOrText() }) }),
  service_areas: listOf({ name: text(), service_area: text() }),
  service_at_locations: listOf({ location: part({ name: text(), addresses: listOf({ city: text() }) }) }),
  cost_options: listOf({ option: text(), amount: number(), currency: text(), amount_description: text() }),
  attributes: listOf({ label: text(), value: text(), taxonomy_term: part({ name: text() }) }),
})

export type ServiceOnWire = z.infer<typeof serviceOnWire>

/** What a page says of itself. */
export const pageOnWire = z.object({
  contents: z.array(z.unknown()),
  total_pages: number(),
  page_number: number(),
  last_page: z.catch(z.optional(z.boolean()), undefined),
})

function text() {
  return z.catch(z.optional(z.string()), undefined)
}

/** Some feeds write numbers as text. */
function number() {
  const written = z.pipe(
    z.string().check(z.regex(/^-?\d{1,9}(\.\d{1,9})?$/)),
    z.transform((digits) => Number(digits)),
  )
  return z.catch(z.optional(z.union([z.number(), written])), undefined)
}

function wholeOrText() {
  return z.catch(z.optional(z.union([z.string(), z.number()])), undefined)
}

function part<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.catch(z.optional(z.object(shape)), undefined)
}

/** What is no list is an empty one; what is no object in it is left out with it. */
function listOf<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.catch(z.array(z.object(shape)), [])
}
