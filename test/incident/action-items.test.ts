import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ActionRow, actionRows, matchRows, membersIn } from '../../src/incident/action-items.ts'
import type { Action } from '../../src/incident/aftermath.ts'

const now = Date.parse('2026-03-02T09:00:00Z')
const day = 86_400_000

const tableOf = (header: string, ...rows: string[]): string =>
  ['## Action items', '', header, header.replace(/[^|]+/g, '---'), ...rows].join('\n')

const read = (header: string, ...rows: string[]): readonly ActionRow[] => actionRows(tableOf(header, ...rows), now)

describe('rows of the table of action items', () => {
  it('reads the table as the procedures write it, and passes over columns it does not know', () => {
    expect(
      read(
        '| Action | Owner | Due Date | Priority |',
        '| Add integration test | @alice | 2026-03-10 | High |',
        '| Review `checklist` | @acme/team | | Low |',
      ),
    ).toEqual([
      { text: 'Add integration test', owner: '@alice', due: { written: '2026-03-10', at: Date.parse('2026-03-11') } },
      { text: 'Review checklist', owner: '@acme/team', due: undefined },
    ])
  })

  it.each([
    '| Task | Who | By |',
    '| WHAT | Assignee | Deadline |',
    '| **Action item** | Owners | Due |',
    '| Priority | Action | Owner | Due |',
  ])('knows the columns by their names: %s', (header) => {
    const cells = header.includes('Priority') ? '| 1 | Do it | @bob | 1w |' : '| Do it | @bob | 1w |'
    expect(read(header, cells)).toEqual([{ text: 'Do it', owner: '@bob', due: { written: '1w', at: now + 7 * day } }])
  })

  it.each([
    '## Action items',
    '### 7. Action Items (with owners)',
    '# Corrective actions',
    '**x**\n\nActions\n-------',
  ])('under %j', (heading) => {
    expect(actionRows(`${heading}\n\n| Action |\n|---|\n| Do it |`, now)).toHaveLength(1)
  })

  it('needs a heading that says so, and a column for the action', () => {
    expect(actionRows('## Timeline\n\n| Action |\n|---|\n| Do it |', now)).toEqual([])
    expect(read('| Time | Event |', '| 10:15 | Down |')).toEqual([])
  })

  it.each(['', '---', '…', '<thing>', '[Action]', '{{ action }}', '<!-- what -->', ' - '])(
    'takes %j for no action',
    (cell) => {
      expect(read('| Action | Owner |', `| ${cell} | @alice |`)).toEqual([])
    },
  )

  it.each([
    ['2026-02-30', undefined],
    ['2026-12-31', Date.parse('2027-01-01')],
    ['3 days', now + 3 * day],
    ['in 2 weeks', now + 14 * day],
    ['12 hours', now + day / 2],
    ['1w', now + 7 * day],
    ['next sprint', undefined],
    ['99999 weeks', undefined],
    ['0 days', undefined],
  ])('reads the date %j', (written, at) => {
    expect(read('| Action | Due |', `| Do it | ${written} |`)[0]?.due).toEqual({ written, at })
  })

  it.each([
    ['@dana', '@dana'],
    ['**@dana** (lead)', '@dana (lead)'],
    ['bob, @dave', 'bob, @dave'],
    ['[@dana](https://github.test/dana)', '@dana'],
    ['Dana', 'Dana'],
    ['dana@example.com', 'dana@example.com'],
    ['-', undefined],
  ])('reads the owner %j', (cell, owner) => {
    expect(read('| Action | Owner |', `| Do it | ${cell} |`)[0]?.owner).toBe(owner)
  })

  it('keeps rows that say the same, which may be for different people', () => {
    expect(read('| Action |', '| Do it |', '| **Do** it! |', '| do it |')).toHaveLength(3)
  })
})

it.each([
  ['bob, @dave', ['@dave']],
  ['@dana and @acme/web.ops. Or @dana', ['@dana', '@acme/web.ops']],
  ['dana@example.com', []],
  [undefined, []],
])('the people and teams in the owner %j', (owner, members) => {
  expect(membersIn(owner)).toEqual(members)
})

