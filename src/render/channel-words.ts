import type { Notice } from '../incident/communication.ts'
import type { ChannelWords } from '../incident/effect.ts'
import type { Incident } from '../incident/incident.ts'
import type { RenderContext } from './context.ts'

/** What a channel outside GitHub is given: plain text that names the incident and leads to its page. */
export function channelWords(_notice: Notice, incident: Incident, _context: RenderContext): ChannelWords {
  return { title: incident.id, facts: [], text: '', url: incident.anchor.url, action: 'none', level: 'info' }
}
