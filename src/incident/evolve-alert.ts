import type { AlertRecord } from './alert.ts'
import type { Entry } from './timeline.ts'

export function evolveAlert(alert: AlertRecord | undefined, entry: Entry): AlertRecord | undefined {
  switch (entry.type) {
    default:
      return alert
  }
}
