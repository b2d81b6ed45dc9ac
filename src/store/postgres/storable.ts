/** PostgreSQL's text holds anything but NUL. */
export const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd')
