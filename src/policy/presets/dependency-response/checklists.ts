/** The runbook's phases. The same work has other times in P0 and P1, so a phase with a time is a list of its own for each. */
export const dependencyChecklists = `\
checklists:
  containment:
    title: "Phase 1: CONTAINMENT"
    on: declared
    severities: [P0, P1]
    due: 2h
    items:
      - "Incident declared: commander named, war room open"
      - "Code freeze announced to the team (P1: no freeze, PR velocity reduced)"
      - "Blast radius: Which services use the vulnerable package?"
      - "Blast radius: Is the vulnerable code path exercised in production?"
      - "Blast radius: Can we isolate affected services via firewall/network rules?"
      - "Blast radius: Are there existing WAF/IDS rules that might mitigate?"
      - "All usages found: \`grep -r '<package-name>' --include=requirements.txt .\`"
      - "Code path checked: \`grep -r 'import <vulnerable-module>' .\`"
      - "Decision recorded: \`/incident decide hotfix\`, \`workaround\` or \`rollback\`, with the reason"
  remediation:
    title: "Phase 2: REMEDIATION"
    on: declared
    severities: [P0]
    due: 4h
    items: &remediation
      - "Create hotfix branch: \`git checkout -b hotfix/cve-YYYY-XXXXX\`"
      - Update package to the patched version
      - Regenerate lock file, install and test locally
      - Run full test suite
      - Run security audit, confirm CVE is fixed
      - Deploy to staging, wait for rollout
      - "Smoke test staging: Health endpoint"
      - "Smoke test staging: Authentication flow"
      - "Smoke test staging: Database connectivity"
      - "Smoke test staging: External API calls"
      - "Smoke test staging: Metric emission"
  remediation-p1:
    title: "Phase 2: REMEDIATION"
    on: declared
    severities: [P1]
    due: 6h
    items: *remediation
  remediation-p2:
    title: "Phase 2: REMEDIATION"
    on: declared
    severities: [P2]
    due: 72h
    items: *remediation
  validation:
    title: "Phase 3: VALIDATION"
    on: hotfix-opened
    severities: [P0]
    due: 2h
    items:
      - "Approver: Tech Lead"
      - "Approver: Security Team"
      - "Approver: CTO (optional: if customer data exposure, else tick it)"
      - &integration Integration test suite passed, load test run (if available)
      - &fixed CVE confirmed fixed (re-scan passed)
      - &passing All tests passing
      - &staging Staging validated
      - &plan Rollback plan documented
      - &dashboards Monitoring dashboards ready
  validation-p1:
    title: "Phase 3: VALIDATION"
    on: hotfix-opened
    severities: [P1]
    due: 4h
    items: &one-approver
      - "Approver: Tech Lead OR Security"
      - *integration
      - *fixed
      - *passing
      - *staging
      - *plan
      - *dashboards
  validation-p2:
    title: "Phase 3: VALIDATION"
    on: hotfix-opened
    severities: [P2]
    items: *one-approver
  deployment:
    title: "Phase 4: DEPLOYMENT"
    on: hotfix-merged
    items:
      - Canary deployed (1 pod, 10% traffic), monitored for 30 minutes
      - "Error rate: less than 0.1% increase"
      - "Latency p99: less than 5% increase (roll back above 10%)"
      - "CPU/Memory: within normal range"
      - No new exceptions in logs
      - No database connection failures
      - All stages passed, scaled to 100%, all pods healthy
      - Monitoring for 24h
  policy-updates:
    title: "Phase 5: POST-MORTEM, policy updates"
    on: post-mortem
    due: 16h
    items:
      - Add package to critical list (if not already)
      - Update monitoring thresholds
      - Document new runbook procedures
      - Schedule team training
      - Communicate to stakeholders
`
