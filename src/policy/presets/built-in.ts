/**
 * What every configuration starts from, and all there is without one: emergencies are detected, the card and three
 * checklists are posted, nobody is mentioned, nothing is frozen.
 */
export const builtIn = `\
default-severity: emergency
severities:
  emergency:
    name: Emergency
    description: Every emergency, since no scale of severities is configured.

checklists:
  before:
    title: Before the emergency pull request
    on: declared
    items:
      - Issue is truly critical/urgent
      - Minimal scope fix implemented
      - Basic testing completed
      - Impact assessment documented
      - Emergency bypass justified
  during:
    title: During the emergency pull request
    on: hotfix-opened
    items:
      - Use [EMERGENCY] prefix in title
      - Include clear description of issue
      - Document impact and urgency
      - Request maintainer review
      - Merge only after maintainer approval
  after:
    title: After the emergency pull request
    on: hotfix-merged
    items:
      - Document the emergency
      - Update relevant documentation
      - Conduct post-mortem if needed
      - Implement preventive measures
      - Review governance procedures
`
