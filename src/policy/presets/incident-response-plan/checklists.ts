/** The plan's stages for every incident, and the playbooks; each item says to which part it belongs. */
export const planChecklists = `\
checklists:
  initial-response:
    title: Initial response
    on: declared
    items:
      - "Acknowledge incident: Confirm incident (\`/incident ack\`)"
      - "Acknowledge incident: Classify severity (\`/incident severity ID\`)"
      - "Acknowledge incident: Assign incident owner (\`/incident commander @user\`)"
      - "Containment: Isolate affected systems"
      - "Containment: Block malicious traffic"
      - "Containment: Preserve evidence"
      - "Communication: Notify team"
      - "Communication: Update status page (if applicable)"
      - "Communication: Document timeline (\`/incident note HH:MM TEXT\`)"
  investigation:
    title: Investigation and resolution
    on: declared
    items:
      - "Gather information: Review logs"
      - "Gather information: Check monitoring metrics"
      - "Gather information: Interview users (if applicable)"
      - "Identify root cause: Analyze evidence"
      - "Identify root cause: Reproduce issue (if possible)"
      - "Identify root cause: Document findings"
      - "Implement fix: Apply patch/fix"
      - "Implement fix: Verify fix"
      - "Implement fix: Monitor for recurrence"
      - "Recovery: Restore services"
      - "Recovery: Verify functionality"
      - "Recovery: Monitor stability"
  post-incident:
    title: Post-incident
    on: post-mortem
    items:
      - "Documentation: Write incident report"
      - "Documentation: Document lessons learned"
      - "Documentation: Update procedures"
      - "Review: Conduct post-mortem"
      - "Review: Identify improvements"
      - "Review: Update runbooks"
  data-breach:
    title: Data breach
    on: declared
    kinds: [data-breach]
    items:
      - "Immediate actions: Isolate affected systems"
      - "Immediate actions: Preserve evidence"
      - "Immediate actions: Notify security team"
      - "Immediate actions: Assess scope"
      - "Containment: Revoke compromised credentials"
      - "Containment: Block malicious IPs"
      - "Containment: Disable affected services"
      - "Recovery: Restore from backups"
      - "Recovery: Rotate all secrets"
      - "Recovery: Verify system integrity"
      - "Notification: Notify affected users (if required)"
      - "Notification: Report to authorities (if required)"
      - "Notification: Document breach"
  ddos:
    title: DDoS attack
    on: declared
    kinds: [ddos]
    items:
      - "Detection: Monitor traffic patterns"
      - "Detection: Identify attack signature"
      - "Detection: Classify attack type"
      - "Mitigation: Enable rate limiting"
      - "Mitigation: Block malicious IPs"
      - "Mitigation: Scale resources (if needed)"
      - "Mitigation: Contact cloud provider"
      - "Recovery: Monitor traffic normalization"
      - "Recovery: Gradually remove mitigations"
      - "Recovery: Document attack"
  unauthorized-access:
    title: Unauthorized access
    on: declared
    kinds: [unauthorized-access]
    items:
      - "Detection: Review access logs"
      - "Detection: Check authentication logs"
      - "Detection: Monitor for suspicious activity"
      - "Response: Revoke access immediately"
      - "Response: Change credentials"
      - "Response: Review access controls"
      - "Response: Audit all systems"
  outage:
    title: Service outage
    on: declared
    kinds: [outage]
    items:
      - "Detection: Health check failures"
      - "Detection: High error rates"
      - "Detection: User reports"
      - "Response: Check service status"
      - "Response: Review logs"
      - "Response: Identify root cause"
      - "Response: Implement fix or rollback (\`/incident rollback\`)"
      - "Recovery: Restore service"
      - "Recovery: Verify functionality"
      - "Recovery: Monitor stability"
  database:
    title: Database issues
    on: declared
    kinds: [database]
    items:
      - "Connection failures: Check PostgreSQL status"
      - "Connection failures: Verify network connectivity"
      - "Connection failures: Review connection pool"
      - "Performance issues: Analyze slow queries"
      - "Performance issues: Check resource usage"
      - "Performance issues: Optimize queries"
      - "Data corruption: Stop writes immediately"
      - "Data corruption: Restore from backup"
      - "Data corruption: Verify data integrity"
`
