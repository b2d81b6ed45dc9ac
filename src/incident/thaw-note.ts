/** Ends the comment by which the command line tells the server that it lifted a freeze; it counts from this App alone. */
export const thawNote = '<!-- firebreak:thawed-from-the-command-line -->'

/** Why the thaw is gone through then. */
export const fromCommandLine = 'it was lifted from the command line'

export const isThawNote = (body: string): boolean => body.trimEnd().endsWith(thawNote)
