/** The post-mortem of a repository that has no template of its own. It uses nothing that other templates cannot use. */
export const builtInTemplate = `\
_Post-mortem of #{{ incident.number }}. It looks for causes in systems, tools and procedures, not for somebody to blame:
everybody did what made sense with what they knew at that moment. What stands in the tables comes from the record; the rest
is for you to write._

{% assign severity-id = incident.severity | downcase %}{% assign severity-name = incident.severity-name | default: incident.severity | downcase -%}
## Summary

{% if incident.summary %}{{ incident.summary }}{% else %}_Two or three sentences: what happened, whom it affected, and how it ended._{% endif %}

| | |
|---|---|
| **Incident** | #{{ incident.number }}: {{ incident.title }} |
| **Severity** | {% if severity-id != severity-name %}{{ incident.severity }} {% endif %}{{ incident.severity-name | default: incident.severity }} |
{% if incident.kind %}| **Kind** | {{ incident.kind }} |
{% endif %}| **Commander** | {{ incident.commander | default: "nobody was named" }} |
| **Reporter** | {{ incident.reporter }} |

## Times

| | At | After the declaration |
|---|---|---|
| **Reported** | {{ incident.reported-at }} | |
| **Declared** | {{ incident.declared-at | default: "not on record" }} | |
| **First response** | {{ incident.responded-at | default: "not on record" }} | {{ incident.durations.respond }} |
| **Acknowledged** | {{ incident.acknowledged-at | default: "not on record" }} | {{ incident.durations.acknowledge }} |
| **Mitigated** | {{ incident.mitigated-at | default: "not on record" }} | {{ incident.durations.mitigate }} |
| **Resolved** | {{ incident.resolved-at | default: "not yet, or not on record" }} | {{ incident.durations.resolve }} |

## Timeline

{% if earlier-lines > 0 %}- … {{ earlier-lines }} earlier lines left out
{% endif %}{% for entry in timeline %}- {{ entry.at }} · {{ entry.what }}
{% endfor %}
## Root cause

_Why did it happen? Ask "why" again until you reach something that can be changed._

## Impact

_Who was affected, how, and for how long? Customers, data, services._

## Hotfixes

{% for hotfix in hotfixes %}- #{{ hotfix.number }}: {{ hotfix.state }}{% if hotfix.sha %} as {{ hotfix.sha }}{% endif %}{% if hotfix.merged-at %} at {{ hotfix.merged-at }}{% endif %}
{% else %}None.
{% endfor %}
## Freeze

{% if freeze %}Mode {{ freeze.mode }}: {{ freeze.state }}.{% if freeze.length %} It lasted {{ freeze.length }}.{% endif %}
{% for branch in freeze.comparison %}
- {{ branch.branch }}: {% if branch.same %}the same rules after the freeze as before it{% else %}differs from before: {% for difference in branch.differences %}{{ difference }}{% unless forloop.last %}; {% endunless %}{% endfor %}{% endif %}{% endfor %}
{% else %}Nothing was frozen.
{% endif %}
## Bypasses

{% for bypass in bypasses %}- {{ bypass.at }} · {% if bypass.sha %}{{ bypass.sha }} reached {{ bypass.branch }} ({{ bypass.how }}; by {{ bypass.by }}){% else %}{{ bypass.by }} {{ bypass.how }}{% endif %}. Reason: {{ bypass.reason | default: "not given yet" }}
{% else %}None.
{% endfor %}
## Checklists

{% for list in checklists %}**{{ list.title }}** ({{ list.done }} of {{ list.total }})

{% for item in list.items %}- {% if item.ticked %}✅{% else %}⬜{% endif %} {{ item.text }}{% if item.ticked and item.by %} ({{ item.by }}){% endif %}
{% endfor %}
{% else %}None were handed out.

{% endfor %}## What went well

-

## What went wrong

-

## Action items

| Action | Owner | Due |
|---|---|---|
| | | |

## Lessons

-
`