const action = (key: string, text: string, status: Action['status'] = 'open'): Action => ({
  key,
  text,
  status,
  owner: undefined,
  due: undefined,
  number: Number(key),
  reminded: false,
})

const rowsOf = (...texts: string[]): readonly ActionRow[] =>
  texts.map((text) => ({ text, owner: undefined, due: undefined }))

/** Keys of the actions that rows are matched with; `new` for the others. */
const matches = (texts: string[], actions: readonly Action[], table = actions.map(({ key }) => key)): string[] =>
  matchRows(rowsOf(...texts), actions, table).map((match) => match.action?.key ?? 'new')

describe('rows and the actions that are known', () => {
  const known = [action('1', 'One'), action('2', 'Two'), action('3', 'Three')]

  it.each<[string, string[], string[]]>([
    ['the same', ['One', 'Two', 'Three'], ['1', '2', '3']],
    ['moved', ['Three', 'One', 'Two'], ['3', '1', '2']],
    ['reworded in the middle', ['One', 'Too', 'Three'], ['1', '2', '3']],
    ['reworded first', ['Won', 'Two', 'Three'], ['1', '2', '3']],
    ['reworded last', ['One', 'Two', 'Tree'], ['1', '2', '3']],
    ['one more at the end', ['One', 'Two', 'Three', 'Four'], ['1', '2', '3', 'new']],
    ['one more in between', ['One', 'And a half', 'Two', 'Three'], ['1', 'new', '2', '3']],
    ['one gone', ['One', 'Three'], ['1', '3']],
    ['two gone and one new in their place, so nobody can tell', ['One', 'Four'], ['1', 'new']],
    ['one gone here and one new there', ['One', 'Three', 'Four'], ['1', '3', 'new']],
    ['two reworded side by side, so nobody can tell', ['One', 'Too', 'Tree'], ['1', 'new', 'new']],
    ['one reworded, and two that may be it', ['Too', 'Three', 'One', 'More'], ['new', '3', '1', 'new']],
    ['one reworded and one more beside it', ['One', 'Too', 'More', 'Three'], ['1', 'new', 'new', '3']],
  ])('%s', (_, texts, keys) => {
    expect(matches(texts, known)).toEqual(keys)
  })

  it('keeps actions of the same words apart, by their owners where these differ', () => {
    const same = [
      { ...action('1', 'Train'), owner: '@bob' },
      { ...action('2', 'Train'), owner: '@dave' },
    ]
    expect(matches(['Train', 'Train', 'Train'], same)).toEqual(['1', '2', 'new'])
    const [row] = matchRows([{ text: 'train', owner: '@dave', due: undefined }], same, ['1', '2'])
    expect(row?.action?.key).toBe('2')
  })

  it('takes a row in place of one that is done for a new one', () => {
    expect(matches(['Next'], [action('1', 'Done', 'closed')])).toEqual(['new'])
  })

  it('knows places from the order of the last reading', () => {
    expect(matches(['Three', 'Won', 'Two'], known, ['3', '1', '2'])).toEqual(['3', '1', '2'])
  })

  it('gives no action to two rows, and every known text to its own', () => {
    const word = fc.constantFrom<string[]>('a', 'b', 'c', 'd', 'e', 'f')
    fc.assert(
      fc.property(fc.uniqueArray(word), fc.uniqueArray(word), (before, after) => {
        const actions = before.map((text, index) => action(String(index + 1), text))
        const matched = matchRows(
          rowsOf(...after),
          actions,
          actions.map(({ key }) => key),
        )
        const keys = matched.flatMap((match) => match.action?.key ?? [])
        expect(new Set(keys).size).toBe(keys.length)
        for (const match of matched)
          if (before.includes(match.row.text)) expect(match.action?.text).toBe(match.row.text)
      }),
    )
  })
})
