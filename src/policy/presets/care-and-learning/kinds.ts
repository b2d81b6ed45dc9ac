/** Security incidents, technical outages, communication crises and community conflicts, with what people say in each. */
export const careKinds = `\
kinds:
  security:
    label: kind/security
    keywords: [vulnerability, security breach, data breach, exploited, XSS]
    confidential: true
    runbook: runbooks/security-breach.md
    drafts:
      - title: "To whoever reported it: acknowledge receipt (within 24 hours)"
        text: |
          Thank you for reporting this security issue. We take security seriously and
          appreciate your responsible disclosure.

          We've assigned this issue tracking ID: {{ incident.tracking }}

          Expected initial assessment: Within 48 hours
  database:
    label: kind/database
    keywords: [connection pool, database connection]
    update-every: &outage-cadence { SEV-0: 30m, SEV-1: 30m }
    runbook: runbooks/db-connections.md
    drafts: &outage-drafts
      - title: Status page, at once
        text: |
          🔴 Major Outage: [service]

          We're investigating reports that [service] is unreachable.
          Our team is actively working on this.

          Next update: 15 minutes

          Last updated: [YYYY-MM-DD HH:MM UTC]
      - title: A good update ("Still working on it." is a bad one)
        text: |
          Update ([HH:MM] UTC): We've identified the root cause as [cause]. A fix has been deployed and
          service is recovering. We're monitoring for stability.

          Affected: [what, from when to when]
          Impact: [how many users experienced what]
          Data: [No data loss or corruption]

          Next update: [HH:MM] UTC or when fully resolved
  cdn:
    label: kind/cdn
    keywords: [CDN]
    update-every: *outage-cadence
    runbook: runbooks/cdn-issues.md
    drafts: *outage-drafts
  outage:
    label: kind/outage
    keywords: [outage, offline, unreachable, timeouts, slow response]
    update-every: *outage-cadence
    runbook: runbooks/api-outage.md
    drafts: *outage-drafts
  communication:
    label: kind/communication
    keywords: [negative press, criticism, misconception, misleading, broken promise, controversial]
    drafts:
      - title: If criticism is valid
        text: |
          Thank you for bringing this to our attention. You're right that [specific issue].

          This doesn't align with our values of [principle]. We apologize for
          [specific harm].

          Here's what we're doing:
          1. [Immediate action]
          2. [Systemic change]
          3. [How we'll prevent recurrence]

          We'll update this thread with progress. We're committed to doing better.
      - title: If criticism is inaccurate
        text: |
          Thank you for raising this concern. We want to address some factual inaccuracies:

          [Misunderstanding]: [Actual facts]

          [Link to documentation/evidence]

          We can see how this was confusing. We're improving [documentation/communication]
          to make this clearer.

          Happy to discuss further: [contact/discussion link]
      - title: If criticism is mixed
        text: |
          Thank you for this feedback. Let me address each point:

          1. [Valid concern]: You're absolutely right. We're [action].
          2. [Misunderstanding]: Actually, [facts]. We should have communicated this better.
          3. [Disagreement]: We understand this perspective. Here's our reasoning: [explanation]

          We appreciate critical feedback—it makes our work better. Let's keep the
          conversation going: [discussion link]
  community:
    label: kind/community
    keywords: [harassment, hate speech, discrimination, code of conduct, heated, personal attack]
    drafts:
      - title: Initial intervention, as a moderator in the conversation
        text: |
          I'm stepping in as a moderator because this discussion has become heated.

          Let's take a step back and remember our [Code of Conduct](./CODE_OF_CONDUCT.md).

          I'm asking everyone to:
          1. Take a 24-hour cooling-off period
          2. Assume good intent
          3. Focus on ideas, not people

          I'll facilitate a structured discussion in 24 hours to work through the
          technical questions.

          Thank you for your passion and for respecting our community norms.
      - title: Private follow-up, if specific individuals crossed lines
        text: |
          Hi [Name],

          I wanted to check in privately about the discussion in [link].

          I noticed [specific concerning behavior]. This impacts our community because
          [explain harm].

          Our Code of Conduct asks us to [specific expectation].

          Can we talk about what happened and how to move forward constructively?

          I'm here to support you and the community.
`
