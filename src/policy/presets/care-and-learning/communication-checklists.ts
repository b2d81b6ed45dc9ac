/** What each severity promises to those outside, with its time. */
export const communicationChecklists = `\
  communication-sev-0:
    title: "SEV-0 communication"
    on: declared
    severities: [SEV-0]
    due: 1h
    items:
      - Hourly public updates minimum
      - Direct notification to all affected users
      - Status page updated continuously
  communication-sev-1:
    title: "SEV-1 communication"
    on: declared
    severities: [SEV-1]
    due: 2h
    items:
      - Public update within 2 hours
      - Daily updates until resolved
      - Notification to affected users
  communication-sev-2:
    title: "SEV-2 communication"
    on: declared
    severities: [SEV-2]
    due: 24h
    items:
      - Update within 24 hours
      - Resolution timeline provided
  communication-sev-3:
    title: "SEV-3 communication"
    on: resolved
    severities: [SEV-3]
    items:
      - Normal issue/discussion channels
      - Addressed in next release notes
`

/** The review, and what comes of it for those who worked. */
export const afterwardsChecklists = `\
  review:
    title: Post-incident review
    on: post-mortem
    items:
      - "Participants: incident lead, all responders, affected users (when appropriate), relevant specialists"
      - "Blameless: systems-focused, not blame-focused"
      - Security-related details redacted until fully patched
      - Share on social media (transparency builds trust)
      - Reference in next release notes
      - Add to incident response training materials
  care-for-the-team:
    title: Care for the team
    on: post-mortem
    severities: [SEV-0, SEV-1]
    items:
      - Debrief with support after intense incidents
      - Rotate on-call fairly
      - Compensate incident response time
      - Provide mental health support
      - Celebrate good response (not just prevent incidents)
  community-check-in:
    title: "Community conflict: check in after 1 week"
    kinds: [community]
    items:
      - Follow up on the agreed path forward
`
