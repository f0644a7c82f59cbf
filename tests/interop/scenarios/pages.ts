import assert from 'node:assert/strict'
import type { Consent } from '@medplum/fhirtypes'
import { createClient } from '../client.ts'
import type { Scenario } from '../scenario.ts'
import { tokenOf } from '../sign-in.ts'

export const pages: Scenario = {
  promise: 'a search of many pages gives every agreement once, and never leads elsewhere',
  async run({ gatewayUrl }) {
    const client = createClient(gatewayUrl, tokenOf('virtual-school-head'))
    const viewer = await client.fetchViewer()
    const children = await client.listChildren(viewer)
    assert.equal(new Set(children).size, children.length)
    const turned = client.asked.filter(({ url }) => url.includes('_getpages=')).length
    assert.ok(turned > 0, 'the list of children took no second page')
    const asked = client.asked.find(({ url }) => url.startsWith(`${gatewayUrl}/Consent?`))?.url ?? ''
    const search = asked.slice(gatewayUrl.length + 1).replace('&_count=200', '')
    const { total } = (await client.get(`${search}&_summary=count`)) as { total: number }

    const ids: string[] = []
    const patients: string[] = []
    for (let path: string | undefined = `${search}&_count=50`; path !== undefined; ) {
      const { resources, next } = await client.getPage(path)
      ids.push(...resources.map((one) => (one as Consent).id ?? ''))
      patients.push(...resources.map((one) => (one as Consent).patient?.reference ?? ''))
      if (next) assert.ok(next.startsWith(`${gatewayUrl}?_getpages=`), `the next page is at ${next}`)
      path = next?.slice(gatewayUrl.length)
    }
    assert.equal(ids.length, total)
    assert.equal(new Set(ids).size, total)
    const others = [...new Set(patients)].filter((patient) => !children.includes(patient))
    assert.deepEqual(others, [])
    return `${total} agreements in pages of 50; the list of ${children.length} children turned ${turned} pages`
  },
}
