/** What is compared: name, script, level of its log. */
export const contenders = [
  ['Firebreak', 'src/start.js', 'info'],
  ['Firebreak, LOG_LEVEL=warn', 'src/start.js', 'warn'],
  ['Probot with an empty App', 'test/bench/bare-probot.ts', 'info'],
  ['Probot with an empty App, LOG_LEVEL=warn', 'test/bench/bare-probot.ts', 'warn'],
  ['`node:http`, HMAC, `JSON.parse`', 'test/bench/bare-http.ts', 'warn'],
] as const
