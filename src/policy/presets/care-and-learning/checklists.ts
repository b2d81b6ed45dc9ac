import { afterwardsChecklists, communicationChecklists } from './communication-checklists.ts'

/** What each kind of incident asks for, in the order in which it is done. */
export const careChecklists = `\
checklists:
  security-receipt:
    title: "Security: acknowledge receipt"
    on: declared
    kinds: [security]
    due: 24h
    items:
      - "Acknowledge receipt (within 24 hours), with the tracking ID"
  security-response:
    title: Security incident response
    on: declared
    kinds: [security]
    due: 48h
    items:
      - "Assess (within 48 hours): Can this be exploited remotely?"
      - "Assess: What data or systems are at risk?"
      - "Assess: Are users already affected?"
      - "Assess: Is this being actively exploited?"
      - "Assign SEV-0 to SEV-3 based on answers: \`/incident severity ID\`"
      - "Develop fix. SEV-0: drop everything, fix immediately · SEV-1: within 1 week · SEV-2: within 1 month · SEV-3: in next regular release"
  security-coordination:
    title: Coordinate disclosure
    on: hotfix-opened
    kinds: [security]
    items:
      - Agree on disclosure date with reporter
      - Prepare security advisory
      - Notify downstream users if needed
      - Prepare patch release
  security-disclosure:
    title: Public disclosure
    on: hotfix-merged
    kinds: [security]
    items:
      - Publish security advisory
      - Release patched version
      - Credit reporter (if they wish)
      - Provide upgrade instructions
      - "End the confidentiality here: \`/incident disclose\`"
  outage-first-30-minutes:
    title: "Technical outage: the first 30 minutes"
    on: declared
    kinds: [outage, database, cdn]
    due: 30m
    items:
      - "Assess impact: What's down? (Service, API, website, documentation)"
      - "Assess impact: How many users affected?"
      - "Assess impact: Is data at risk?"
      - "Assess impact: What's the root cause (if known)?"
      - "Assign incident lead, one person who coordinates: \`/incident commander @user\`"
      - Update status page
      - "Set up a private communication channel: incident lead, on-call, relevant specialists; separate from public updates"
  outage-investigation:
    title: "Technical outage: investigation"
    on: declared
    kinds: [outage, database, cdn]
    items:
      - Error messages and stack traces
      - Recent deployments or changes
      - Monitoring and metrics (CPU, memory, disk, network)
      - Logs from affected services
      - Reports from users
      - "Maintain communication log: \`/incident note HH:MM TEXT\`"
  outage-resolution:
    title: "Technical outage: resolution"
    on: resolved
    kinds: [outage, database, cdn]
    items:
      - Run smoke tests
      - Check key metrics back to normal
      - Verify user reports of restoration
      - Final public update
      - Schedule post-incident review (within 48 hours)
  communication-crisis:
    title: Communication crisis response
    on: declared
    kinds: [communication]
    due: 1h
    items:
      - "Assess validity (first hour). Accurate: we need to own it and fix it"
      - "Assess validity. Inaccurate: we need to clarify with facts"
      - "Assess validity. Mixed: some truth, some misunderstanding"
      - "Who responds? One voice (usually project lead or designated comms)"
      - "Where respond? Same channel as the criticism when possible"
      - "When respond? Fast, but not rushed (within hours, not days)"
      - "What tone? Humble, factual, solution-oriented"
  community-conflict:
    title: Community conflict response
    on: declared
    kinds: [community]
    items:
      - "Assess severity. SEV-0: clear CoC violation with harm (harassment, threats): immediate action, possible removal/ban"
      - "SEV-1: technical disagreement becoming personal: moderator intervention, cooling-off period"
      - "SEV-2: governance or process concern: facilitated discussion, clarification"
      - "Initial intervention, cooling-off in the heated conversation: \`/incident cooldown 24h\` there, or from here with its number: \`/incident cooldown 24h #N\`"
      - Private follow-up, if specific individuals crossed lines
  community-resolution:
    title: Facilitated resolution
    on: declared
    kinds: [community]
    severities: [SEV-1, SEV-2]
    items:
      - "Set Structure: clear agenda, time limit, ground rules"
      - "Separate People from Problem: focus on needs and interests"
      - "Generate Options: brainstorm solutions together"
      - "Commit to Action: document agreed path forward"
  community-enforcement:
    title: Enforcement actions (if needed)
    on: declared
    kinds: [community]
    severities: [SEV-0, SEV-1]
    items:
      - "Warning: private communication with expectations"
      - "Temporary Ban: 7-30 days to cool off and reflect"
      - "Permanent Ban: for severe or repeated violations"
      - "Always: Document decision and reasoning"
      - "Always: Communicate clearly and directly"
      - "Always: Offer path to restoration (when appropriate)"
      - "Always: Support affected community members"
${communicationChecklists}${afterwardsChecklists}`
