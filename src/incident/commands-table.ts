import type { Permission } from '../policy/policy.ts'

export interface CommandDescription {
  readonly name: string
  /** After `/incident `. */
  readonly usage: string
  readonly summary: string
  /** Least repository permission, unless the configuration asks for another. */
  readonly permission: Exclude<Permission, 'none'>
}

const command = (
  name: string,
  usage: string,
  permission: Exclude<Permission, 'none'>,
  summary: string,
): CommandDescription => ({ name, usage, summary, permission })

/** Every command there is, in the order in which a responder needs them. Help and `docs/commands.md` come from here. */
export const commands: readonly CommandDescription[] = [
  command('ack', 'ack', 'triage', 'I have seen this and I am on it. Stops the escalation.'),
  command(
    'confirm',
    'confirm',
    'triage',
    'This report is a real emergency: declares it, which may freeze branches and tell people.',
  ),
  command(
    'severity',
    'severity ID',
    'triage',
    'Sets the severity. A higher one may freeze; a lower one never lifts a freeze by itself.',
  ),
  command('kind', 'kind ID', 'triage', 'Sets what sort of incident this is.'),
  command('commander', 'commander @user', 'triage', 'Names the person who leads the response.'),
  command('update', 'update TEXT', 'triage', 'A status update for everybody who follows the incident.'),
  command('note', 'note [HH:MM] TEXT', 'triage', 'Puts a line on the timeline; with a time (UTC), at that time.'),
  command(
    'freeze',
    'freeze [MODE] [BRANCH…]',
    'maintain',
    'Freezes branches on top of those that are frozen, or changes the mode of the freeze that is on: hotfix-only, reviewed or locked.',
  ),
  command('thaw', 'thaw', 'maintain', "Lifts this incident's freeze and shows before and after."),
  command('escalate', 'escalate [REASON]', 'triage', 'Tells the next people now.'),
  command(
    'snooze',
    'snooze DURATION',
    'triage',
    'Moves the next escalation step to that long from now. It is no response.',
  ),
  command(
    'link',
    'link #N',
    'triage',
    'Ties a pull request to the incident as its hotfix (or, on the pull request, names the incident).',
  ),
  command('bypass', 'bypass REASON', 'triage', 'Explains a change that reached a frozen branch in another way.'),
  command('cancel', 'cancel REASON', 'write', 'A false alarm: ends the incident and lifts its freeze.'),
  command('resolve', 'resolve [SUMMARY]', 'write', 'The emergency is over.'),
  command('reopen', 'reopen REASON', 'write', 'It was not over after all. Freezes nothing by itself.'),
  command('post-mortem', 'post-mortem', 'write', 'Opens the post-mortem issue now.'),
  command('status', 'status', 'read', 'Shows where the incident stands; on a pull request, judges it again.'),
  command('help', 'help', 'read', 'Shows these commands.'),
  command(
    'decide',
    'decide hotfix|workaround|rollback REASON',
    'triage',
    'Records how the incident is going to be repaired.',
  ),
  command('rollback', 'rollback [#PR]', 'write', 'Opens the revert pull request of a merged change.'),
  command(
    'cooldown',
    'cooldown DURATION [#N]',
    'write',
    'Locks the conversation, or another one of the repository, and unlocks it when the time is over.',
  ),
  command('disclose', 'disclose', 'maintain', 'Ends the confidentiality of a confidential incident.'),
  command('drill', 'drill NAME', 'triage', 'Starts a drill.'),
]

/** A command's description by its name. */
export const describedCommand = (name: string): CommandDescription | undefined =>
  commands.find((candidate) => candidate.name === name)
