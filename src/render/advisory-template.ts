/** The details of a confidential incident, where its repository has no template of its own: what a security advisory tells. */
export const builtInAdvisory = `\
**ID**: {{ advisory.id }}
**Severity**: {{ advisory.severity }}
**Affected versions**: {{ advisory.affected | default: "_not known yet_" }}
**Fixed in**: {{ advisory.fixed | default: "_not fixed yet_" }}
**CVE**: {{ advisory.cve | default: "_none assigned yet_" }}

## Summary

{{ advisory.summary | default: incident.title }}

_What is vulnerable, in a few sentences._

## Impact

_What can an attacker do? Which data is at risk?_

## Affected components

- {{ advisory.component | default: "_modules and interfaces that are affected_" }}

## Mitigation

**Immediate**

- _Upgrade to the fixed version; if that is not possible: the workaround, if there is one._

**Long-term**

- _What else makes it harder._

## Timeline

{% for entry in timeline %}- {{ entry.at }} · {{ entry.what }}
{% endfor %}
## Credit

Thanks to {{ incident.reporter }} for reporting it responsibly.

## References

- [The incident]({{ incident.url }})
`
