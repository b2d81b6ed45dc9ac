/** Hour 8-24 of the runbook: the report is due sixteen hours after a resolution in the eighth hour. */
export const dependencyPostmortem = `\
post-mortem:
  open: resolved
  title: "Post-Mortem: {{ alert.cve | default: incident.title }}"
  actions: true
  due: { published: 16h }
  template: |
    **Date**: {{ incident.declared-at | slice: 0, 10 }}
    **Incident ID**: INC-{{ incident.declared-at | slice: 0, 10 }} (#{{ incident.number }})
    **Severity**: {{ incident.severity }} - {{ incident.severity-name }}
    **Duration**: {{ incident.durations.resolve | default: "X hours" }}
    **Author**: {{ incident.commander | default: "[name]" }}

    ## Executive Summary

    {% if incident.summary %}{{ incident.summary }}{% else %}_2-3 sentence summary of what happened and how it was resolved_{% endif %}

    ## Timeline (UTC)

    {% if earlier-lines > 0 %}- … {{ earlier-lines }} earlier lines left out
    {% endif %}{% for entry in timeline %}- **{{ entry.at }}** - {{ entry.what }}
    {% endfor %}
    ## Root Cause

    {% if decision %}_Decided: {{ decision.choice }}, because {{ decision.reason }}_

    {% endif %}_Why did this vulnerability make it to production?_

    ## Impact Assessment

    - **Customers Affected**: X (or None)
    - **Data Exposure**: None (or description)
    - **Service Downtime**: None (or X minutes)
    - **Revenue Impact**: None (or $X)

    ## What Went Well

    - ✅

    ## What Went Wrong

    - ❌

    ## Action Items

    | Action | Owner | Deadline | Status |
    |--------|-------|----------|--------|
    | | | | Pending |

    ## Lessons Learned

    _Key takeaways_
`
