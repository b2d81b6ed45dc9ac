/** Before, during and after the emergency pull request, in the words of the first procedure that Firebreak was made for. */
export const emergencyChecklists = `\
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
