import { expect, it } from 'vitest'
import { mentionsIn } from '../../../src/cli/simulate/plain.ts'

it.each([
  ['@alice – please have a look.', ['@alice']],
  ['@acme/sec and @bob, @bob again', ['@acme/sec', '@bob']],
  ['`@alice` and ``@bob`x`` and mail@bob.example', []],
  ['a \\` b @alice `c`', ['@alice']],
  ['P1 (\\<!--) @alice <!-- firebreak:x @bob -->', ['@alice']],
])('whom %j mentions', (markdown, who) => expect(mentionsIn(markdown)).toEqual(who))
