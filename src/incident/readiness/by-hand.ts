/** What a freeze that people make by hand asks for: a check that nobody reports by itself. */
export const byHandCheck = 'freeze-by-hand'
