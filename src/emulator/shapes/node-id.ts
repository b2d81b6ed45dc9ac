/**
 * Opaque global ids. GitHub's encode kind and number; nobody may take them apart, so any stable text will do.
 * @returns the node id of a thing, for example `I_1007`.
 */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${id}`
}
