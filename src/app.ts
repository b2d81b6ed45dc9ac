import type { Probot } from 'probot'
import { createEngine, type Engine } from './engine/engine.ts'
import type { Forecasts } from './engine/forecasts.ts'
import type { Channels, Clock, GitHub, Log, PerformJob, Store } from './engine/ports.ts'
import { createAnswers } from './github/answers.ts'
import { createClients } from './github/client.ts'
import { createConfigurations } from './github/configuration.ts'
import { createDeliveries } from './github/deliveries.ts'
import { findSelf, identify } from './github/identity.ts'
import { createInstallations } from './github/installations.ts'
import { createPerformer } from './github/perform/perform.ts'
import { createKeptStates } from './github/sealed/kept-states.ts'
import { createSealer } from './github/sealed/sealer.ts'
import { createStandings } from './github/standing.ts'
import { closeProbotsRoute } from './github/webhooks/before-probot.ts'
import { createFrontDoor, type FrontDoor } from './github/webhooks/front-door.ts'
import { decide } from './incident/decide.ts'
import type { Self } from './incident/plan.ts'
import type { ChannelGrant } from './lib/channel-grants.ts'
import type { OnboardingScope } from './lib/onboarding-scope.ts'
import { createBeat } from './notify/beat.ts'
import { createChannels } from './notify/channels.ts'
import { renderCard } from './render/card.ts'
import { channelWords } from './render/channel-words.ts'
import { renderCheck } from './render/check.ts'
import { renderMessage } from './render/comment.ts'
import { renderTitle } from './render/title.ts'
import { countRequest, createWatching } from './watching.ts'
import { healthHandler } from './web/health.ts'

export interface FirebreakParts {
  readonly appId: number
  /** PEM. */
  readonly privateKey: string
  /** Where GitHub posts, and the secret that it signs with. */
  readonly webhook: { readonly path: string; readonly secret: string }
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly channels: readonly ChannelGrant[]
  /** In the place of real channels, for a simulation: nothing leaves the machine. */
  readonly silentChannels?: Channels
  /** Plays what a change of a configuration changes; without it, nothing is played. */
  readonly forecasts?: Forecasts | undefined
  readonly metricsToken?: string | undefined
  readonly heartbeatUrl?: string | undefined
  /** Where a first configuration is suggested; without it nowhere. */
  readonly onboarding?: OnboardingScope | undefined
  /** False: GitHub is not paced (a stand-in on this machine). */
  readonly throttle?: boolean
  /** False: missed deliveries are not fetched, for tests and the demo. */
  readonly sweeps?: boolean
  /** False: nothing is compared with GitHub by the clock. As `sweeps` when left out. */
  readonly reconciles?: boolean
  /** False: nothing is rebuilt from GitHub when the database is empty. As `sweeps` when left out. */
  readonly rebuilds?: boolean
  /** Milliseconds after which a call to GitHub that was not answered is given up. */
  readonly timeoutMs?: number
  /** The longest time between two looks for work, in milliseconds. */
  readonly tick?: number
}

type AddHandler = (handler: ReturnType<typeof healthHandler>) => void

export interface Firebreak {
  readonly engine: Engine
  readonly self: Self
  /** Answers GitHub's deliveries; to be put before Probot. */
  readonly frontDoor: FrontDoor
}

/**
 * The composition root: the one place where the engine's ports meet the adapters. Registers the App with Probot, starts
 * to work on what an earlier process left, and returns what a caller needs to stop it.
 * Throws when GitHub does not know the App's credentials.
 */
export async function createFirebreak(
  probot: Probot,
  addHandler: AddHandler,
  parts: FirebreakParts,
): Promise<Firebreak> {
  const { appId, store, clock, log, throttle = true, timeoutMs, tick } = parts
  const now = (): number => clock.now()
  const { meter, handler } = await createWatching(parts.metricsToken, { store, clock })
  const clients = createClients({ probot, log, throttle, now, meter, timeoutMs })
  const self = await findSelf({ appId, clients, store, log }).catch((error: unknown) => {
    throw new Error('GitHub does not know this App. APP_ID, PRIVATE_KEY and GHE_HOST must fit together', {
      cause: error,
    })
  })
  const sealer = createSealer(parts)
  const perform = createPerformer({ clients, self, log, sealer, now })
  const channels = parts.silentChannels ?? createChannels(parts.channels)
  const github = {
    answer: answersOf({ clients, appId, channels }),
    perform: (job: PerformJob) => (job.put.effect.type === 'NotifyChannel' ? channels.notify(job) : perform(job)),
    ...createConfigurations(clients),
    ...createKeptStates({ clients, self, log, sealer, now }),
  }
  const render = { renderMessage, renderTitle, renderCheck, renderCard, channelWords }
  const engine = createEngine({
    ...{
      store,
      github,
      clock,
      decide,
      render,
      log,
      self,
      meter,
      forecasts: parts.forecasts,
      onboarding: parts.onboarding,
    },
    ...(parts.heartbeatUrl !== undefined && {
      beacon: { beat: createBeat(parts.heartbeatUrl), identify: () => identify(clients) },
    }),
    ...(parts.sweeps !== false && { deliveries: createDeliveries(clients.unhurried) }),
    ...((parts.reconciles ?? parts.sweeps !== false) && { standings: createStandings(clients.unhurried) }),
    ...((parts.rebuilds ?? parts.sweeps !== false) && { installations: createInstallations(clients) }),
    ...(tick !== undefined && { tick }),
  })
  closeProbotsRoute(probot)
  const frontDoor = createFrontDoor({
    ...parts.webhook,
    ...{ self, log, now },
    onDelivery: ({ guid, name }, events) => {
      for (const { repository } of events) clients.isBack(repository.installationId)
      return engine.accept({ guid, name }, events)
    },
    onOutcome: (outcome, event) => countRequest(meter, outcome, event),
  })
  addHandler(healthHandler(() => engine.vitals.look()))
  if (handler) addHandler(handler)
  engine.start()
  return { engine, self, frontDoor }
}

interface Answering {
  readonly clients: ReturnType<typeof createClients>
  readonly appId: number
  readonly channels: Channels
}

/** Who answers which question. A look around leaves the last calls of the hour to emergencies. */
function answersOf({ clients, appId, channels }: Answering): GitHub['answer'] {
  const [answer, unhurried] = [createAnswers(clients, appId), createAnswers(clients.unhurried, appId)]
  return async (repository, question) => {
    if (question.ask === 'channels')
      return { ask: question.ask, value: await channels.probe(repository, question.wanted) }
    const isLook = question.ask === 'readiness' || question.ask === 'survey'
    return await (isLook ? unhurried : answer)(repository, question)
  }
}
