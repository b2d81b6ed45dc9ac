/** Whether something that may be meant for some kinds and severities alone is meant for this incident. */
export const isFor = (
  { kind, severity }: { readonly kind: string | undefined; readonly severity: string },
  { kinds, severities }: { readonly kinds: readonly string[]; readonly severities: readonly string[] },
): boolean =>
  (kinds.length === 0 || (kind !== undefined && kinds.includes(kind))) &&
  (severities.length === 0 || severities.includes(severity))
