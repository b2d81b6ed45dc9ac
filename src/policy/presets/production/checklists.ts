/**
 * The four procedures with their commands, the communication by its hours, and the follow-ups. Commands are those of a
 * service under Docker Compose, with places to fill in where a path or a name is one project's own.
 */
export const productionChecklists = `\
checklists:
  system-outage:
    title: "Procedure 1: Complete system outage (estimated recovery: 15-30 minutes)"
    on: declared
    kinds: [outage]
    due: 30m
    items:
      - "Assess situation: Check server status, \`ping production-server\`"
      - "Assess situation: Check SSH access, \`ssh user@production-server\`"
      - "Check service status: \`docker compose -f docker-compose.prod.yml ps\`"
      - "Restart services: \`docker compose -f docker-compose.prod.yml restart\`, or individually"
      - "Verify recovery: Check service health, \`docker compose -f docker-compose.prod.yml ps\`"
      - "Verify recovery: Check API health, \`curl http://localhost/api/health\`"
      - "If restart fails: Check logs, \`docker compose -f docker-compose.prod.yml logs\`"
      - "If restart fails: Check system resources, \`free -h\`, \`df -h\`"
      - "If restart fails: Restore from backup if needed"
      - "If restart fails: Escalate to Level 2, \`/incident escalate\`"
  security-incident:
    title: "Procedure 2: Data breach or security incident (estimated recovery: 2-4 hours)"
    on: declared
    kinds: [security]
    due: 4h
    items:
      - "Isolate affected services: \`docker compose -f docker-compose.prod.yml stop api\`"
      - "Revoke compromised credentials: Rotate JWT secrets"
      - "Revoke compromised credentials: Rotate database passwords"
      - "Revoke compromised credentials: Rotate Redis passwords"
      - "Revoke compromised credentials: Rotate API keys"
      - "Preserve evidence: Backup logs, \`cp -r logs logs-incident-$(date +%Y%m%d-%H%M%S)\`"
      - "Preserve evidence: Backup database, \`scripts/backup/postgres-backup.sh\`"
      - "Notify stakeholders: Security Officer (immediate)"
      - "Notify stakeholders: Management (within 1 hour)"
      - "Notify stakeholders: Legal/Compliance (within 1 hour)"
      - "Notify stakeholders: Users (if required by law)"
      - "Restore from pre-incident backup: Identify it, \`ls -lt backups/postgres/\`"
      - "Restore from pre-incident backup: \`scripts/backup/restore-database.sh <backup-file> --force\`"
      - "Conduct security audit: \`scripts/security/audit.sh\`"
  data-loss:
    title: "Procedure 3: Data loss or corruption (estimated recovery: 30-60 minutes)"
    on: declared
    kinds: [data-loss]
    due: 1h
    items:
      - "Stop application services: \`docker compose -f docker-compose.prod.yml stop api\`"
      - "Assess data loss: Check database integrity, \`SELECT count(*) FROM users; SELECT count(*) FROM orders;\`"
      - "Identify latest valid backup: List available backups, \`ls -lt backups/postgres/\`"
      - "Identify latest valid backup: Verify backup integrity, \`scripts/backup/verify-backup.sh\`"
      - "Restore database: \`scripts/backup/restore-database.sh <backup-file> --force\`"
      - "Verify data integrity: \`SELECT count(*) FROM users; SELECT count(*) FROM orders;\`"
      - "Restart services: \`docker compose -f docker-compose.prod.yml start api\`"
  payment-failure:
    title: "Procedure 4: Payment processing failure (estimated recovery: 30-60 minutes)"
    on: declared
    kinds: [payment]
    due: 1h
    items:
      - "Check payment service status: \`curl https://status.stripe.com/api/v2/status.json\`"
      - "Check application logs: \`docker compose -f docker-compose.prod.yml logs api | grep -i -e payment -e stripe\`"
      - "Verify Stripe configuration: Check Stripe keys, \`grep -c STRIPE .env.production\`"
      - "Test payment processing: Test Stripe connection (if test endpoint exists)"
      - "Restart payment services: \`docker compose -f docker-compose.prod.yml restart api\`"
      - "If it still fails: Check Stripe dashboard for errors"
      - "If it still fails: Verify webhook configuration"
      - "If it still fails: Check payment method configuration"
      - "If it still fails: Escalate to Stripe support"
  communication-hour:
    title: "Communication: within 1 hour"
    on: declared
    severities: [P0, P1]
    due: 1h
    items:
      - Update status page
      - Send internal notification
  communication-day:
    title: "Communication: within 24 hours"
    on: declared
    severities: [P0, P1]
    due: 24h
    items:
      - "Users: Status page updates"
      - "Users: Email notifications (if required)"
      - "Users: Social media updates (if required)"
      - "Regulators: PIPEDA, Privacy Commissioner (if required)"
      - "Regulators: Payment processors, Stripe (if required)"
      - "Regulators: Legal team (if required)"
      - Incident report
      - Post-mortem meeting
      - Action items assignment
  first-24-hours:
    title: "Post-incident: first 24 hours"
    on: resolved
    due: 24h
    items:
      - Document incident timeline
      - Identify root cause
      - Implement temporary fix
      - Monitor system health
      - Notify stakeholders
  first-week:
    title: "Post-incident: first week"
    due: 6d
    items:
      - Conduct post-mortem
      - Implement permanent fix
      - Update procedures
      - Review monitoring
      - Update documentation
  first-month:
    title: "Post-incident: first month"
    due: 23d
    items:
      - Review security measures
      - Update disaster recovery plan
      - Conduct training
      - Implement improvements
      - Review and update documentation
`
