import { formatDuration } from '../../lib/duration.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Finding } from '../finding.ts'
import type { DeliveryFact, HookFact, ReadinessFacts } from './facts.ts'
import { about, judged } from './sentences.ts'

const deliveries = about('deliveries')
const clock = about('clock')
const drills = about('drills')

const minute = 60_000
const day = 24 * 60 * minute
/** Procedures are forgotten, and people change. */
const longestWithoutDrill = 183 * day

/** Whether what happens on GitHub reaches the server. */
export function deliveryFindings(facts: ReadinessFacts, now: number): readonly Finding[] {
  const { unknown } = deliveries
  return [
    ...judged(
      facts.hook,
      (why) => unknown('Where GitHub sends deliveries', why, { subjects: ['the address'] }),
      hookFindings,
    ),
    ...judged(
      facts.deliveries,
      (why) => unknown("GitHub's log of deliveries", why, { subjects: ['the log'] }),
      (log) => [logFinding(log, now)],
    ),
  ]
}

function hookFindings({ hasAddress, isInsecure }: HookFact): readonly Finding[] {
  if (!hasAddress)
    return [
      deliveries.broken('The App has no webhook address.', {
        subjects: ['the address'],
        emergency: 'The server hears of nothing: an emergency begins unnoticed.',
        remedy: 'Whoever runs the App writes it under App settings → Webhook → Webhook URL, and ticks Active.',
      }),
    ]
  if (!isInsecure) return []
  return [
    deliveries.weak('Deliveries are sent without TLS, or without a look at the certificate.', {
      emergency: 'Somebody on the way can read them, and hold them back.',
      remedy: 'Whoever runs the App writes an https address under App settings → Webhook, with SSL verification.',
    }),
  ]
}

function logFinding({ newest, failed, total }: DeliveryFact, now: number): Finding {
  if (newest === undefined)
    return {
      ...{ topic: 'deliveries', level: 'unknown', subjects: ['the log'] },
      seen: "Nothing of this installation is among the newest deliveries in GitHub's log, which goes back three days.",
      remedy: 'Comment somewhere in the repository and look again: then there is one.',
    }
  const ago = formatDuration(Math.max(minute, now - newest))
  const remedy = 'Look at App settings → Advanced → Recent Deliveries, and at the log and the address of the server.'
  if (failed === 0) return deliveries.good(`GitHub's newest deliveries were all taken, the last one ${ago} ago.`)
  const seen = `Of the newest ${total} deliveries ${failed} did not come through.`
  if (failed === total)
    return deliveries.broken(seen, {
      subjects: ['the log'],
      emergency: 'The server does not hear of an emergency, or hears of it hours later.',
      remedy,
    })
  return deliveries.weak(seen, {
    emergency: 'What fails is fetched within the hour: so late an emergency may begin.',
    remedy,
  })
}

/** So far the token of a call reaches: it is made out from half a minute ago. */
const unnoticed = 30_000
/** A clock that is off by more is not only somewhat off. */
const mostSkew = 5 * minute

/** GitHub refuses what is signed in its future, or too long ago. The call is then made again by GitHub's clock. */
export function clockFindings({ clockSkew }: ReadinessFacts): readonly Finding[] {
  return judged(
    clockSkew,
    (why) => clock.unknown("GitHub's time", why),
    (skew) => [clockFinding(skew)],
  )
}

function clockFinding(skew: number): Finding {
  const off = Math.abs(skew)
  if (off <= unnoticed)
    return clock.good(`The clock of this machine is right to within ${Math.max(2, Math.round(off / 1000))} seconds.`)
  return (off <= mostSkew ? clock.weak : clock.broken)(
    `The clock of this machine is ${formatDuration(Math.round(off / 1000) * 1000)} ${skew > 0 ? 'behind' : 'ahead of'} GitHub's.`,
    {
      emergency:
        'GitHub refuses calls at first, which have to be made again by its own clock, and deadlines come at the wrong time.',
      remedy: 'Have the machine keep time by NTP.',
    },
  )
}

/** When the procedure was last rehearsed. */
export function drillFindings(policy: Policy, facts: ReadinessFacts, now: number): readonly Finding[] {
  const remedy =
    policy.drills.length === 0
      ? "Add a drill to .github/incident.yml (procedure.md of Firebreak's documentation), or play an emergency alone: firebreak simulate."
      : `Comment /incident drill ${policy.drills[0]?.name ?? ''} on any issue, or wait for its day.`
  return judged(
    facts.drills,
    (why) => drills.unknown('When the last drill was held', why),
    ({ newest }) => {
      if (newest === undefined)
        return [
          drills.weak('No drill was ever held here.', {
            emergency: 'The first time is the real one.',
            remedy,
            key: ['drills'],
          }),
        ]
      const days = Math.max(0, Math.floor((now - newest) / day))
      if (now - newest <= longestWithoutDrill)
        return [drills.good(`The last drill was held ${days === 0 ? 'today' : `${days} days ago`}.`)]
      return [
        drills.weak(`The last drill was held ${days} days ago.`, {
          emergency: 'Procedures are forgotten, and people have changed since.',
          remedy,
          key: ['drills'],
        }),
      ]
    },
  )
}
