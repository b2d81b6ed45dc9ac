import {
  type ConfigurationSource,
  policyWithBrokenFile,
  policyWithoutFile,
  readConfiguration,
} from '../../engine/configuration.ts'
import type { Log } from '../../engine/ports.ts'
import type { Clients } from '../../github/client.ts'
import { createConfigurations } from '../../github/configuration.ts'
import { readiness } from '../../github/readiness/readiness.ts'
import type { Self } from '../../incident/plan.ts'
import { channelsAsked, type ProbedChannel } from '../../incident/readiness/channels.ts'
import type { ReadinessFacts } from '../../incident/readiness/facts.ts'
import { readinessAsked } from '../../incident/readiness/judge.ts'
import type { Repository } from '../../incident/repository.ts'
import type { ChannelGrant } from '../../lib/channel-grants.ts'
import { probeChannels } from '../../notify/probe.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Problem } from '../../policy/problem.ts'

export interface Examining {
  readonly clients: Clients
  readonly self: Self
  readonly repository: Repository
  /** A configuration in place of the one on the default branch. */
  readonly file: { readonly path: string; readonly text: string } | undefined
  /** Undefined: it is not known here what the operator granted. */
  readonly grants: readonly ChannelGrant[] | undefined
  /** The address in a test message; undefined: none is sent. */
  readonly page: string | undefined
  readonly log: Log
  readonly tell: (what: string) => void
}

/** Everything that findings are made of. */
export interface Examined {
  readonly repository: Repository
  /** Of a configuration that is not the one on the default branch. */
  readonly path: string | undefined
  readonly policy: Policy
  /** Of the configuration. */
  readonly problems: readonly Problem[]
  readonly facts: ReadinessFacts
  readonly probed: readonly ProbedChannel[] | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** Looks at a repository, at its configuration and at its channels. Throws what GitHub answers with when it has no time. */
export async function examine(examining: Examining): Promise<Examined> {
  const { clients, self, repository, grants, page, tell } = examining
  const now = Date.now()
  tell('Reading the configuration')
  const { policy, problems } = await configurationOf(examining)
  const facts = await readiness(clients, repository, readinessAsked(policy), {
    appId: self.appId,
    tell: (what) => tell(`Looking at ${what}`),
  })
  tell(page === undefined ? 'Trying channels' : 'Sending test messages')
  const asked = channelsAsked(policy)
  const probed =
    grants && (await probeChannels(grants, repository, asked, page === undefined ? {} : { send: { page } }))
  return { repository, path: examining.file?.path, policy, problems, facts, probed, now }
}

/** As the server reads it; one that has errors is nobody's procedure here, since no earlier version is known. */
async function configurationOf({ clients, repository, file, log }: Examining) {
  const remote = createConfigurations(clients)
  const local = async () => ({ found: true, text: file?.text ?? '', blob: '', etag: undefined }) as const
  const github: ConfigurationSource['github'] = file === undefined ? remote : { ...remote, configuration: local }
  const version = await readConfiguration({ github, log }, repository, {})
  if (version === 'unchanged') return { policy: policyWithoutFile, problems: [] }
  return { policy: version.policy ?? policyWithBrokenFile, problems: version.report.problems }
}
