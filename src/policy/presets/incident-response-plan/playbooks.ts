/** One kind for each playbook; its list is posted when the incident is declared. */
export const planPlaybooks = `\
kinds:
  data-breach:
    label: kind/data-breach
    keywords: [data breach, data leak, leaked]
    severity: P0
    confidential: true
  unauthorized-access:
    label: kind/unauthorized-access
    keywords: [unauthorized access, unauthorised access, compromised, intrusion]
    confidential: true
  ddos:
    label: kind/ddos
    keywords: [DDoS, denial of service]
  database:
    label: kind/database
    keywords: [database, PostgreSQL, data corruption, slow queries]
  outage:
    label: kind/outage
    keywords: [outage, completely down, health check, error rate]
`
