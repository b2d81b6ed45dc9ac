/**
 * The three scenarios of the emergency procedures that the presets `single-maintainer` to `committee` carry out: how a
 * title or a branch names them, and what is done in each. A CVE is no sign of a secret: alerts about dependencies name one.
 */
export const emergencyScenarios = `\
kinds:
  dependency:
    label: kind/dependency
    keywords: [Dependency security update]
    hotfix-branches: [hotfix/dependency-security-update]
  security:
    label: kind/security
    keywords: [Critical security fix, zero-day]
    confidential: true
    hotfix-branches: [hotfix/critical-security-fix]
  production:
    label: kind/production
    keywords: [Production fix, outage, data loss]
    hotfix-branches: [hotfix/production-fix]
`

/** Goes below `emergencyChecklists`. */
export const scenarioChecklists = `\
  critical-security:
    title: Critical security vulnerability
    on: declared
    kinds: [security]
    items:
      - "Create emergency branch: hotfix/critical-security-fix"
      - Implement fix with minimal scope
      - Test thoroughly in isolation
      - "Open the emergency pull request: [EMERGENCY] Critical security fix: <description>"
      - Use emergency bypass if needed
      - Merge immediately after maintainer review
      - Follow responsible disclosure practices
  critical-security-after:
    title: After the security fix
    on: hotfix-merged
    kinds: [security]
    items:
      - Document the vulnerability and fix
      - Update security documentation
      - Consider if governance phase needs adjustment
  production-failure:
    title: Production system failure
    on: declared
    kinds: [production]
    items:
      - Assess impact and scope
      - "Create emergency branch: hotfix/production-fix"
      - Implement minimal fix to restore service
      - "Open the emergency pull request: [EMERGENCY] Production fix: <description>"
      - Include impact assessment
      - Merge with maintainer approval
      - Update users through appropriate channels
  production-failure-after:
    title: After the production fix
    on: hotfix-merged
    kinds: [production]
    items:
      - Conduct post-mortem analysis
      - Update runbooks and procedures
      - Implement preventive measures
  dependency-security:
    title: Dependency security issue
    on: declared
    kinds: [dependency]
    items:
      - Evaluate vulnerability severity
      - Check for available patches
      - Assess breaking change risk
      - "Create branch: hotfix/dependency-security-update"
      - Update dependencies with minimal changes
      - Test thoroughly
      - "Open the emergency pull request: [EMERGENCY] Dependency security update: <package>"
      - Include vulnerability details
      - Merge after maintainer review
`

/** What the procedures have done once the emergency is over; goes below `scenarioChecklists`. */
export const postEmergencyChecklist = `\
  post-emergency:
    title: Post-emergency procedures
    on: post-mortem
    items:
      - "Documentation: Document the emergency and response"
      - "Documentation: Update runbooks and procedures"
      - "Documentation: Record lessons learned"
      - "Documentation: All communications are documented for this review"
      - "Review: Assess if governance procedures need adjustment"
      - "Review: Review if the rules of this phase are adequate"
      - "Review: Consider if emergency procedures worked as intended"
      - "Prevention: Implement preventive measures"
      - "Prevention: Update monitoring and alerting"
      - "Prevention: Enhance testing procedures"
`
