/** The blameless review: its times, its report, where it is published, and the simulations that prepare for the next one. */
export const carePostmortem = `\
post-mortem:
  open: resolved
  severities: [SEV-0, SEV-1, SEV-2]
  title: "Post-Incident Review: {{ incident.title }}"
  due: { scheduled: 48h, held: 1w, published: 2w }
  actions: true
  publish: { discussions: Incidents }
  follow-ups: [{ after: 1w, checklist: community-check-in }]
  template: |
    **Date**: {{ incident.declared-at }}
    **Duration**: {{ incident.durations.resolve }} ({{ incident.declared-at }} - {{ incident.resolved-at }})
    **Severity**: {{ incident.severity }} {{ incident.severity-name }}
    **Author**: {% if incident.commander %}{{ incident.commander }}{% else %}[Incident lead]{% endif %}
    **Reviewed by**: [Team members]

    _Learning over blame. Not "Alice deployed buggy code without testing." but "The deployment lacked automated integration tests
    that would have caught this regression."_

    ## Summary

    {% if incident.summary %}{{ incident.summary }}{% else %}_2-3 sentences: What happened, what was the impact, what was the fix_{% endif %}

    ## Timeline

    | Time (UTC) | Event |
    |------------|-------|
    {% if earlier-lines > 0 %}| … | {{ earlier-lines }} earlier lines left out |
    {% endif %}{% for entry in timeline %}| {{ entry.at }} | {{ entry.what }} |
    {% endfor %}
    ## Impact

    **Users Affected**:
    **Duration**: {{ incident.durations.resolve }}
    **Services**:
    **Data Impact**:
    **Revenue Impact**:

    ## Root Cause

    _Detailed explanation of what caused the incident, and why it wasn't caught_

    ## What Went Well

    -

    ## What Went Wrong

    -

    ## Action Items

    | Action | Owner | Due Date | Priority |
    |--------|-------|----------|----------|
    | | | | |

    ## Lessons Learned

    1.

    ## References

    - Incident: #{{ incident.number }}
    {% for hotfix in hotfixes %}- Fix PR: #{{ hotfix.number }}
    {% endfor %}
drills:
  - name: Quarterly Incident Simulation
    cron: "0 14 1 1,4,7,10 *"
    scenarios: [".github/incident/drills/*.yml"]
    assign: [core-team]
`
