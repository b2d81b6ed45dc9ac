/** Shows every key of the language at once; no project would need all of them. Part of the reference page. */
export const fullExample = `\
version: 1

# Presets and shared files; later ones win; maps merge key by key, lists replace. \`firebreak:NAME\` is built in,
# \`OWNER/REPO\` means that repository's .github/incident.yml, \`OWNER/REPO:PATH\` another file. Cycles and missing files are errors.
extends: firebreak:single-maintainer        # or a list

detection:
  title-prefixes: ["[EMERGENCY]"]           # at the start of an issue's or pull request's title; case and inner spaces ignored
  labels: [emergency]                       # case ignored, as GitHub does
  alerts:                                   # open an incident from security alerts
    dependabot: false
    advisories: false
  trust: triage                             # least repository permission whose author may freeze and page:
                                            # read | triage | write | maintain | admin. Below it the issue is only REPORTED:
                                            # it gets a card, a checklist and the escalation clock, and a trusted person confirms it.

roles:                                      # who can be named below. A member is "@user" or "@org/team".
  maintainers: ["@octocat"]
  security: ["@acme/security"]
  primary:                                  # a rotation is a role whose members change with the calendar
    rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: Europe/London, members: ["@alice", "@bob", "@carol"], offset: 0 }
  secondary:
    rotation: { every: 1w, starts: 2025-01-13T09:00, timezone: Europe/London, members: ["@alice", "@bob", "@carol"], offset: 1 }
    overrides: [{ from: 2025-12-24T00:00, to: 2025-12-27T00:00, members: ["@dana"] }]

channels:                                   # outside GitHub. The address is a secret that the operator sets in the
  slack: { type: slack, secret: SLACK_INCIDENTS }   # environment; a repository can name only channels granted to it
  pager: { type: pagerduty, secret: PAGERDUTY_KEY } # slack | discord | teams | pagerduty | email | webhook

default-severity: P1
severities:                                 # most severe first; any ids (P0…P3, SEV-0…SEV-3)
  P0:
    name: Critical
    description: Service completely down, data breach
    label: severity/P0                      # put on the incident; putting it there by hand sets the severity
    when: { cvss: ">=9.0", exploited: true } # for alerts; all must hold
    respond-within: 15m                     # first response by a responder, else escalation starts
    resolve-within: 8h
    update-every: 30m                       # status updates are asked for at this cadence, until resolved; false: never
    freeze: hotfix-only                     # hotfix-only | reviewed | locked | false
    escalation: default                     # a policy below, or false
    responders: [maintainers]               # who is mentioned and whose answer counts as a response
    approvals: { required: 2, from: [maintainers, security], each: false }  # of a hotfix; each: one from every role
  P1:
    name: High
    description: A part of the service is down
    respond-within: 1h
    freeze: reviewed
    responders: [maintainers]

kinds:                                      # what sort of incident; chosen by label, issue form, command or keyword
  security:
    label: kind/security
    keywords: [vulnerability, CVE-]
    severity: P0                            # the severity it starts with
    update-every: { P1: 1h }                # where updates of this kind are wanted more or less often than the severity says
    confidential: true                      # details stay out of public places until the incident is disclosed
    runbook: docs/runbooks/security.md
    hotfix-branches: ["/hotfix/cve-[0-9]{4}-[0-9]+/"]   # on top of hotfix.branches, for this kind alone
    checklists: [containment, remediation]
    drafts:                                 # texts for people to adapt and send, posted with the checklists
      - { title: To whoever reported it, text: "Thank you for reporting this. We are looking into it." }

freeze:
  branches: ["~DEFAULT_BRANCH", "release/*"]   # GitHub's own ref patterns
  mechanism: auto                           # ruleset | branch-protection | auto: a ruleset of our own; branch protection where the server or plan has no rulesets;
                                            # where it has neither, an advisory freeze that says loudly that nothing is enforced
  lift: resolved                            # hotfix-merged | resolved | manual
  max-duration: 24h                         # then the maintainers are asked; at twice that the freeze is lifted
  exempt: { labels: [freeze-exempt], paths: ["docs/**", "**/*.md"], authors: ["dependabot[bot]"] }
  reviewed: { approvals: 2, strict: true, enforce-admins: true }   # what mode \`reviewed\` demands
  windows:                                  # planned freezes
    - { name: Year end, from: 2025-12-20T18:00, to: 2026-01-05T08:00, timezone: Europe/London, mode: hotfix-only }

hotfix:
  branches: ["hotfix/*"]                    # a glob, or a regular expression between slashes
  bases: ["~DEFAULT_BRANCH"]
  require: [title, branch, base, incident, impact, bypass-reason, approvals, checklist]  # each its own line in the check's report
  sections: { impact: "Impact", bypass-reason: "Reason for bypass" }   # headings in the pull request's description

escalation:
  response: activity                        # activity: any comment, review, assignment or hotfix by a responder; acknowledge: only /incident ack
  policies:
    default:
      steps:
        - { notify: [maintainers] }                                   # at once
        - { after: 4h, notify: [security], channels: [slack, pager] } # measured from the declaration
      repeat: { every: 1h, times: 3 }       # the last step again
      hours: { timezone: Europe/Berlin, days: Mon-Fri, from: "09:00", to: "18:00" }   # optional: the clock runs only then

checklists:
  before:                                   # posted when the event in \`on\` happens, once
    title: Before the emergency pull request
    on: declared                            # declared | hotfix-opened | hotfix-merged | resolved | post-mortem
    kinds: [security]                       # optional filters: kinds, severities
    due: 1h                                 # optional: open items are asked for then
    items: ["Issue is truly critical/urgent", "Minimal scope fix implemented"]   # or file: .github/incident/before.md
  containment: { title: Containment, kinds: [security], items: ["Affected versions listed", "Exposure measured"] }
  remediation: { title: Remediation, kinds: [security], file: .github/incident/remediation.md }
  first-24-hours: { title: The first 24 hours, items: ["Monitoring reviewed"] }
  first-week: { title: The first week, items: ["Preventive measures scheduled"] }

updates:
  template: .github/incident/update.md
  minimum-words: 8                          # "Still working on it." is not an update: the bot answers what is missing
  deadlines: [{ within: 15m, to: [maintainers] }, { within: 24h, to: [security], channels: [slack] }]   # filters: kinds, severities
  messages:                                 # what is posted at a moment of the incident; Liquid, or the path of a file
    kick-off:
      title: Incident declared
      on: declared                          # the moments of checklists
      template: |
        Severity {{ incident.severity }}, commander {{ incident.commander | default: "nobody yet" }}.
        The next update is due at {{ incident.next-update-at }}.
      channels: [slack]                     # filters as for checklists: kinds, severities

roll-out:                                   # how a merged hotfix reaches production
  stages:
    - { name: Canary, environment: canary, traffic: 10 %, watch: 30m, roll-back: Error rate > 0.1 % }
    - { name: Full, environment: production, traffic: 100 %, watch: 1h, roll-back: Error rate > 0.02 % }

confidential:
  tracking: SEC                             # public texts call the incident SEC-2026-12
  repository: acme/security-incidents       # where details go when no draft security advisory can be opened
  advisory: .github/incident/advisory.md    # the text of the draft advisory

cooldown: { interactions: false }           # existing-users | contributors-only | collaborators-only: limits the whole repository as well

post-mortem:
  open: hotfix-merged                       # hotfix-merged | resolved | false
  severities: [P0, P1]
  template: .github/incident/post-mortem.md # Liquid; see the templates below
  title: "Post-mortem: {{ incident.title }}"
  labels: [post-mortem]
  assign: [commander]
  repository: acme/post-mortems             # default: the same repository
  due: { scheduled: 48h, held: 1w, published: 2w }
  actions: true                             # rows of the Action items table become issues, tracked until closed
  publish: { discussions: Incidents }
  follow-ups: [{ after: 24h, checklist: first-24-hours }, { after: 1w, checklist: first-week }]

drills:
  - { name: Quarterly simulation, cron: "0 10 1 */3 *", timezone: UTC, scenarios: [".github/incident/drills/*.yml"], assign: [maintainers] }

readiness: { dashboard: true, cron: "0 6 * * *", timezone: UTC }   # one issue tells what would not work in an emergency

commands: { freeze: maintain, thaw: maintain, severity: triage }   # least permission for a command; the default of each is in the docs
`
