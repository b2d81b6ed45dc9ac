import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'
import { readChannelAddress } from './lib/channel-address.ts'
import { type ChannelGrant, readChannelGrants } from './lib/channel-grants.ts'
import { readDatabaseUrl } from './lib/database-url.ts'
import { type OnboardingScope, onboardingScopes } from './lib/onboarding-scope.ts'
import { failure, type Result, success } from './lib/result.ts'

/** What the operator decided, read once at the start. */
export interface Settings {
  readonly appId: number
  /** PEM. */
  readonly privateKey: string
  readonly webhookSecret: string
  /** Where GitHub's REST API begins. */
  readonly apiUrl: string
  readonly webhookPath: string
  readonly webhookProxyUrl: string | undefined
  readonly port: number
  readonly host: string
  readonly logLevel: LogLevel
  readonly logFormat: 'json' | 'pretty'
  /** Directory of the embedded database; not used with a `databaseUrl`. */
  readonly dataDirectory: string
  /** The PostgreSQL database that several replicas share. Secret: it holds a password. */
  readonly databaseUrl?: string | undefined
  /** Channels outside GitHub, and who may use them. */
  readonly channels: readonly ChannelGrant[]
  /** What whoever reads metrics has to show; undefined: nothing is measured. */
  readonly metricsToken?: string | undefined
  /** Where the engine tells that it is well. Secret: such addresses hold their own password. */
  readonly heartbeatUrl?: string | undefined
  /** Where a first configuration is suggested when the App is added; undefined: nowhere. */
  readonly onboarding?: OnboardingScope | undefined
}

/** No App is registered yet: Probot's set-up page is served, and nothing else works. */
export interface SetupSettings extends Pick<Settings, 'host' | 'port' | 'webhookPath' | 'webhookProxyUrl'> {}

export type LogLevel = (typeof logLevels)[number]
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const

type Environment = Readonly<Record<string, string | undefined>>

const notAPort = 'must be a port: a number from 0 (any free one) to 65535'
const port = z.coerce.number(notAPort).int(notAPort).min(0, notAPort).max(65_535, notAPort)

const schema = z.object({
  APP_ID: z
    .string("is missing: it is the number on the App's settings page")
    .regex(/^\s*[1-9]\d{0,14}\s*$/u, "must be the number on the App's settings page")
    .transform(Number),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z
    .string("is missing: without it anybody could send events in GitHub's name")
    .min(8, "is too short: use a long random text, the same as on the App's settings page")
    .refine((secret) => secret !== 'development', 'is "development", which everybody knows: use a long random text'),
  GHE_HOST: z
    .string()
    .regex(/^[\w.-]+(?::\d+)?$/u, 'must be a host name, such as github.example.com')
    .optional(),
  GHE_PROTOCOL: z.enum(['http', 'https'], 'must be http or https').default('https'),
  WEBHOOK_PATH: z
    .string()
    .regex(/^\/[\w/.-]*$/u, 'must be a path that begins with a slash')
    .default('/api/github/webhooks'),
  WEBHOOK_PROXY_URL: z.url({ protocol: /^https?$/u, error: 'must be the address of a smee.io channel' }).optional(),
  PORT: port.default(3000),
  HOST: z.string().default('localhost'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty'], 'must be json or pretty').optional(),
  DATA_DIR: z.string().default('./data'),
  CHANNEL_GRANTS: z.string().default(''),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/u, 'must be a long random text of letters and digits, at least 16 of them')
    .optional(),
  HEARTBEAT_URL: z
    .string()
    .refine(
      (address) => readChannelAddress(address)?.form === 'web',
      'must be an https address without a user in it; http only on this machine',
    )
    .optional(),
  ONBOARDING: z.enum(onboardingScopes, `must be one of ${onboardingScopes.join(', ')}`).default('selected'),
  DATABASE_URL: z
    .string()
    .superRefine((text, context) => {
      const address = readDatabaseUrl(text)
      if (!address.ok) context.addIssue({ code: 'custom', message: address.error })
    })
    .optional(),
})

/**
 * Reads the settings, and finds everything that is wrong with them at once.
 * @param environment variables as the process has them; an empty one counts as unset
 * @param readFile reads PRIVATE_KEY_PATH; its errors become problems
 * @returns the settings, or sentences that each begin with the variable's name
 */
