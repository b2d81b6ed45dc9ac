/** The plan's incident report, written for every incident. */
export const planPostmortem = `\
post-mortem:
  open: resolved
  title: "Incident report: {{ incident.title }}"
  actions: true
  template: |
    _Incident #{{ incident.number }}, {{ incident.severity }} {{ incident.severity-name }}; owner: {{ incident.commander | default: "nobody was named" }}_

    ## Executive Summary

    - **Incident description**: {{ incident.title }}
    - **Impact assessment**:
    - **Resolution summary**: {{ incident.summary }}

    ## Timeline

    - **Detection time**: {{ incident.detected-at }}
    - **Response time**: {{ incident.responded-at | default: "not on record" }}{% if incident.durations.respond %} (after {{ incident.durations.respond }}){% endif %}
    - **Resolution time**: {{ incident.resolved-at | default: "not on record" }}{% if incident.durations.resolve %} (after {{ incident.durations.resolve }}){% endif %}
    - **Total downtime**:

    {% if earlier-lines > 0 %}- … {{ earlier-lines }} earlier lines left out
    {% endif %}{% for entry in timeline %}- {{ entry.at }} · {{ entry.what }}
    {% endfor %}
    ## Root Cause

    - **Technical cause**:
    - **Contributing factors**:
    - **Prevention measures**:

    ## Lessons Learned

    ### What went well

    -

    ### What could be improved

    -

    ### Action items

    | Action | Owner | Due |
    |---|---|---|
    | | | |
`
