import preact from '@preact/preset-vite'
import { defineConfig } from 'wxt'
import { managedSchema } from './src/policy/managed-schema.ts'

/** The public half of a throw-away key: it fixes the id of an unpacked build, and signs nothing. */
const CHROMIUM_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtM6Wts6GzXzpGc17OVtxYiFNOZF+NXCnNaj1FfEcUhe2zpc86CGXC/dIhzUbSZzsgWw5tXlCK5EFqbwkONlFZfnQBOnFw+Qw7KXyadQ9YkCqRy5eTgvmndkezt4QTCMzadBAr1U4/Qv8rQcMNL+o4C9KAIemSs8jrQFo9p9wa4pISWA+k0S4jaN2DlbybOejq9Ah4MysxP9PQqscP1rLE8awOzog7qB8wRjUhu/4UtnGZ9AbEwJdvU8f8CFxDSGQNvx09+qyARBIoda7B94CnfzlNElEhd7Te3HXZz9xk4QW8ctBl0kkYMxEy3pr3YX9PhL2HHgXmA2lnKY2X1nvEQIDAQAB'

/** Set by `src/cli/build.ts`. Only a practice build may ask this very computer for anything. */
const isPractice = process.env.WXT_PURPOSE === 'practice'
const PRACTICE_HOSTS = isPractice ? ['http://127.0.0.1/*', 'http://localhost/*'] : []
const PRACTICE_CONNECT = isPractice ? ' http://127.0.0.1:* http://localhost:*' : ''

const MANAGED_SCHEMA = 'managed_schema.json'

export default defineConfig({
  imports: false,
  publicDir: 'src/ui/icon', // copied as it is; wxt finds icon/*.png there
  vite: () => ({ plugins: [preact()] }),
  hooks: {
    'build:publicAssets': ({ config }, files) => {
      if (config.browser === 'firefox') return // it publishes no schema
      files.push({ relativeDest: MANAGED_SCHEMA, contents: JSON.stringify(managedSchema, null, 2) })
    },
  },
  manifest: ({ browser }) => ({
    name: 'Handrail',
    description: 'Support, at hand.',
    permissions: ['storage', 'alarms', 'idle', 'identity', ...(browser === 'firefox' ? [] : ['sidePanel'])],
    // One place at a time, when somebody adds it: nothing is asked for at installation.
    optional_host_permissions: ['https://*/*', ...PRACTICE_HOSTS],
    action: {},
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+U' } },
      'hide-now': { suggested_key: { default: 'Alt+Shift+H' }, description: 'Hide now' },
    },
    incognito: 'not_allowed', // what is kept there would be gone with the window
    content_security_policy: {
      extension_pages: `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src https:${PRACTICE_CONNECT}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'handrail@handrail.example',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : {
          key: CHROMIUM_KEY,
          minimum_chrome_version: '126',
          storage: { managed_schema: MANAGED_SCHEMA },
        }),
  }),
})
