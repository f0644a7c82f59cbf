import { signal } from '@preact/signals'
import { renderToString } from 'preact-render-to-string'
import type { OpenChild } from '../../../src/app/open-child.ts'
import { Banner } from '../../../src/ui/child/banner.tsx'
import { ClassTeacherPage } from '../../../src/ui/child/class-teacher-page.tsx'
import { Confirm } from '../../../src/ui/child/confirm.tsx'
import { Foot } from '../../../src/ui/child/foot.tsx'
import { GpPage } from '../../../src/ui/child/gp-page.tsx'
import { PlanPage } from '../../../src/ui/child/plan-page.tsx'
import { SharingPage } from '../../../src/ui/child/sharing-page.tsx'
import type { PageState } from '../../../src/ui/page-state.ts'

const PAGES = { 'class-teacher': ClassTeacherPage, gp: GpPage }

/** Everything that is shown of one child, as markup: the question whether it is the right one, the page, and who agreed. */
export function renderChild(opened: OpenChild, nowMs: number): string {
  const page = { app: { now: () => nowMs }, shell: {}, version: signal(0) } as unknown as PageState
  if (opened.kind !== 'open')
    return 'cover' in opened ? renderToString(<Banner cover={opened.cover} page={page} />) : ''
  const { cover, viewer, writer } = opened
  const Page = viewer.audience === 'class-teacher' || viewer.audience === 'gp' ? PAGES[viewer.audience] : PlanPage
  return renderToString(
    <>
      <Banner cover={cover} page={page} />
      <Confirm opened={{ kind: 'to-confirm', cover, viewer, writer, near: [] }} page={page} />
      <Page opened={opened} page={page} />
      <Foot opened={opened} onSharing={() => {}} />
      <SharingPage opened={opened} onBack={() => {}} />
    </>,
  )
}
