/** The incident report, the follow-ups for a month, and the monthly drill. */
export const productionPostmortem = `\
post-mortem:
  open: resolved
  title: "Incident report: {{ incident.title }}"
  actions: true
  due: { published: 24h }
  # Each list is posted when its time begins, and what is open is asked for when that is over.
  follow-ups:
    - { after: 24h, checklist: first-week }
    - { after: 1w, checklist: first-month }
  template: |
    ## Incident Details

    - **Date/Time:** {{ incident.declared-at }}
    - **Severity:** {{ incident.severity }} {{ incident.severity-name }}
    - **Duration:** {{ incident.durations.resolve }}
    - **Affected Services:** [List services]
    - **Root Cause:** [Root cause]
    - **Resolution:** {% if incident.summary %}{{ incident.summary }}{% else %}[Resolution steps]{% endif %}
    - **Impact:** [Impact assessment]

    ## Timeline

    - **Detection:** {{ incident.detected-at }}
    - **Response:** {{ incident.responded-at | default: "[Time responded]" }}
    - **Resolution:** {{ incident.resolved-at | default: "[Time resolved]" }}
    - **Verification:** {{ incident.verified-at | default: "[Time verified]" }}

    {% if earlier-lines > 0 %}- … {{ earlier-lines }} earlier lines left out
    {% endif %}{% for entry in timeline %}- {{ entry.at }} · {{ entry.what }}
    {% endfor %}
    ## Lessons Learned

    ### What went well

    -

    ### What could be improved

    -

    ### Action items

    | Action | Owner | Due |
    |---|---|---|
    | | | |

drills:
  - name: Monthly disaster recovery drill
    cron: "0 14 1 * *"
    scenarios: [".github/incident/drills/*.yml"]
    assign: [technical-team]
`
