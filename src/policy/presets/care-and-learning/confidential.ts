/** The guide's security advisory, as the description of the draft that is opened for a confidential incident. */
export const careConfidential = `\
confidential:
  tracking: SEC
  advisory: |
    **ID**: {{ advisory.id }}
    **Severity**: {{ advisory.severity }}
    **Affected Versions**: {{ advisory.affected | default: "[e.g. < 2.1.5]" }}
    **Fixed In**: {{ advisory.fixed | default: "[e.g. 2.1.5]" }}
    **CVE**: {{ advisory.cve | default: "[If assigned]" }}

    ## Summary

    {{ advisory.summary | default: "[Brief description of vulnerability]" }}

    ## Impact

    [What can an attacker do? What data is at risk?]

    ## Affected Components

    - {{ advisory.component | default: "[List specific modules/APIs affected]" }}

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
