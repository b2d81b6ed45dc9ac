// The entry of `npm start`. Plain JavaScript, so that an older Node can read it and say what is missing instead of
// stumbling over the first type annotation.
import { keepCompiledCode, writeCompiledCode } from './compiled-code.js'
import { requireNode } from './node-version.js'

requireNode()
keepCompiledCode()
const { main } = await import('./main.ts')
await main()
writeCompiledCode()
