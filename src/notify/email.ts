import { createTransport } from 'nodemailer'
import { TryLater } from '../engine/ports.ts'
import type { ChannelWords } from '../incident/effect.ts'
import type { MailAddress } from '../lib/channel-address.ts'
import { type Letter, operatorShould, Refused, shortened } from './letter.ts'
import { unreached } from './post.ts'

/**
 * Hands a mail to the operator's server, and returns the receipt. Its Message-ID is the same at every try, so that a
 * repeat can be recognised; all mails about one incident refer to the same (unsent) first one, by which mail programs put
 * them together (https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4). Text only.
 * Throws `TryLater` for a server that is away or asks to wait, `Refused` for one that says no.
 */
export async function sendMail(address: MailAddress, letter: Letter): Promise<string> {
  const { from, to } = address
  const domain = from.slice(from.lastIndexOf('@') + 1)
  const thread = `<firebreak.${letter.thread}@${domain}>`
  const transport = transportTo(address, letter.timeout)
  try {
    const { rejected } = await transport.sendMail({
      from: { name: 'Firebreak', address: from },
      to: to.map((mailbox) => ({ name: '', address: mailbox })),
      subject: shortened(letter.words.title.replace(/\s+/g, ' '), 250),
      text: mailText(letter.words),
      messageId: `<firebreak.${letter.id}@${domain}>`,
      inReplyTo: thread,
      references: [thread],
      // Nobody's holiday notice should answer: https://www.rfc-editor.org/rfc/rfc3834
      headers: { 'Auto-Submitted': 'auto-generated' },
      // A mail is a dialogue of several answers, and some servers take their time over each.
      signal: AbortSignal.timeout(3 * letter.timeout),
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    return rejected.length === 0
      ? 'the mail server took it'
      : `the mail server took it, and refused ${rejected.length} of ${to.length} recipients`
  } catch (error) {
    throw sorted(error, letter.timeout)
  } finally {
    transport.close()
  }
}

/**
 * Greets the operator's server, encrypts and logs in, and hands it nothing. Throws as `sendMail` does.
 * Source: https://nodemailer.com/smtp/#verifying-the-configuration
 */
export async function greetMailServer(address: MailAddress, timeout: number): Promise<void> {
  const transport = transportTo(address, timeout)
  try {
    await transport.verify()
  } catch (error) {
    throw sorted(error, timeout)
  } finally {
    transport.close()
  }
}

function transportTo({ host, port, tls, local, login }: MailAddress, timeout: number) {
  return createTransport({
    host,
    port,
    secure: tls,
    requireTLS: !tls && !local,
    // Nobody stands in between on this machine, and its mail server seldom has a certificate that others vouch for.
    tls: { rejectUnauthorized: !local },
    ...(login && { auth: { user: login.user, pass: login.password } }),
    dnsTimeout: timeout,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
  })
}

function mailText({ title, facts, text, url }: ChannelWords): string {
  const lines = facts.map(([name, value]) => `${name}: ${value}`)
  return [title, lines.join('\n'), text, url].filter((part) => part !== '').join('\n\n')
}

/** Replies that begin with 4 pass, those with 5 do not: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1 */
function sorted(error: unknown, timeout: number): Error {
  const reply = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : undefined
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (reply !== undefined && reply >= 400 && reply < 500)
    return new TryLater(`the mail server answered ${reply}`, 60_000)
  const said = reply === undefined ? '' : ` (${reply})`
  if (code === 'EAUTH')
    return new Refused(
      `the mail server does not know the user or the password${said}; ${operatorShould('look at both')}`,
    )
  if (code === 'ETLS' && reply !== undefined)
    return new Refused(`the mail server offers no encryption${said}; ${operatorShould('use one that does')}`)
  if (reply !== undefined)
    return new Refused(`the mail server refused it${said}; ${operatorShould('look at the sender and the recipients')}`)
  return unreached('the mail server', error, timeout)
}
