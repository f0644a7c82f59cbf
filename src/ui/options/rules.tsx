import { useSignal } from '@preact/signals'
import { changeSettings } from '../../app/change-settings.ts'
import { readPolicy } from '../../app/policy.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import type { OwnSettings, Policy } from '../../policy/policy.ts'
import { KEYS, type Key, RULES } from '../../policy/rules.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import { Summary } from '../look/summary.tsx'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'

/** The rules in force, whose each is, and the two that somebody can make stricter for themselves. */
export function Rules({ page }: { page: PageState }) {
  const loaded = useKept(page, () => readPolicy(page.app))
  if (loaded.kind === 'loading') return null
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  const policy = loaded.value
  const managed = KEYS.filter((key) => policy.settings[key].from === 'organisation')
  return (
    <section class="stack" aria-labelledby="rules">
      <h2 id="rules">Rules on this computer</h2>
      <Choices page={page} policy={policy} />
      <h3>{managed.length > 0 ? 'Managed by your organisation' : 'The usual rules'}</h3>
      <p>
        {managed.length > 0
          ? 'What your organisation has set says so. The rest are the usual rules.'
          : 'Your organisation has set nothing here.'}
      </p>
      <Summary rows={shown(policy).map((key) => ({ label: RULES[key].title, value: describe(policy, key) }))} />
      <Mistakes policy={policy} />
    </section>
  )
}

/** What the two choices above do not show already. */
const ALWAYS: readonly Key[] = ['unlockMethods', 'eraseAfterWrongTries', 'exportAllowed']

/** The rest of what Handrail obeys today. Rules for what is not built yet would promise what nobody keeps. */
const WHEN_SET: readonly Key[] = [
  'allowedShlHosts',
  'serviceDirectories',
  'guidancePacks',
  'offlineHours',
  'idleLockMinutes',
  'onlineUnlockRequired',
  'sources',
  'helpText',
  'helpUrl',
]

function shown(policy: Policy): Key[] {
  const isSet = (key: Key) => WHEN_SET.includes(key) && policy.settings[key].from === 'organisation'
  return KEYS.filter((key) => ALWAYS.includes(key) || isSet(key))
}

const WHOSE = { default: '', organisation: ' · set by your organisation', you: ' · chosen by you' } as const

function describe({ settings }: Policy, key: Key): string {
  const { value, from } = settings[key]
  const { show } = RULES[key] as { show(value: unknown): string }
  return show(value) + WHOSE[from]
}

const MINUTES = [1, 2, 5, 10, 15, 20, 30]
const HOURS = [4, 8, 24, 48, 72, 120, 168]

function Choices({ page, policy }: { page: PageState; policy: Policy }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const change = async (settings: OwnSettings) => {
    failed.value = undefined
    try {
      await changeSettings(page.app, settings)
      await page.look()
    } catch (error) {
      failed.value = codeOf(error)
    }
  }
  const { idleLockMinutes, offlineHours } = policy.settings
  return (
    <>
      {failed.value && <ErrorNotice code={failed.value} />}
      <Choice
        id="idle"
        rule="idleLockMinutes"
        numbers={MINUTES}
        setting={idleLockMinutes}
        hint="An open window does not count as use."
        onChoose={(minutes) => change({ idleLockMinutes: minutes })}
      />
      <Choice
        id="offline"
        rule="offlineHours"
        numbers={HOURS}
        setting={offlineHours}
        hint="After that they are hidden until they have been checked."
        onChoose={(hours) => change({ offlineHours: hours })}
      />
    </>
  )
}

type ChoiceProps = {
  id: string
  rule: 'idleLockMinutes' | 'offlineHours'
  numbers: number[]
  setting: { value: number; limit: number }
  hint: string
  onChoose(number: number): void
}

/** Nothing that is less strict than what is allowed can be chosen. */
function Choice({ id, rule, numbers, setting: { value, limit }, hint, onChoose }: ChoiceProps) {
  const { title, show } = RULES[rule]
  const allowed = [...new Set([...numbers.filter((number) => number <= limit), limit, value])].sort((a, b) => a - b)
  return (
    <div class="field">
      <label for={id}>{title}</label>
      <span class="hint" id={`${id}-hint`}>
        {hint}
      </span>
      <select
        id={id}
        aria-describedby={`${id}-hint`}
        value={value}
        onChange={({ currentTarget }) => onChoose(Number(currentTarget.value))}
      >
        {allowed.map((number) => (
          <option key={number} value={number}>
            {show(number)}
          </option>
        ))}
      </select>
    </div>
  )
}

function Mistakes({ policy: { malformed, unknown } }: { policy: Policy }) {
  if (malformed.length + unknown.length === 0) return null
  return (
    <Notice kind="warning">
      <p>Part of what your organisation has set cannot be used. Tell whoever looks after your computer.</p>
      {malformed.length > 0 && <p>Not as it should be, so the strict rule holds: {malformed.join(', ')}.</p>}
      {unknown.length > 0 && <p>Not known: {unknown.join(', ')}.</p>}
    </Notice>
  )
}
