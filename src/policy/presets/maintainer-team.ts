/**
 * The second phase of the same procedures: multiple maintainers who share emergency authority.
 *
 *     extends: firebreak:maintainer-team
 *     roles: { maintainers: ["@you", "@another", "@third"] }
 *
 * One who writes the hotfix and two who approve it are three people. With two maintainers write down the scale again with
 * `approvals: { required: 1, from: [maintainers] }`.
 */
export const maintainerTeam = `\
version: 1
extends: firebreak:single-maintainer

severities:
  emergency:
    name: Emergency
    description: A critical security vulnerability, a production system failure, or a dependency that needs an immediate update.
    respond-within: 4h
    freeze: hotfix-only
    escalation: default
    responders: [maintainers]
    approvals: { required: 2, from: [maintainers] }

# Several could have looked, so one has to say that it is theirs.
escalation:
  response: acknowledge

# Shared emergency authority: whoever may push may freeze and thaw, so that no single person is needed.
commands: { freeze: write, thaw: write }
`
