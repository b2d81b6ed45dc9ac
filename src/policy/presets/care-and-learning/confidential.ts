/** The guide's security advisory, as the description of the draft that is opened for a confidential incident. */
export const careConfidential = `\
confidential:
  tracking: SEC
  advisory: |
    **ID**: {{ advisory.id }}
    **Severity**: {{ advisory.severity }}
    **Affected Versions**: {% if advisory.affected %}{{ advisory.affected }}{% else %}[e.g. < 2.1.5]{% endif %}
    **Fixed In**: {% if advisory.fixed %}{{ advisory.fixed }}{% else %}[e.g. 2.1.5]{% endif %}
    **CVE**: {% if advisory.cve %}{{ advisory.cve }}{% else %}[If assigned]{% endif %}

    ## Summary

    {% if advisory.summary %}{{ advisory.summary }}{% else %}[Brief description of vulnerability]{% endif %}

    ## Impact

    [What can an attacker do? What data is at risk?]

    ## Affected Components

    - {% if advisory.component %}{{ advisory.component }}{% else %}[List specific modules/APIs affected]{% endif %}

    ## Mitigation

    **Immediate:**
    - Upgrade to version X.Y.Z
    - If upgrade not possible: [Workaround if any]

    **Long-term:**
    - [Any additional hardening recommendations]

    ## Timeline

    - **{{ incident.reported-at }}**: Vulnerability reported by [Name]
    - **YYYY-MM-DD**: Issue confirmed and fix developed
    - **YYYY-MM-DD**: Patch released
    - **YYYY-MM-DD**: Public disclosure (this advisory)

    ## Credit

    Thank you to [Reporter Name] for responsible disclosure.

    ## References

    - [Link to fix PR]
    - [Link to CVE if applicable]
    - [Related security documentation]
`
