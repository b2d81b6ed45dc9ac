import { pino } from 'pino'
import { Probot, Server } from 'probot'

/** Probot's own server with an App that does nothing: its log is ours, and no file of ours is loaded. */
const {
  APP_ID: appId = '',
  PRIVATE_KEY = '',
  WEBHOOK_SECRET: secret = '',
  LOG_LEVEL: level = 'info',
  PORT,
} = process.env
const log = pino({ level })
const server = new Server({
  Probot: Probot.defaults({ appId, privateKey: PRIVATE_KEY.replaceAll('\\n', '\n'), secret, log }),
  host: '127.0.0.1',
  port: Number(PORT),
  log,
})
await server.load((app) => {
  app.onAny(() => undefined)
})
await server.start()
