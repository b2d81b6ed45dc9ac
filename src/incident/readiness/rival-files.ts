/** What else may set the rules of a repository, and undo a freeze because its own file does not know of it. */
export interface Rival {
  readonly tool: string
  /** Paths on the default branch that give it away. */
  readonly files: RegExp
  /** A name alone may mislead: it is worth a look. */
  readonly isHint: boolean
}

const rivals: readonly Rival[] = [
  { tool: 'a settings bot (repository-settings, safe-settings)', files: /^\.github\/settings\.ya?ml$/, isHint: false },
  { tool: 'safe-settings', files: /^\.github\/(?:safe-settings|suborgs|repos)(?:\/[^/]+)?\.ya?ml$/, isHint: false },
  { tool: 'safe-settings', files: /^(?:deployment-settings|safe-settings)\.ya?ml$/, isHint: false },
  { tool: 'the settings of the Apache infrastructure', files: /^\.asf\.ya?ml$/, isHint: false },
  { tool: 'Allstar', files: /^(?:\.allstar\/|\.github\/allstar)/, isHint: false },
  { tool: 'Otterdog', files: /^(?:otterdog\/.+\.jsonnet|otterdog\.json|\.otterdog.*)$/, isHint: false },
  { tool: 'Peribolos or branchprotector', files: /(?:^|\/)(?:peribolos|branchprotector)\.ya?ml$/, isHint: false },
  {
    tool: 'a workflow about rules (branch-protection-bot or the like)',
    files:
      /^\.github\/workflows\/[^/]*(?:branch[-_]?protect|unprotect|ruleset|repo(?:sitory)?[-_]settings|safe[-_]settings)[^/]*\.ya?ml$/i,
    isHint: true,
  },
  {
    tool: 'rules kept as files',
    files:
      /^\.github\/(?:rulesets?\/[^/]+\.json|rulesets?\.(?:json|ya?ml)|branch[-_]protection[^/]*\.(?:json|ya?ml))$/i,
    isHint: true,
  },
  {
    tool: 'Terraform',
    files: /(?:^|\/)(?:github|repositor(?:y|ies)|branch[-_]protection|rulesets?)[^/]*\.tf$/i,
    isHint: true,
  },
]

/** As many as anybody reads. */
const mostFiles = 10

/** The files that give such a tool away, as many as anybody reads. */
export const rivalFiles = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => rivalAt(path) !== undefined).slice(0, mostFiles)

/** The tool that reads a file; undefined: none that is known here. */
export const rivalAt = (path: string): Rival | undefined => rivals.find(({ files }) => files.test(path))
