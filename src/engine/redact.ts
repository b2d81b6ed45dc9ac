/**
 * What secrets look like. GitHub's own prefixes are documented at
 * https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
 * Every expression is linear: each quantifier is bounded or ends at a character that it cannot cross.
 */
const secrets: readonly RegExp[] = [
  // A key whose end was cut off is still a key.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  /\bgithub_pat_\w{10,}/g,
  // Installation tokens may carry dots and dashes: they are becoming JWTs behind the prefix.
  /\bgh[a-z]_[\w.-]{10,}/g,
  /(?<![\w-])ey[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /(?<=\b(?:bearer|basic|token) )[\w.~+/=-]{16,}/gi,
  /(?<=:\/\/)[^\s/@]{1,500}(?=@)/g,
  /(?<=[?&](?:access_token|token|client_secret|code|secret|key|signature|sig)=)[^\s&#"']+/gi,
  // The address of an incoming webhook is its password.
  /(?<=\bhooks\.slack(?:-gov)?\.com\/)[^\s"'<>]+/g,
  // What signs the messages of Standard Webhooks.
  /\bwhsec_[\w+/=-]{10,}/g,
  /(?<=\/api\/webhooks\/)\d+\/[\w-]+/g,
]

/** The text with whatever looks like a token, key or password replaced, for logs and for what is shown on GitHub. */
export function redact(text: string): string {
  return secrets.reduce((redacted, secret) => redacted.replace(secret, '[redacted]'), text)
}

/** What an error says, in one redacted line, with what caused it. */
export function messageOf(error: unknown): string {
  const parts: string[] = []
  // A chain may be a circle.
  for (let link = error; link !== undefined && parts.length < 5; link = link instanceof Error ? link.cause : undefined)
    parts.push(link instanceof Error ? link.message : asText(link))
  return redact(joined(parts).replace(/\s+/g, ' ').slice(0, 2000))
}

/** What a message has of its cause already is not said twice, and no sentence ends before a colon. */
const joined = ([first = '', ...causes]: readonly string[]): string =>
  causes.reduce((said, part) => (said.includes(part) ? said : `${said.replace(/\.$/, '')}: ${part}`), first)

/** Anything can be thrown, also what cannot be made a string. */
function asText(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return Object.prototype.toString.call(thrown)
  }
}

/** Fields for the log: message and stack, redacted. */
export function errorFields(error: unknown): { readonly error: string; readonly stack: string | undefined } {
  const stack = error instanceof Error && error.stack !== undefined ? redact(error.stack.slice(0, 8000)) : undefined
  return { error: messageOf(error), stack }
}