export function readSettings(
  environment: Environment,
  readFile: (path: string) => string,
): Result<Settings, readonly string[]> {
  const given = whatIsGiven(environment)
  const parsed = schema.safeParse(given)
  const key = readPrivateKey(given, readFile)
  const channels = readChannelGrants(given.CHANNEL_GRANTS ?? '', given, isOwnVariable)
  if (!parsed.success || !key.ok || !channels.ok) {
    const problems = parsed.success ? [] : parsed.error.issues.map(describe)
    return failure([...problems, ...(key.ok ? [] : [key.error]), ...(channels.ok ? [] : channels.error)])
  }
  const { data } = parsed
  return success({
    appId: data.APP_ID,
    privateKey: key.value,
    webhookSecret: data.WEBHOOK_SECRET,
    apiUrl: apiUrlOf(data),
    webhookPath: data.WEBHOOK_PATH,
    webhookProxyUrl: data.WEBHOOK_PROXY_URL,
    port: data.PORT,
    host: data.HOST,
    logLevel: data.LOG_LEVEL,
    logFormat: data.LOG_FORMAT ?? (environment.NODE_ENV === 'production' ? 'json' : 'pretty'),
    dataDirectory: data.DATA_DIR,
    databaseUrl: data.DATABASE_URL,
    channels: channels.value,
    metricsToken: data.METRICS_TOKEN,
    heartbeatUrl: data.HEARTBEAT_URL,
    onboarding: data.ONBOARDING,
  })
}

/** What is needed to speak to GitHub as the App, and nothing of a server. Problems as `readSettings` tells them. */
export function readCredentials(
  environment: Environment,
  readFile: (path: string) => string,
): Result<Pick<Settings, 'appId' | 'privateKey' | 'apiUrl'>, readonly string[]> {
  const given = whatIsGiven(environment)
  const parsed = schema.pick({ APP_ID: true, GHE_HOST: true, GHE_PROTOCOL: true }).safeParse(given)
  const key = readPrivateKey(given, readFile)
  if (parsed.success && key.ok)
    return success({ appId: parsed.data.APP_ID, privateKey: key.value, apiUrl: apiUrlOf(parsed.data) })
  return failure([...(parsed.success ? [] : parsed.error.issues.map(describe)), ...(key.ok ? [] : [key.error])])
}

/**
 * The channels that the operator granted, and nothing else of the settings.
 * @returns undefined where CHANNEL_GRANTS says nothing: then it is not known here what was granted
 */
export function readChannels(environment: Environment): Result<readonly ChannelGrant[] | undefined, readonly string[]> {
  const given = whatIsGiven(environment)
  if (given.CHANNEL_GRANTS === undefined) return success(undefined)
  return readChannelGrants(given.CHANNEL_GRANTS, given, isOwnVariable)
}

const apiUrlOf = ({ GHE_HOST, GHE_PROTOCOL }: { GHE_HOST?: string | undefined; GHE_PROTOCOL: string }): string =>
  GHE_HOST ? `${GHE_PROTOCOL}://${GHE_HOST}/api/v3` : 'https://api.github.com'

/** What the server, its set-up page, or Node reads for itself: nobody's channel, whatever stands in it. */
const isOwnVariable = (name: string): boolean =>
  name in schema.shape || /^(?:GH_|GITHUB_|NODE_|NO_SMEE_SETUP$)|_PROXY$/u.test(name)

/** The settings of the set-up page, when that is what is wanted: no App yet, and not in production. */
export function setupWanted(environment: Environment): SetupSettings | undefined {
  if (environment.APP_ID?.trim() || environment.NODE_ENV === 'production') return undefined
  const parsed = schema
    .pick({ HOST: true, PORT: true, WEBHOOK_PATH: true, WEBHOOK_PROXY_URL: true })
    .safeParse(whatIsGiven(environment))
  if (!parsed.success) return undefined
  const { HOST, PORT, WEBHOOK_PATH, WEBHOOK_PROXY_URL } = parsed.data
  return { host: HOST, port: PORT, webhookPath: WEBHOOK_PATH, webhookProxyUrl: WEBHOOK_PROXY_URL }
}

/** A variable that is set to nothing is not set: that is how `.env` files and containers leave one out. */
const whatIsGiven = (environment: Environment): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''))

const describe = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.')} ${message}`

/** PRIVATE_KEY may hold its line breaks as `\n`, and may be base64, as Probot takes it. */
function readPrivateKey(
  given: Record<string, string | undefined>,
  readFile: (path: string) => string,
): Result<string, string> {
  const { PRIVATE_KEY: inline, PRIVATE_KEY_PATH: path } = given
  if (inline === undefined && path === undefined)
    return failure('PRIVATE_KEY is missing: set it, or PRIVATE_KEY_PATH, to the key that GitHub gave you for the App')
  if (inline !== undefined) return keyIn(inline, 'PRIVATE_KEY')
  try {
    return keyIn(readFile(path ?? ''), 'PRIVATE_KEY_PATH')
  } catch {
    return failure(`PRIVATE_KEY_PATH names a file that cannot be read: ${path}`)
  }
}

/** Of a key itself nothing is ever repeated, and of what is wrong with it neither. */
function keyIn(text: string, name: string): Result<string, string> {
  const pem = text.includes('BEGIN') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString('utf8')
  try {
    createPrivateKey(pem)
    return success(pem)
  } catch {
    return failure(`${name} is no private key in PEM form`)
  }
}
