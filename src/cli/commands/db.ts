import { defineCommand } from '../command.ts'

const page = 'docs/operations.md'
const purpose = 'Operate the server'

export const dbCopy = defineCommand({
  name: 'db copy',
  purpose,
  summary: 'moves the data of a stopped server into an empty PostgreSQL',
  options: {
    from: { type: 'string', value: 'DATA_DIR', does: 'data of a server that is stopped; or the variable DATA_DIR' },
    to: { type: 'string', value: 'DATABASE_URL', does: 'an empty database; better the variable DATABASE_URL' },
  },
  about: [
    'Each row is read back before anything counts, and the source stays as it is. In the variable the password stands in no list ' +
      'of processes.',
  ],
  examples: [['DATABASE_URL=postgres://… firebreak db copy --from data', 'from one file to a database for replicas']],
  exits: ['every row was copied and is equal', 'nothing was copied, and why', 'it is not said from where, or to where'],
  page,
  async run({ values }, { terminal, environment }) {
    const { runDbCopy } = await import('../db.ts')
    return await runDbCopy(values, terminal, environment)
  },
})

export const dbBackup = defineCommand({
  name: 'db backup',
  purpose,
  summary: 'writes a back-up of the data of a server, also while it runs',
  options: {
    from: { type: 'string', value: 'DATA_DIR', does: 'data of the server; or the variable DATA_DIR' },
    to: { type: 'string', value: 'FILE', does: 'where the back-up is written' },
  },
  examples: [['firebreak db backup --from data --to backup.sqlite', 'each night, for example']],
  exits: ['written', 'not written, and why', 'it is not said from where, or to where'],
  page,
  async run({ values }, { terminal, environment }) {
    const { runDbBackup } = await import('../db.ts')
    return await runDbBackup(values, terminal, environment)
  },
})

export const dbRestored = defineCommand({
  name: 'db restored',
  purpose,
  summary: 'is run before the start on data that was put back in another way than from a back-up of ours',
  options: {
    data: {
      type: 'string',
      value: 'DATA_DIR',
      does: 'the data; without it those of DATABASE_URL, or else of DATA_DIR',
    },
  },
  about: ['The server then doubts what it knows for four days, and looks on GitHub first.'],
  examples: [['DATABASE_URL=postgres://… firebreak db restored', 'a PostgreSQL that was put back']],
  exits: ['noted: the server may be started', 'not noted, and why', 'it is not said which data'],
  page,
  async run({ values }, { terminal, environment }) {
    const { runDbRestored } = await import('../db.ts')
    return await runDbRestored(values, terminal, environment)
  },
})
