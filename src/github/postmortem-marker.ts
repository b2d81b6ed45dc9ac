/**
 * A post-mortem in another repository names its incident in its body, so that closing it is understood there. Only in
 * issues that this App opened: anybody else can write it too.
 */
export const postmortemMarker = (incident: string): string => `<!-- firebreak:post-mortem-of:${incident} -->`

/** The incident that a body names, and the id of its repository. */
export function postmortemOf(body: string): { readonly incident: string; readonly home: number } | undefined {
  const [, home, number] = /<!-- firebreak:post-mortem-of:([1-9]\d{0,14})#([1-9]\d{0,9}) -->/u.exec(body) ?? []
  return home === undefined ? undefined : { incident: `${home}#${number}`, home: Number(home) }
}
