/** The runbook's communication templates, its decision matrix and its rollback procedures. */
export const dependencyUpdates = `\
updates:
  template: |
    📊 INCIDENT UPDATE (Hour {{ incident.hour }}{% if incident.response-hours %}/{{ incident.response-hours }}{% endif %})

    {{ alert.cve | default: "CVE-YYYY-XXXXX" }} Status: {{ incident.phase | upcase }} [or CONTAINMENT | REMEDIATION | VALIDATION | DEPLOYMENT]

    ✅ Completed:
    {% assign earlier = tasks.done.size | minus: 5 | at_least: 0 %}{% for task in tasks.done offset: earlier %}- {{ task }}
    {% else %}- [task 1]
    {% endfor %}
    🔄 In Progress:
    - [task 3] (ETA: HH:MM)

    ❌ Blocked:
    - [none | blocker description]

    Next Milestone: [description] (ETA: HH:MM)
  messages:
    kick-off:
      title: 🚨 Incident declared
      on: declared
      severities: [P0, P1]
      template: |
        🚨 **{{ incident.severity }} INCIDENT DECLARED**

        **CVE**: {{ alert.cve | default: "not known yet" }}
        **Package**: {{ alert.package | default: "not known yet" }} {{ alert.vulnerable }}
        **CVSS**: {{ alert.cvss | default: "not known yet" }}{% if alert.severity %} ({{ alert.severity | upcase }}){% endif %}
        **Exploit**: {{ alert.exploited | default: "[Public | None]" }}

        **Incident Commander**: {% if incident.commander %}{{ incident.commander }}{% else %}nobody yet: \`/incident commander @user\`{% endif %}
        **War Room**: #{{ incident.number }}

        **Status**: CONTAINMENT
        **ETA**: 2 hours
        **Next Update**: {{ incident.next-update-at | default: "as configured" }}

        **Action Items**:
        - Security: Assess blast radius
        - DevOps: Prepare staging environment
        - Backend: Identify code usage

        {% if incident.update-every %}Updates every {{ incident.update-every }}. {% endif %}{% if incident.severity == "P0" %}🔒 CODE FREEZE: the default branch stays protected until this incident is resolved.{% else %}No immediate code freeze, but please merge with care. Deployment can be scheduled during business hours.{% endif %}
    decision-matrix:
      title: Decision matrix
      on: declared
      template: |
        | Scenario | Action | Priority |
        |---|---|---|
        | Patch available + Compatible | **HOTFIX** | 1 |
        | Patch available + Breaking | **HOTFIX + Code changes** | 2 |
        | No patch + Workaround exists | **WORKAROUND + Whitelist** | 3 |
        | No patch + No workaround | **ROLLBACK to last safe version** | 4 |

        Record the decision: \`/incident decide hotfix REASON\`, \`/incident decide workaround REASON\` or \`/incident decide rollback REASON\`.
    rollback-procedures:
      title: Rollback procedures, should they be needed
      on: hotfix-merged
      template: |
        **Trigger conditions**: error rate increases > 0.1 % · P99 latency increases > 10 % · new exceptions in logs · database connection failures

        **Scenario 1: Rollback Docker image**

            kubectl rollout history deployment/SERVICE -n production
            kubectl rollout undo deployment/SERVICE -n production
            kubectl rollout status deployment/SERVICE -n production

        **Scenario 2: Rollback Git commit**

        \`/incident rollback\` opens the pull request that reverts the hotfix. Merging it triggers CI/CD.

        **Scenario 3: Emergency database restore**

        **DO NOT PERFORM WITHOUT CTO APPROVAL.** This is destructive: ensure no other option exists, and contact the DBA team immediately.
    resolution:
      title: ✅ Incident resolved
      on: resolved
      template: |
        {% assign before = "" %}{{ alert.cve | default: incident.title }} {% assign full = roll-out | last %}{% if full.deployed-at %}has been successfully patched and deployed.{% elsif incident.mitigated-at %}has been patched.{% else %}is over without a hotfix.{% endif %}

        **Timeline**:
        - Detected: {{ incident.declared-at }}
        - Patched: {{ incident.mitigated-at | default: "not by a hotfix" }}
        - Deployed: {{ full.deployed-at | default: "HH:MM UTC" }}
        - Total Duration: {{ incident.durations.resolve | default: "X hours" }}

        **Impact**: None (or: X customers, Y transactions)

        **Hotfix**: {% for hotfix in hotfixes %}{% if hotfix.sha %}{{ before }}{{ hotfix.sha }} (#{{ hotfix.number }}){% assign before = ", " %}{% endif %}{% endfor %}{% if before == "" %}none{% endif %}
        **Post-Mortem**: {% if post-mortem.number %}#{{ post-mortem.number }}{% else %}follows here as soon as it is open{% endif %}

        Thank you all for the rapid response.
    stakeholders:
      title: "Post-incident summary, for stakeholders"
      on: post-mortem
      template: |
        ## Post-Incident Summary: {{ alert.cve | default: incident.title }}

        **Incident ID**: INC-{{ incident.declared-at | slice: 0, 10 }} (#{{ incident.number }})
        **Severity**: {{ incident.severity }} - {{ incident.severity-name }}
        **Duration**: {{ incident.durations.resolve | default: "X hours" }} ({{ incident.declared-at }} to {{ incident.resolved-at | default: "HH:MM UTC" }})
        **Impact**: [None | Limited | Significant]

        ### What Happened
        [Brief description]

        ### What We Did
        {% if incident.summary %}{{ incident.summary }}{% else %}[Actions taken]{% endif %}

        ### Customer Impact
        [None | X customers affected | Data exposure: None]

        ### Next Steps
        [Preventive measures]
`
