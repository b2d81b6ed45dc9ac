/** PostgreSQL's text holds anything but NUL, and UTF-8 no half of a character. */
export const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd').toWellFormed()
