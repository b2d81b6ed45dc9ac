import { type Incident, isEnded, isFrozen, isOngoing } from '../incident/incident.ts'
import { isWaiting } from '../incident/steps/postmortem.ts'
import { neutralCode } from '../lib/markdown-neutral.ts'
import { andList, count, issueName } from './words.ts'

/** What to do now, the most urgent first; at most three things. */
export function nextSteps(incident: Incident): readonly string[] {
  return [...alarms(incident), ...ordinary(incident)].slice(0, 3)
}

/** What is wrong with the protection comes before everything else. */
function alarms(incident: Incident): readonly string[] {
  const { freeze, bypasses, communication, policy } = incident
  const steps: string[] = []
  if (policy.origin === 'broken-file' && !freeze && isOngoing(incident) && incident.status !== 'reported')
    steps.push(
      'Nothing is frozen, because `.github/incident.yml` has errors and is not in force: `/incident freeze` freezes by hand.',
    )
  if (freeze?.status === 'failed')
    steps.push('The freeze failed: try `/incident freeze` again, or protect the branches by hand.')
  if (freeze?.status === 'lost')
    steps.push('The freeze is gone: `/incident freeze` puts it back, if it is still needed.')
  if (freeze?.status === 'lifting' && freeze.problem !== undefined)
    steps.push(
      'The freeze could not be lifted: `/incident thaw` tries again; the comment about it says how to do it by hand.',
    )
  const missed = communication.channels.filter(({ missed: isMissed, status }) => isMissed || status === 'not-told')
  if (missed.length > 0 && !isEnded(incident))
    steps.push(
      `**Not told**: ${andList(missed.map(({ channel }) => neutralCode(channel, { max: 60 })))}. Tell whoever is reached there another way.`,
    )
  const unexplained = bypasses.filter(({ reason }) => reason === undefined).length
  if (unexplained > 0) steps.push(`Explain ${count(unexplained, 'bypass', 'bypasses')}: \`/incident bypass REASON\`.`)
  return steps
}

function ordinary(incident: Incident): readonly string[] {
  switch (incident.status) {
    case 'reported':
      return [
        `Somebody with ${incident.policy.detection.trust} permission: \`/incident confirm\` if this is a real emergency, \`/incident cancel REASON\` if it is not.`,
        'Until then nothing is frozen.',
      ]
    case 'declared':
      return [
        '`/incident ack` says that you are on it and stops the escalation.',
        ...(incident.commander === undefined ? ['`/incident commander me` if you lead the response.'] : []),
        hotfixStep(incident),
      ]
    case 'acknowledged':
      return [
        hotfixStep(incident),
        '`/incident update TEXT` keeps everybody informed; `/incident note TEXT` puts something on the record.',
        '`/incident resolve SUMMARY` when it is over without a hotfix.',
      ]
    case 'mitigated':
      return [
        'Check that the hotfix works where your users are.',
        `\`/incident resolve SUMMARY\` when it is over${isFrozen(incident) && incident.policy.freeze.lift === 'resolved' ? ', which also lifts the freeze' : ''}.`,
        ...thawStep(incident),
      ]
    case 'resolved':
      return [
        isWaiting(incident)
          ? 'When everybody may know: `/incident disclose` publishes the incident and opens its post-mortem.'
          : incident.postmortem?.number === undefined
            ? 'Write down what happened: `/incident post-mortem` opens an issue for it.'
            : `Finish the post-mortem ${issueName(incident.postmortem.number, incident.postmortem.repository)}; closing it closes the incident.`,
        ...thawStep(incident),
        '`/incident reopen REASON` if it was not over after all.',
      ]
    case 'closed':
      return [...thawStep(incident), 'Nothing. `/incident reopen REASON` if it was not over after all.']
    case 'cancelled':
      return [...thawStep(incident), 'Nothing. `/incident reopen REASON` if it was an emergency after all.']
  }
}

function hotfixStep({ anchor, hotfixes }: Incident): string {
  const open = hotfixes.find(({ state }) => state === 'open')
  if (open)
    return `Bring the hotfix #${open.number} through its rules: its check \`firebreak/hotfix\` says what is missing.`
  return `Open the hotfix as a pull request that says \`Incident: #${anchor.number}\` in its description.`
}

function thawStep(incident: Incident): readonly string[] {
  const waits = isFrozen(incident) && incident.freeze?.status !== 'lifting'
  return waits ? ['`/incident thaw` gives the branches back.'] : []
}
