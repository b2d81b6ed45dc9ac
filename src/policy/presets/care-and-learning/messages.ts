/** The form of a good update, and what people need to be reminded of while they are in the middle of it. */
export const careUpdates = `\
updates:
  minimum-words: 8
  template: |
    Update ({{ incident.now | default: "HH:MM UTC" }}): [what we know, what we do not know yet, what is being done]

    Affected: [what, from when to when]
    Impact: [how many users experienced what]
    Data: [No data loss or corruption]

    Next update: {{ incident.next-update-at | default: "HH:MM UTC" }} or when fully resolved
  messages:
    care:
      title: Care while you respond
      on: declared
      severities: [SEV-0, SEV-1]
      template: |
        Share what we know, admit what we don't. Updates over silence, truth over spin. Systems, not people, are what we look at.

        - Tag out if exhausted (no hero culture): \`/incident commander @user\` hands over, \`/incident escalate\` calls the next people
        - Take breaks during long incidents
        - Debrief with support after intense incidents
        - It's okay to not be okay

        Breathe, assess, respond thoughtfully. This too shall pass.
    what-not-to-do:
      title: What NOT to do
      on: declared
      kinds: [communication]
      template: |
        - ❌ **Defensive or dismissive**: "You just don't understand our technology." "This is taken out of context." "We've already explained this."
        - ❌ **Attack the critic**: "This person has an agenda." "They're spreading FUD."
        - ❌ **Over-promise**: "This will never happen again." "We'll have this fixed by tomorrow."
        - ❌ **Hide or delete**: Don't delete criticism. Don't block critics (except for clear CoC violations). Don't go silent.
    resolved:
      title: Final public update, to fill in and publish
      on: resolved
      kinds: [outage, database, cdn]
      template: |
        ✅ Resolved ({{ incident.resolved-at }}): [service] is fully operational.

        Summary:
        - Incident duration: {{ incident.durations.resolve }} ({{ incident.declared-at }} to {{ incident.resolved-at }})
        - Root cause: [root cause]
        - Fix: {% if incident.summary %}{{ incident.summary }}{% else %}[fix]{% endif %}
        - Impact: [how many users experienced what]
        - Data impact: [None]

        We're conducting a full post-incident review and will share learnings within 48 hours.

        Thank you for your patience. We're implementing additional monitoring to prevent recurrence.
`
